package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.function.SqlFunctions;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Effects;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Resolves names and types of statements against a catalog (PostgreSQL 18 manual, chapter 10). Immutable; any
/// thread.
public final class Analyzer {

    private static final List<OutputColumn> PLAN =
            List.of(new OutputColumn("QUERY PLAN", DataType.of(Types.TEXT), 0, 0));

    private final Builtins builtins;

    public Analyzer(SqlFunctions functions) {
        this(Builtins.of(functions));
    }

    Analyzer(Builtins builtins) {
        this.builtins = builtins;
    }

    /// @param parameterTypes declared types of `$1…`; null or missing where they are to be found out
    /// @throws io.heliosdb.server.common.SqlException 42P01, 42703, 42804, 42883, 42P18 …, with a position
    /// in the text
    public AnalyzedStatement analyze(
            ParsedStatement parsed, AnalysisContext context, List<@Nullable Type> parameterTypes) {
        return analyze(parsed.statement(), context, parameterTypes);
    }

    /// As above, for a statement inside of another.
    public AnalyzedStatement analyze(
            Statement statement, AnalysisContext context, List<@Nullable Type> parameterTypes) {
        return statement(statement, context, parameterTypes, Set.of());
    }

    /// The last statement of a function's body, fitted to what the function returns.
    ///
    /// @param result the declared type; of one row for a set
    /// @throws io.heliosdb.server.common.SqlException 42P13 when it gives something else
    public AnalyzedStatement lastOfRoutine(
            Statement statement, AnalysisContext context, List<@Nullable Type> parameterTypes, Type result) {
        Analysis analysis = new Analysis(context, builtins, parameterTypes);
        RoutineResults results = new RoutineResults(analysis, result);
        if (results.isVoid()) {
            return analyze(statement, context, parameterTypes);
        }
        return switch (statement) {
            case QueryNode node
            when !(node instanceof QueryNode.Select select && select.into() != null) -> {
                Query query = results.fitted(analysis.queries().analyze(node, null, true));
                Effects effects = analysis.writes() ? Effects.WRITE : Effects.READ;
                yield new AnalyzedStatement.OfQuery(
                        query, effects, analysis.parameters().all(), analysis.uses(), analysis.access());
            }
            case ChangeNode change ->
                new AnalyzedStatement.OfChange(
                        results.fitted(new Changes(analysis).analyze(change, null)),
                        Effects.WRITE,
                        analysis.parameters().all(),
                        analysis.uses(),
                        analysis.access());
            default -> throw results.noRows();
        };
    }

    /// An expression of a block of code, which gives one value.
    ///
    /// @param expression a query of one column
    /// @param wanted what the value is assigned to; null to take it as it is
    public AnalyzedStatement blockExpression(
            QueryNode expression,
            @Nullable DataType wanted,
            AnalysisContext context,
            List<@Nullable Type> parameterTypes) {
        return new BlockExpressions(new Analysis(context, builtins, parameterTypes)).expression(expression, wanted);
    }

    /// The value of a variable of a block of code after an assignment to a part of it.
    ///
    /// @param parameter the variable's number
    public AnalyzedStatement blockAssignment(
            ChangeNode.Update assignment, int parameter, AnalysisContext context, List<@Nullable Type> parameterTypes) {
        return new BlockExpressions(new Analysis(context, builtins, parameterTypes))
                .assignment(assignment.assignments().getFirst(), parameter);
    }

    private static List<OutputColumn> returned(Expr call) {
        return call instanceof Expr.Call made
                ? made.function().parameters().outputs().stream()
                        .map(o -> new OutputColumn(o.name(), DataType.of(o.type()), 0, 0))
                        .toList()
                : List.of();
    }

    private static Expr procedureCall(Expression.Call call, Analysis analysis) {
        analysis.callProcedure();
        return analysis.expressions().analyze(call, Place.plain(new Scope(null), "CALL arguments"));
    }

    /// @param entered routines whose bodies are being looked at around this one
    AnalyzedStatement statement(
            Statement statement, AnalysisContext context, List<@Nullable Type> parameterTypes, Set<Integer> entered) {
        return switch (statement) {
            case QueryNode.Select select when select.into() != null -> selectInto(select, context, parameterTypes);
            case QueryNode query -> query(query, context, parameterTypes, entered);
            case ChangeNode change -> {
                Analysis analysis = new Analysis(context, builtins, parameterTypes);
                DataChange analyzed = new Changes(analysis).analyze(change, null);
                yield new AnalyzedStatement.OfChange(
                        analyzed, Effects.WRITE, analysis.parameters().all(), analysis.uses(), analysis.access());
            }
            case TransactionStatement t -> new AnalyzedStatement.OfCommand(t, Effects.TRANSACTION);
            case SessionStatement s -> new AnalyzedStatement.OfCommand(s, Effects.SESSION);
            case DefinitionStatement.CreateTableAs create -> tableFrom(create, context, parameterTypes);
            case DefinitionStatement definition -> new AnalyzedStatement.OfCommand(definition, Effects.WRITE);
            case UtilityStatement.Explain explain -> {
                AnalyzedStatement inner = analyze(explain.statement(), context, parameterTypes);
                yield new AnalyzedStatement.OfExplain(explain, inner, PLAN);
            }
            case UtilityStatement.CallProcedure call -> {
                Analysis analysis = new Analysis(context, builtins, parameterTypes);
                Expr expr = procedureCall(call.call(), analysis);
                yield new AnalyzedStatement.OfCall(
                        expr,
                        returned(expr),
                        Effects.WRITE,
                        analysis.parameters().all(),
                        analysis.access());
            }
            case UtilityStatement utility ->
                new AnalyzedStatement.OfCommand(utility, effects(utility, context, parameterTypes));
        };
    }

