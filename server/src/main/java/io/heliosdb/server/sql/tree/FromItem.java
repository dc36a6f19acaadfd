package io.heliosdb.server.sql.tree;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a FROM clause reads.
public sealed interface FromItem {

    /// Rows of a table or a virtual relation; a view is a `Subquery`. Column n is the relation's column at position n.
    record Scan(int relation, RelationDef table, String alias) implements FromItem {}

    record Subquery(int relation, Query query, String alias, boolean lateral) implements FromItem {}

    /// Functions in FROM, their rows side by side, the shorter ones filled with nulls.
    ///
    /// @param columns all columns of all functions in order, the ordinality column last
    record Functions(
            int relation, List<Expr> calls, List<Column> columns, boolean ordinality, String alias, boolean lateral)
            implements FromItem {
        public record Column(String name, DataType type) {}
    }

    record CommonTableScan(int relation, int commonTable, String alias, List<Query.OutputColumn> columns)
            implements FromItem {}

    /// @param condition null for a cross join; USING and NATURAL are rewritten to conditions
    record Join(
            Kind kind,
            FromItem left,
            FromItem right,
            @Nullable Expr condition) implements FromItem {
        public enum Kind {
            INNER,
            LEFT,
            RIGHT,
            FULL
        }
    }
}
