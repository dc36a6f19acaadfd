package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import java.util.ArrayList;
import java.util.List;

/// What a FROM clause, or a part of it, makes visible.
///
/// @param items names for `name.column` and `name.*`
/// @param columns for unqualified names and `*`, in order
record FromScope(List<RangeItem> items, List<ScopeColumn> columns) {

    static final FromScope EMPTY = new FromScope(List.of(), List.of());

    static FromScope of(RangeItem item) {
        return new FromScope(List.of(item), item.columns());
    }

    /// Both side by side.
    ///
    /// @throws SqlException 42712 when a name is in both
    FromScope with(FromScope right) {
        for (RangeItem item : right.items) {
            for (RangeItem own : items) {
                if (own.alias().equals(item.alias()) && !differBySchema(own, item)) {
                    throw new SqlException(
                            SqlState.DUPLICATE_ALIAS, "table name \"" + item.alias() + "\" specified more than once");
                }
            }
        }
        List<RangeItem> allItems = new ArrayList<>(items);
        allItems.addAll(right.items);
        List<ScopeColumn> allColumns = new ArrayList<>(columns);
        allColumns.addAll(right.columns);
        return new FromScope(allItems, allColumns);
    }

    private static boolean differBySchema(RangeItem left, RangeItem right) {
        String a = left.schema();
        return a != null && right.schema() != null && !a.equals(right.schema());
    }

    FromScope withColumns(List<ScopeColumn> other) {
        return new FromScope(items, other);
    }
}
