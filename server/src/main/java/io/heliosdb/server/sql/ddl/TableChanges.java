package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
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
                placeholder(c.type()),
                false,
                null,
                ColumnDef.Identity.NONE,
                false,
                true);
    }

    // Rows keep the value until they are written again, so that it must still be known how to skip it when the type
    // is gone: a built-in type of the same size stands for it.
    private static DataType placeholder(DataType type) {
        if (Types.byOid(type.type().oid()).isPresent()) {
            return type;
        }
        return DataType.of(
                switch (type.type().storageSize()) {
                    case 1 -> Types.BOOL;
                    case 2 -> Types.INT2;
                    case 4 -> Types.INT4;
                    case 6 -> Types.TID;
                    case 8 -> Types.INT8;
                    case 12 -> Types.TIMETZ;
                    case 16 -> Types.UUID;
                    default -> Types.TEXT;
                });
    }
}
