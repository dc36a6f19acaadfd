package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.common.TreeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A B-tree index: entries are its encoded key columns and the row id, kept in a tree of its own.
///
/// @param parts key parts in order
/// @param includes positions of columns that `INCLUDE` names; they are no part of the key
/// @param predicateSql the condition of a partial index; null when there is none
/// @param nullsNotDistinct whether two nulls collide
public record IndexDef(
        int oid,
        String name,
        int tableOid,
        TreeId tree,
        List<Part> parts,
        List<Integer> includes,
        boolean unique,
        boolean primary,
        boolean nullsNotDistinct,
        @Nullable String predicateSql) {

    public IndexDef {
        parts = List.copyOf(parts);
        includes = List.copyOf(includes);
    }

    /// One key part: a column, or an expression when `expressionSql` is there.
    ///
    /// @param column position of the column in the row; -1 for an expression
    /// @param operatorClass empty for that of the type; all order alike, so that only their names tell them apart
    public record Part(
            int column, @Nullable String expressionSql, boolean descending, boolean nullsFirst, String operatorClass) {

        /// A column in ascending order.
        public static Part ofColumn(int column) {
            return new Part(column, null, false, false, "");
        }
    }
}
