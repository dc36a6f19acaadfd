package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a change is made to: a table, named itself or through a view, or a view whose triggers do the work.
///
/// @param changed the table or the view with triggers
/// @param relation its number
/// @param own its columns, for what is stored with it
/// @param item the columns that the statement finds
/// @param through the view that the statement names; null when it names what is changed
/// @param access the number under which {@link Accesses} knows what the statement names
record ChangeTarget(
        RelationDef changed,
        int relation,
        RangeItem own,
        RangeItem item,
        @Nullable ThroughView through,
        int access) {

    ChangeTarget(RelationDef changed, int relation, RangeItem own) {
        this(changed, relation, own, own, null, relation);
    }

    RelationDef.Table table() {
        return (RelationDef.Table) changed;
    }

    /// How the statement names it.
    String name() {
        return through == null ? changed.name() : through.view().name();
    }

    /// The columns that an INSERT without a list of columns is about; see {@link #column}.
    List<ColumnDef> columns() {
        List<ColumnDef> seen =
                through == null ? changed.columns() : through.view().columns();
        return seen.stream().filter(c -> !c.dropped()).map(this::below).toList();
    }

    /// The column that a name in a SET clause or column list means; one that {@link #requireChangeable} refuses
    /// where a view shows something else under the name.
    ColumnDef column(ChangeNode.TargetColumn column) {
        List<ColumnDef> seen =
                through == null ? changed.columns() : through.view().columns();
        return seen.stream()
                .filter(c -> !c.dropped() && c.name().equals(column.name()))
                .findFirst()
                .map(this::below)
                .orElseThrow(() -> Objects.requireNonNull(AnalysisErrors.at(
                        new SqlException(
                                SqlState.UNDEFINED_COLUMN,
                                "column \"" + column.name() + "\" of relation \"" + name() + "\" does not exist"),
                        column.position())));
    }

    private ColumnDef below(ColumnDef column) {
        if (through == null) {
            return column;
        }
        Expr expr = item.columns().get(column.position()).expr();
        return isOwn(expr) ? changed.columns().get(((Expr.Column) expr).column()) : ThroughView.standIn(column);
    }

    private boolean isOwn(Expr expr) {
        return expr instanceof Expr.Column column && column.relation() == relation && column.column() >= 0;
    }

    /// @throws SqlException 0A000 when a view shows something else than a column of the table
    void requireChangeable(ColumnDef column) {
        if (through != null && ThroughView.isStandIn(column)) {
            throw through.notChangeable(column);
        }
    }

    /// Makes sure that rows can be inserted with values for some columns.
    ///
    /// @throws SqlException 0A000, 42601 when a view shows one of them twice
    void requireInsertable(List<ColumnDef> given) {
        if (through == null) {
            return;
        }
        through.firstNotChangeable(given).ifPresent(this::requireChangeable);
        for (ColumnDef seen : through.view().columns()) {
            ColumnDef column = below(seen);
            if (seen.defaultSql() != null && !given.contains(column)) {
                requireChangeable(column);
            }
            if (given.indexOf(column) != given.lastIndexOf(column)) {
                throw AnalysisErrors.syntax("multiple assignments to same column \"" + column.name() + "\"");
            }
        }
    }

    /// The default of a column, which a view may have its own of.
    @Nullable
    String defaultSql(ColumnDef column) {
        if (through != null) {
            for (ColumnDef seen : through.view().columns()) {
                if (seen.defaultSql() != null && below(seen).equals(column)) {
                    return seen.defaultSql();
                }
            }
        }
        return column.defaultSql();
    }

    /// What the statement's columns are called in a row that is not there yet, under another number.
    List<ScopeColumn> columnsOf(int other) {
        return item.columns().stream()
                .filter(c -> isOwn(c.expr()))
                .map(c -> {
                    Expr.Column column = (Expr.Column) c.expr();
                    DataType type = column.type();
                    return new ScopeColumn(c.name(), new Expr.Column(other, column.column(), column.name(), type));
                })
                .toList();
    }
}
