package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.CommonTable;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// WITH (PostgreSQL 18 manual, 7.8).
final class CommonTables {

    private final Analysis analysis;

    CommonTables(Analysis analysis) {
        this.analysis = analysis;
    }

    /// The tables of a WITH clause, each visible to those after it and to `scope`.
    List<CommonTable> analyze(QueryNode.With with, Scope scope) {
        List<CommonTable> tables = new ArrayList<>();
        for (QueryNode.CommonTable node : with.tables()) {
            if (tables.stream().anyMatch(t -> t.name().equals(node.name()))) {
                throw AnalysisErrors.at(
                        new SqlException(
                                SqlState.DUPLICATE_ALIAS,
                                "WITH query name \"" + node.name() + "\" specified more than once"),
                        node.position());
            }
            tables.add(analyze(node, with.recursive(), scope));
        }
        return tables;
    }

    private CommonTable analyze(QueryNode.CommonTable node, boolean mayRecur, Scope scope) {
        if (mayRecur
                && node.statement() instanceof QueryNode.SetOperation union
                && union.operator() == QueryNode.SetOperation.Operator.UNION) {
            CommonTable recursive = recursive(node, union, scope);
            if (recursive != null) {
                return recursive;
            }
        }
        CommonTable.Body body =
                switch (node.statement()) {
                    case QueryNode query ->
                        new CommonTable.Body.OfQuery(analysis.queries().analyze(query, scope, true));
                    case ChangeNode change ->
                        new CommonTable.Body.OfChange(new Changes(analysis).analyze(change, scope));
                    default -> throw AnalysisErrors.syntax("WITH clause holds a statement that gives no rows");
                };
        List<OutputColumn> columns =
                switch (body) {
                    case CommonTable.Body.OfQuery q -> q.query().columns();
                    case CommonTable.Body.OfChange c -> returned(c.change());
                    case CommonTable.Body.Recursive r -> r.base().columns();
                };
        int id = analysis.nextCommonTable();
        scope.addCommonTable(node.name(), new CommonTableScope(id, renamed(columns, node)));
        return new CommonTable(id, node.name(), false, node.materialized(), body);
    }

    private static List<OutputColumn> returned(DataChange change) {
        List<Query.Target> returning = change.returning();
        return returning == null
                ? List.of()
                : returning.stream().map(Query.Target::output).toList();
    }

    private static List<OutputColumn> renamed(List<OutputColumn> columns, QueryNode.CommonTable node) {
        if (node.columns().size() > columns.size()) {
            throw AnalysisErrors.at(
                    new SqlException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "WITH query \"" + node.name() + "\" has " + columns.size() + " columns available but "
                                    + node.columns().size() + " columns specified"),
                    node.position());
        }
        List<OutputColumn> renamed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = i < node.columns().size()
                    ? node.columns().get(i)
                    : columns.get(i).name();
            renamed.add(new OutputColumn(name, columns.get(i).type(), 0, 0));
        }
        return renamed;
    }

    /// @return null when the step does not refer to the table: then it is an ordinary one
    private @Nullable CommonTable recursive(QueryNode.CommonTable node, QueryNode.SetOperation union, Scope scope) {
        Scope inner = new Scope(scope);
        List<CommonTable> with = analysis.queries().with(union.clauses().with(), inner);
        Query base = analysis.queries().analyze(union.left(), inner, true);
        int id = analysis.nextCommonTable();
        CommonTableScope self = new CommonTableScope(id, renamed(base.columns(), node));
        Scope stepScope = new Scope(inner);
        stepScope.addCommonTable(node.name(), self);
        Query step = analysis.queries().analyze(union.right(), stepScope, false);
        if (!self.isUsed() || !with.isEmpty()) {
            return null;
        }
        if (step.columns().size() != base.columns().size()) {
            throw AnalysisErrors.syntax("each UNION query must have the same number of columns");
        }
        List<DataType> types = base.columns().stream().map(OutputColumn::type).toList();
        for (int i = 0; i < types.size(); i++) {
            checkColumn(node.name(), i, types.get(i), step.columns().get(i).type());
        }
        scope.addCommonTable(node.name(), self);
        CommonTable.Body body =
                new CommonTable.Body.Recursive(base, analysis.queries().converted(step, types), union.all());
        return new CommonTable(id, node.name(), true, node.materialized(), body);
    }

    private void checkColumn(String name, int index, DataType base, DataType step) {
        var common = analysis.coercion().rules().commonType(List.of(base.type(), step.type()));
        if (common == null) {
            throw AnalysisErrors.typesDiffer("UNION", base.type(), step.type());
        }
        if (!common.equals(base.type())) {
            throw AnalysisErrors.mismatch("recursive query \"" + name + "\" column " + (index + 1) + " has type " + base
                            + " in non-recursive term but type " + common.displayName(-1) + " overall")
                    .withHint("Cast the output of the non-recursive term to the correct type.");
        }
    }
}
