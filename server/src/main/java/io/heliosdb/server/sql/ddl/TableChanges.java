package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changed copies of table and column definitions.
final class TableChanges {

    private TableChanges() {}

    /// @throws SqlException 42703
    static ColumnDef column(RelationDef.Table table, String name) {
        return table.columns().stream()
                .filter(c -> !c.dropped() && c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + name + "\" of relation \"" + table.name() + "\" does not exist"));
    }

    static boolean hasColumn(RelationDef.Table table, String name) {
        return table.columns().stream().anyMatch(c -> !c.dropped() && c.name().equals(name));
    }

    static RelationDef.Table replace(RelationDef.Table table, ColumnDef column) {
        List<ColumnDef> columns = new ArrayList<>(table.columns());
        columns.set(column.position(), column);
        return table.withColumns(columns);
    }

    static ColumnDef withNotNull(ColumnDef c, boolean notNull) {
        return new ColumnDef(
                c.number(), c.name(), c.type(), notNull, c.defaultSql(), c.identity(), c.generated(), c.dropped());
    }

    static ColumnDef withName(ColumnDef c, String name) {
        return new ColumnDef(
                c.number(), name, c.type(), c.notNull(), c.defaultSql(), c.identity(), c.generated(), c.dropped());
    }

    static ColumnDef withDefault(ColumnDef c, @Nullable String sql) {
        return new ColumnDef(
                c.number(), c.name(), c.type(), c.notNull(), sql, c.identity(), c.generated(), c.dropped());
    }

    static ColumnDef withIdentity(ColumnDef c, ColumnDef.Identity identity, @Nullable String sql) {
        boolean notNull = c.notNull() || identity != ColumnDef.Identity.NONE;
        return new ColumnDef(c.number(), c.name(), c.type(), notNull, sql, identity, c.generated(), c.dropped());
    }

    static ColumnDef notGenerated(ColumnDef c) {
        return new ColumnDef(c.number(), c.name(), c.type(), c.notNull(), null, c.identity(), false, c.dropped());
    }

    static ColumnDef withType(ColumnDef c, DataType type) {
        return new ColumnDef(
                c.number(), c.name(), type, c.notNull(), c.defaultSql(), c.identity(), c.generated(), c.dropped());
    }

    /// A column that is no more; its place in the rows stays.
    static ColumnDef dropped(ColumnDef c) {
        return new ColumnDef(
                c.number(),
                "........pg.dropped." + c.number() + "........",
                c.type(),
                false,
                null,
                ColumnDef.Identity.NONE,
                false,
                true);
    }
}