    /// An expression stored as text with a table (of an index, a generated column), over the table's row.
    ///
    /// @param relation number under which the expression refers to the table's columns
    public Expr rowExpression(String sql, RelationDef.Table table, int relation, AnalysisContext context) {
        return new StoredExpressions(builtins, context).value(sql, table, relation);
    }

    /// A condition stored as text with a table (of a CHECK constraint, a partial index).
    public Expr rowCondition(String sql, RelationDef.Table table, int relation, AnalysisContext context) {
        return new StoredExpressions(builtins, context).condition(sql, table, relation);
    }

    /// The condition of a trigger, over the row before as relation 0 and the row after as relation 1.
    public Expr triggerCondition(TriggerDef trigger, RelationDef relation, AnalysisContext context) {
        return new TriggerConditions(builtins, context).condition(String.valueOf(trigger.whenSql()), relation);
    }

    /// As {@link #triggerCondition}, of a trigger that is about to be made.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42P17 when it names a row that there is not
    public void checkTriggerCondition(TriggerDef trigger, RelationDef relation, AnalysisContext context) {
        new TriggerConditions(builtins, context).check(trigger, relation);
    }

    /// Positions of the columns that a trigger's condition names, in either row.
    public Set<Integer> columnsOf(TriggerDef trigger, RelationDef relation, AnalysisContext context) {
        return new TriggerConditions(builtins, context).columns(trigger, relation);
    }

    /// The condition of a trigger with what each of its parts means.
    public TracedExpression traceTrigger(Expression condition, RelationDef relation, AnalysisContext context) {
        return new TriggerConditions(builtins, context).traced(condition, relation);
    }

    /// A condition of a domain, over its `VALUE` as the only column.
    ///
    /// @param base the type that the domain is made of
    /// @param relation number under which the condition refers to the value
    public Expr domainCondition(String sql, DataType base, int relation, AnalysisContext context) {
        return new StoredExpressions(builtins, context).domainCondition(sql, base, relation);
    }

    /// What a column gets when nothing is said, in the column's type.
    public Expr columnDefault(ColumnDef column, RelationDef.Table table, AnalysisContext context) {
        return new StoredExpressions(builtins, context).defaultOf(column, table);
    }

    /// The value of a generated column, in the column's type, over the table's row.
    public Expr generated(ColumnDef column, RelationDef.Table table, int relation, AnalysisContext context) {
        return new StoredExpressions(builtins, context).generated(column, table, relation);
    }

    /// The new value of a column whose type changes, over the table's row as relation 0.
    ///
    /// @param using the expression of USING; null without
    /// @throws io.heliosdb.server.common.SqlException 42804 when there is no assignment cast
    public Expr columnConversion(
            ColumnDef column,
            DataType target,
            @Nullable Expression using,
            RelationDef.Table table,
            AnalysisContext context) {
        return new StoredExpressions(builtins, context).conversion(column, target, using, table);
    }

    /// A query with what each of its parts means.
    ///
    /// @param path where its names are looked for
    public Trace traceQuery(QueryNode query, SearchPath path, AnalysisContext context) {
        Analysis analysis = new Analysis(context.withPath(path), builtins, List.of());
        Trace trace = analysis.startTrace();
        analysis.queries().analyze(query, null, true);
        return trace;
    }

    /// An expression with what each of its parts means.
    ///
    /// @param row the table whose row it is about, as relation 0; null when it is about none
    /// @param target the type that it is assigned to; null when it stays as it is
    public TracedExpression traceExpression(
            Expression expression, @Nullable RelationDef row, @Nullable DataType target, AnalysisContext context) {
        return new StoredExpressions(builtins, context).traced(expression, row, target);
    }

    /// A condition of a domain with what each of its parts means; its `VALUE` is the only column of relation 0.
    ///
    /// @param base the type that the domain is made of
    public TracedExpression traceDomain(Expression condition, DataType base, AnalysisContext context) {
        return new StoredExpressions(builtins, context).tracedDomain(condition, base);
    }

