package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import java.util.List;

/// What optimising asks of the planner.
public interface Facts {

    /// How many rows an item gives without conditions.
    double rows(FromItem item);

    /// Which share of rows fulfils conditions.
    double selectivity(List<Expr> conditions);

    /// How many different values an expression has among that many rows.
    double distinct(Expr expr, double rows);

    /// Whether values that the operator calls equal have equal hashes.
    boolean isHashable(OperatorDef operator);

    /// Whether some index of the table begins with the column.
    boolean isIndexed(RelationDef.Table table, int column);

    /// A number for a relation of computed columns.
    int newRelation(String name);
}
