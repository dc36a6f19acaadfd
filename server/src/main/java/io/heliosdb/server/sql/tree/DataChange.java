package io.heliosdb.server.sql.tree;

import io.heliosdb.server.sql.catalog.RelationDef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement that changes rows of one table. `relation` is the number of the target table: in `where`, `checks` and
/// `returning`, columns of that relation are the row's (for `returning`, the new row's; a deleted row's for DELETE).
public sealed interface DataChange {

    List<Query.CommonTable> with();

    RelationDef.Table table();

    int relation();

    /// Null without RETURNING.
    @Nullable
    List<Query.Target> returning();

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
            @Nullable OnConflict onConflict,
            @Nullable List<Query.Target> returning)
            implements DataChange {}

    /// @param from what else is joined; null when only the table is
    record Update(
            List<Query.CommonTable> with,
            RelationDef.Table table,
            int relation,
            @Nullable FromItem from,
            @Nullable Expr where,
            List<Assignment> assignments,
            List<Check> checks,
            @Nullable List<Query.Target> returning)
            implements DataChange {}

    record Delete(
            List<Query.CommonTable> with,
            RelationDef.Table table,
            int relation,
            @Nullable FromItem from,
            @Nullable Expr where,
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
            implements DataChange {}

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

    /// @param indexes oids of the unique indexes that arbitrate; empty means any
    /// @param excludedRelation number under which `assignments` and `where` refer to the row proposed for insertion
    /// @param assignments null for DO NOTHING
    record OnConflict(
            List<Integer> indexes,
            int excludedRelation,
            @Nullable List<Assignment> assignments,
            @Nullable Expr where) {}
}
