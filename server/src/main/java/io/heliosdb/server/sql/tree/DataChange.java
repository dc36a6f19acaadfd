package io.heliosdb.server.sql.tree;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement that changes rows of one relation. `relation` is the number of the target: in `where`, `checks` and
/// `returning`, columns of that relation are the row's (for `returning`, the new row's; a deleted row's for DELETE).
public sealed interface DataChange {

    List<Query.CommonTable> with();

    int relation();

    /// Null without RETURNING.
    @Nullable
    List<Query.Target> returning();

    /// A change of the rows of a table.
    sealed interface OfTable extends DataChange {
        RelationDef.Table table();
    }

    /// @param sourceRelation number under which `row` refers to the columns of `source`
    /// @param row one expression per table column, by position: a source column converted, a default, a generated
    /// value
    record Insert(
            List<Query.CommonTable> with,
            RelationDef.Table table,
            int relation,
            Query source,
            int sourceRelation,
            List<Expr> row,
            List<Check> checks,
            List<ViewCheck> viewChecks,
            @Nullable OnConflict onConflict,
            @Nullable List<Query.Target> returning)
            implements OfTable {}

    /// @param from what else is joined; null when only the table is
    record Update(
            List<Query.CommonTable> with,
            RelationDef.Table table,
            int relation,
            @Nullable FromItem from,
            @Nullable Expr where,
            List<Assignment> assignments,
            List<Check> checks,
            List<ViewCheck> viewChecks,
            @Nullable List<Query.Target> returning)
            implements OfTable {}

    record Delete(
            List<Query.CommonTable> with,
            RelationDef.Table table,
            int relation,
            @Nullable FromItem from,
            @Nullable Expr where,
            @Nullable List<Query.Target> returning)
            implements OfTable {}

    /// A change of a view whose triggers do the work.
    ///
    /// @param source gives the rows of the view as `relation`; for INSERT the rows to insert, under another number
    /// @param row one expression per column of the view, what it is to be; null for DELETE
    record InsteadOf(
            List<Query.CommonTable> with,
            RelationDef.View view,
            int relation,
            TriggerDef.Event event,
            FromItem source,
            @Nullable Expr where,
            @Nullable List<Expr> row,
            List<ViewCheck> viewChecks,
            @Nullable List<Query.Target> returning)
            implements DataChange {}

    /// @param actions tried in order; the first whose condition holds is taken
    record Merge(
            List<Query.CommonTable> with,
            RelationDef.Table table,
            int relation,
            FromItem source,
            Expr condition,
            List<MergeAction> actions,
            List<Check> checks,
            @Nullable List<Query.Target> returning)
            implements OfTable {}

    record MergeAction(boolean matched, @Nullable Expr condition, Act act) {
        public sealed interface Act {
            record DoNothing() implements Act {}

            record DoDelete() implements Act {}

            record DoUpdate(List<Assignment> assignments) implements Act {}

            record DoInsert(List<Expr> row) implements Act {}
        }
    }

    /// @param column position in the row
    record Assignment(int column, Expr value) {}

    /// A CHECK constraint over the target's row; not violated by NULL.
    record Check(String constraint, Expr condition) {}

    /// What a view WITH CHECK OPTION shows, over the target's row as it has become; violated by NULL.
    record ViewCheck(String view, Expr condition) {}

    /// @param indexes oids of the unique indexes that arbitrate; empty means any
    /// @param excludedRelation number under which `assignments` and `where` refer to the row proposed for insertion
    /// @param assignments null for DO NOTHING
    record OnConflict(
            List<Integer> indexes,
            int excludedRelation,
            @Nullable List<Assignment> assignments,
            @Nullable Expr where) {}
}
