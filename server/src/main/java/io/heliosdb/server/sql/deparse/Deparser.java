package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.analyze.Trace;
import io.heliosdb.server.sql.analyze.TracedExpression;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes expressions and queries back as text (PostgreSQL 15 manual, 9.26: `pg_get_expr`, `pg_get_viewdef` and
/// kin).
///
/// Stored text goes through here too: what the catalog keeps names every object with its schema, so that it means
/// the same under any search path. Immutable; any thread.
public final class Deparser {

    /// PostgreSQL 15 gives every view these two relations, and names of others give way to them.
    private static final List<String> RULE_RELATIONS = List.of("old", "new");

    private final Analyzer analyzer;

    public Deparser(Analyzer analyzer) {
        this.analyzer = analyzer;
    }

    /// A view's query as `pg_get_viewdef` shows it.
    public String view(RelationDef.View view, AnalysisContext context, Style style) {
        QueryNode query = parsed(view);
        SearchPath path = pathOf(view, context);
        Trace trace = analyzer.traceQuery(query, path, context);
        return print(query, trace, columns(view), new Naming(context.path(), context.session()), style) + ";";
    }

    /// Where the names in a view's text are looked for: text that was not written here names its own schema's
    /// objects without the schema.
    private static SearchPath pathOf(RelationDef.View view, AnalysisContext context) {
        return new SearchPath(
                context.catalog(), List.of(view.schema()), context.path().temporary());
    }

    private static QueryNode parsed(RelationDef.View view) {
        if (SqlParser.parse(view.querySql()).getFirst().statement() instanceof QueryNode query) {
            return query;
        }
        throw new IllegalStateException("view " + view.name() + " holds no query");
    }

    private static List<String> columns(RelationDef.View view) {
        return view.columns().stream().map(ColumnDef::name).toList();
    }

    /// A query as the catalog keeps it for a view.
    ///
    /// @param columns names of the view's columns
    public String stored(QueryNode query, List<String> columns, AnalysisContext context) {
        Trace trace = analyzer.traceQuery(query, context.path(), context);
        return print(query, trace, columns, everywhere(context.catalog(), context), Style.STORED);
    }

    /// A view's kept query after objects that it names were given other names.
    ///
    /// @param before the catalog in which its text still means what it meant
    /// @param after where the names are now
    public String restored(RelationDef.View view, AnalysisContext before, Catalog after) {
        QueryNode query = parsed(view);
        Trace trace = analyzer.traceQuery(query, pathOf(view, before), before);
        return print(query, trace, columns(view), everywhere(after, before), Style.STORED);
    }

    private static Naming everywhere(Catalog catalog, AnalysisContext context) {
        return new Naming(new SearchPath(catalog, List.of(), context.path().temporary()), context.session());
    }

    private static String print(QueryNode query, Trace trace, List<String> columns, Naming naming, Style style) {
        Output out = new Output(style);
        Names names = Names.ofStatement();
        RULE_RELATIONS.forEach(names::take);
        new QueryPrinter(out, trace, naming).print(query, names, new QueryPrinter.Columns(columns, true));
        return out.toString();
    }

    /// An expression over one row as the catalog keeps it.
    ///
    /// @param row the relation whose columns it names; null for none
    /// @param target the type that its value is assigned to; null for its own
    public String stored(
            Expression expression, @Nullable RelationDef row, @Nullable DataType target, AnalysisContext context) {
        TracedExpression traced = analyzer.traceExpression(expression, row, target, context);
        return print(traced, row, everywhere(context.catalog(), context), Style.STORED)
                .text();
    }

    /// A kept expression after the row's columns or other objects were given other names.
    public String restored(String sql, @Nullable RelationDef row, AnalysisContext before, Catalog after) {
        TracedExpression traced = analyzer.traceExpression(SqlParser.parseExpression(sql), row, null, before);
        return print(traced, row, everywhere(after, before), Style.STORED).text();
    }

    /// The one column that an expression names; empty when there are none or several.
    public String onlyColumn(String sql, RelationDef row, AnalysisContext context) {
        Set<Expr.Column> columns = analyzer.traceExpression(SqlParser.parseExpression(sql), row, null, context)
                .trace()
                .columns();
        return columns.size() == 1 ? columns.iterator().next().name() : "";
    }

    /// Oids of the relations that a view reads and the functions that it calls.
    public Set<Integer> objects(RelationDef.View view, AnalysisContext context) {
        return analyzer.traceQuery(parsed(view), pathOf(view, context), context).objects();
    }

    /// Positions of the columns of a relation that a view names.
    public Set<Integer> columns(RelationDef.View view, int relation, AnalysisContext context) {
        return analyzer.traceQuery(parsed(view), pathOf(view, context), context).columnsOf(relation);
    }

    /// A kept expression over a row with what it means.
    public TracedExpression traced(String sql, @Nullable RelationDef row, AnalysisContext context) {
        return analyzer.traceExpression(SqlParser.parseExpression(sql), row, null, context);
    }

    /// An expression as text.
    ///
    /// @param call whether it looks like a call of a function, which needs no parentheses as the key of an index
    public record Shown(String text, boolean call) {}

    /// A kept expression as `pg_get_expr` shows it.
    public Shown expression(String sql, @Nullable RelationDef row, AnalysisContext context, Style style) {
        TracedExpression traced = analyzer.traceExpression(SqlParser.parseExpression(sql), row, null, context);
        return print(traced, row, new Naming(context.path(), context.session()), style);
    }

    /// The condition of a trigger as the catalog keeps it.
    public String storedTrigger(Expression condition, RelationDef relation, AnalysisContext context) {
        return trigger(
                analyzer.traceTrigger(condition, relation, context),
                relation,
                everywhere(context.catalog(), context),
                Style.STORED);
    }

    /// A trigger's kept condition after the row's columns or other objects were given other names.
    public String restoredTrigger(String sql, RelationDef relation, AnalysisContext before, Catalog after) {
        TracedExpression traced = analyzer.traceTrigger(SqlParser.parseExpression(sql), relation, before);
        return trigger(traced, relation, everywhere(after, before), Style.STORED);
    }

    /// A trigger's kept condition as `pg_get_triggerdef` shows it.
    public String trigger(String sql, RelationDef relation, AnalysisContext context, Style style) {
        TracedExpression traced = analyzer.traceTrigger(SqlParser.parseExpression(sql), relation, context);
        return trigger(traced, relation, new Naming(context.path(), context.session()), style);
    }

    private static String trigger(TracedExpression traced, RelationDef relation, Naming naming, Style style) {
        List<String> columns = current(relation, naming);
        Names names = Names.ofRows(Map.of(0, new Names.Entry("old", columns), 1, new Names.Entry("new", columns)));
        return print(traced, names, naming, style).text();
    }

    /// A condition of a domain.
    ///
    /// @param base the type that the domain is made of
    public String domainCondition(String sql, DataType base, AnalysisContext context, Style style) {
        TracedExpression traced = analyzer.traceDomain(SqlParser.parseExpression(sql), base, context);
        Names names = Names.ofDomain(new Expr.Column(0, 0, "value", base));
        return print(traced, names, new Naming(context.path(), context.session()), style)
                .text();
    }

    private static Shown print(TracedExpression traced, @Nullable RelationDef row, Naming naming, Style style) {
        Names names = Names.ofRow(0, new Names.Entry("", row == null ? List.of() : current(row, naming)));
        return print(traced, names, naming, style);
    }

    private static Shown print(TracedExpression traced, Names names, Naming naming, Style style) {
        NodeBuilder builder = new NodeBuilder(traced.trace(), names, naming, style);
        Node node = builder.of(traced.node(), traced.value());
        Output out = new Output(style);
        new NodePrinter(out, builder, new QueryPrinter(out, traced.trace(), naming)).print(node, false);
        boolean call = node instanceof Node.Call
                || node instanceof Node.Syntax
                || node instanceof Node.Keyword
                || node instanceof Node.Word;
        return new Shown(out.toString(), call);
    }

    private static List<String> current(RelationDef row, Naming naming) {
        List<ColumnDef> columns = naming.current(row).columns();
        return columns.stream().map(ColumnDef::name).toList();
    }
}