    /// Oids of the relations that a view reads, directly or by way of other views.
    public Set<Integer> relationsOf(RelationDef.View view, AnalysisContext context) {
        Analysis analysis = new Analysis(context, builtins, List.of());
        Views.expand(analysis, view);
        return analysis.uses().stream().map(use -> use.relation().oid()).collect(Collectors.toUnmodifiableSet());
    }

    /// The query of a view.
    public AnalyzedStatement.OfQuery viewQuery(RelationDef.View view, AnalysisContext context) {
        Analysis analysis = new Analysis(context, builtins, List.of());
        Query query = Views.expand(analysis, view);
        return new AnalyzedStatement.OfQuery(query, Effects.READ, List.of(), analysis.uses(), analysis.access());
    }

    /// Makes sure that rows of a view can be checked when they are changed through it.
    ///
    /// @throws io.heliosdb.server.common.SqlException 0A000
    public void checkUpdatable(RelationDef.View view, AnalysisContext context) {
        Analysis analysis = new Analysis(context, builtins, List.of());
        try {
            new UpdatableViews(analysis, new ChangeTargets(analysis), TriggerDef.Event.UPDATE).target(view, "");
        } catch (SqlException e) {
            if (e.state() != SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE) {
                throw e;
            }
            throw AnalysisErrors.unsupported("WITH CHECK OPTION is supported only on automatically updatable views")
                    .withHint(e.detail().orElse(""));
        }
    }

    /// Whether values of two types can be compared by `=`, as a foreign key does.
    public boolean isComparable(Type left, Type right) {
        List<Overloads.Candidate<OperatorDef>> candidates = builtins.binary("=").stream()
                .map(o -> new Overloads.Candidate<>(o, List.of(Objects.requireNonNull(o.left()), o.right())))
                .toList();
        return new Overloads(new TypeRules(builtins))
                        .select(candidates, List.of(left, right))
                        .size()
                == 1;
    }

    private Effects effects(UtilityStatement utility, AnalysisContext context, List<@Nullable Type> parameterTypes) {
        return switch (utility) {
            case UtilityStatement.Empty empty -> Effects.SESSION;
            case UtilityStatement.Checkpoint checkpoint -> Effects.READ;
            case UtilityStatement.Copy copy -> {
                Statement query = copy.query();
                if (query != null) {
                    yield analyze(query, context, parameterTypes).effects();
                }
                yield copy.from() ? Effects.WRITE : Effects.READ;
            }
            case UtilityStatement.Explain explain -> Effects.READ;
            case UtilityStatement.Truncate t -> Effects.WRITE;
            case UtilityStatement.Vacuum v -> Effects.WRITE;
            case UtilityStatement.Analyze a -> Effects.WRITE;
            case UtilityStatement.LockTable l -> Effects.WRITE;
            case UtilityStatement.Reindex r -> Effects.WRITE;
            case UtilityStatement.Cluster c -> Effects.WRITE;
            case UtilityStatement.Do d -> Effects.WRITE;
            case UtilityStatement.CallProcedure c -> Effects.WRITE;
            case UtilityStatement.RefreshMaterializedView r -> Effects.WRITE;
        };
    }

    private AnalyzedStatement query(
            QueryNode node, AnalysisContext context, List<@Nullable Type> parameterTypes, Set<Integer> entered) {
        Analysis analysis = new Analysis(context, builtins, parameterTypes);
        entered.forEach(analysis::enter);
        Query query = analysis.queries().analyze(node, null, true);
        Effects effects = analysis.writes() ? Effects.WRITE : Effects.READ;
        return new AnalyzedStatement.OfQuery(
                query, effects, analysis.parameters().all(), analysis.uses(), analysis.access());
    }

    private AnalyzedStatement selectInto(
            QueryNode.Select select, AnalysisContext context, List<@Nullable Type> parameterTypes) {
        QueryNode.Into into = Objects.requireNonNull(select.into());
        QueryNode.Select plain = new QueryNode.Select(
                select.distinct(),
                select.items(),
                select.from(),
                select.where(),
                select.grouping(),
                select.having(),
                select.windows(),
                null,
                select.clauses(),
                select.position());
        return tableFrom(
                new DefinitionStatement.CreateTableAs(
                        into.table(), List.of(), plain, into.temporary(), false, true, false, ""),
                context,
                parameterTypes);
    }

    private AnalyzedStatement tableFrom(
            DefinitionStatement.CreateTableAs create, AnalysisContext context, List<@Nullable Type> parameterTypes) {
        if (!(create.query() instanceof QueryNode node)) {
            throw AnalysisErrors.unsupported("CREATE TABLE AS EXECUTE is not supported");
        }
        Analysis analysis = new Analysis(context, builtins, parameterTypes);
        Query query = analysis.queries().analyze(node, null, true);
        return new AnalyzedStatement.OfTableFromQuery(
                create, query, Effects.WRITE, analysis.parameters().all(), analysis.uses(), analysis.access());
    }
}
