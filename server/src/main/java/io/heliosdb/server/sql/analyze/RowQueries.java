package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import java.util.ArrayList;
import java.util.List;

/// Queries of several columns used as one value.
final class RowQueries {

    private RowQueries() {}

    /// A scalar subquery that gives the query's single row as a row value.
    static Expr asRow(Analysis analysis, Query query, RowType type) {
        int relation = analysis.nextRelation();
        List<Expr> fields = new ArrayList<>();
        for (int i = 0; i < query.columns().size(); i++) {
            Query.OutputColumn column = query.columns().get(i);
            fields.add(new Expr.Column(relation, i, column.name(), column.type()));
        }
        DataType rowType = DataType.of(type);
        Query.Target target =
                new Query.Target(new Expr.RowOf(fields, rowType), new Query.OutputColumn("row", rowType, 0, 0), false);
        Query.Select select = new Query.Select(
                List.of(),
                new FromItem.Subquery(relation, query, "*SELECT*", false),
                null,
                null,
                null,
                List.of(),
                List.of(target),
                List.of(),
                Query.Tail.NONE,
                List.of());
        return new Expr.ScalarSubquery(select, rowType);
    }
}
