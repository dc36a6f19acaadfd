package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.Query.Target;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.List;

/// UNION, INTERSECT and EXCEPT (PostgreSQL 18 manual, 10.5).
final class SetOperations {

    private final Analysis analysis;
    private final Queries queries;

    SetOperations(Analysis analysis, Queries queries) {
        this.analysis = analysis;
        this.queries = queries;
    }

    Query analyze(QueryNode.SetOperation node, Scope scope, List<Query.CommonTable> with, boolean resolve) {
        if (!node.clauses().locks().isEmpty()) {
            throw AnalysisErrors.unsupported("FOR UPDATE is not allowed with UNION/INTERSECT/EXCEPT");
        }
        String name = node.operator().name();
        Query left = queries.analyze(node.left(), scope, false);
        Query right = queries.analyze(node.right(), scope, false);
        if (left.columns().size() != right.columns().size()) {
            throw AnalysisErrors.at(
                    AnalysisErrors.syntax("each " + name + " query must have the same number of columns"),
                    firstPosition(node.right()));
        }
        List<DataType> types = new ArrayList<>();
        List<OutputColumn> columns = new ArrayList<>();
        for (int i = 0; i < left.columns().size(); i++) {
            DataType type = common(
                    name, left.columns().get(i).type(), right.columns().get(i).type());
            types.add(type);
            columns.add(new OutputColumn(left.columns().get(i).name(), type, 0, 0));
        }
        Query.SetOperation.Kind kind =
                switch (node.operator()) {
                    case UNION -> Query.SetOperation.Kind.UNION;
                    case INTERSECT -> Query.SetOperation.Kind.INTERSECT;
                    case EXCEPT -> Query.SetOperation.Kind.EXCEPT;
                };
        return new Query.SetOperation(
                with,
                kind,
                node.all(),
                queries.converted(left, types),
                queries.converted(right, types),
                columns,
                queries.tail(key -> sortByColumn(key, columns), node.clauses(), scope));
    }

    private static int firstPosition(QueryNode node) {
        return switch (node) {
            case QueryNode.Select s ->
                s.items().isEmpty()
                        ? s.position()
                        : s.items().getFirst().expression().position();
            case QueryNode.SetOperation o -> o.position();
            case QueryNode.Values v -> v.position();
        };
    }

    private DataType common(String name, DataType left, DataType right) {
        if (left.equals(right) && !TypeRules.isUnknown(left.type())) {
            return left;
        }
        Type common = analysis.coercion().rules().commonType(List.of(left.type(), right.type()));
        if (common == null) {
            throw AnalysisErrors.typesDiffer(name, left.type(), right.type());
        }
        return DataType.of(common);
    }

    /// ORDER BY of a query whose rows have only output columns.
    int sortByColumn(Expression key, List<OutputColumn> columns) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            OutputColumn column = columns.get(i);
            targets.add(new Target(new Expr.Column(-1, i, column.name(), column.type()), column, false));
        }
        try {
            if (key instanceof Expression.NumberLiteral number) {
                return SortKeys.position(number, targets, "ORDER BY");
            }
            if (key instanceof Expression.ColumnRef ref && ref.names().size() == 1) {
                String name = ref.names().getFirst();
                int found = SortKeys.outputColumn(name, targets, "ORDER BY");
                if (found < 0) {
                    throw AnalysisErrors.undefinedColumn("\"" + name + "\"");
                }
                return found;
            }
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
                    .withDetail("Only result column names can be used, not expressions or functions.")
                    .withHint("Add the expression/function to every SELECT, or move the UNION into a FROM clause.");
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, key.position());
        }
    }
}
