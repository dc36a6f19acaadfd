package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.tree.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A name of a FROM clause with the columns behind it.
///
/// @param relation number of the relation; -1 for the alias of a join
/// @param schema of a table named without alias, for `schema.table.column`; null otherwise
/// @param table the relation read; null for anything that is none
/// @param scalar whether it is a function of one value, whose name means that value
record RangeItem(
        int relation,
        String alias,
        @Nullable String schema,
        List<ScopeColumn> columns,
        @Nullable RelationDef table,
        boolean scalar) {

    RangeItem {
        columns = List.copyOf(columns);
    }

    /// A column as names find it. `joined` where it merges columns of a JOIN USING.
    record ScopeColumn(String name, Expr expr) {}

    RangeItem renamed(String newAlias, List<ScopeColumn> newColumns) {
        return new RangeItem(relation, newAlias, null, newColumns, table, scalar);
    }
}
