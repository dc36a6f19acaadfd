package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import java.util.List;
import java.util.Optional;

/// The view through which a change sees the rows that it is made to.
///
/// @param view that the statement names
/// @param verb what the statement does, such as `insert into`
/// @param conditions which rows the view shows, over what is changed
/// @param checks what changed rows must fulfil, those of inner views first
/// @param columns by position, what each shows
record ThroughView(
        RelationDef.View view,
        String verb,
        List<Expr> conditions,
        List<DataChange.ViewCheck> checks,
        List<Shown> columns) {

    /// What a view shows as a column.
    ///
    /// @param view the innermost view of which it is no column of a table any more
    record Shown(String view, String column, Expr expr) {}

    /// A column that cannot be changed, in place of one that could.
    static ColumnDef standIn(ColumnDef column) {
        return new ColumnDef(
                -column.number(), column.name(), column.type(), false, null, ColumnDef.Identity.NONE, false, false);
    }

    static boolean isStandIn(ColumnDef column) {
        return column.number() < 0;
    }

    /// What is refused of some columns: what this view itself shows comes before what inner ones do.
    Optional<ColumnDef> firstNotChangeable(List<ColumnDef> given) {
        List<ColumnDef> refused = given.stream().filter(ThroughView::isStandIn).toList();
        return refused.stream()
                .filter(column -> shown(column).view.equals(view.name()))
                .findFirst()
                .or(() -> refused.stream().findFirst());
    }

    private Shown shown(ColumnDef standIn) {
        return columns.get(-standIn.number() - 1);
    }

    SqlException notChangeable(ColumnDef standIn) {
        Shown shown = shown(standIn);
        String why = shown.expr instanceof Expr.Column
                ? "View columns that refer to system columns are not updatable."
                : "View columns that are not columns of their base relation are not updatable.";
        return new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "cannot " + verb + " column \"" + shown.column + "\" of view \"" + shown.view + "\"")
                .withDetail(why);
    }
}
