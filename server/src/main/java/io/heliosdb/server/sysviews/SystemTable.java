package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.type.ArrayValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Rows of one system relation, as another one that is made of them reads them.
final class SystemTable {

    private SystemTable() {}

    /// One row, by the names of its columns.
    record Row(Map<String, Integer> positions, @Nullable Object[] values) {

        private @Nullable Object value(String column) {
            Integer position = positions.get(column);
            if (position == null) {
                throw new IllegalArgumentException("no column " + column);
            }
            return values[position];
        }

        /// Empty for null.
        String text(String column) {
            Object value = value(column);
            return value == null ? "" : value.toString();
        }

        boolean flag(String column) {
            return Boolean.TRUE.equals(value(column));
        }

        /// 0 for null.
        int number(String column) {
            return value(column) instanceof Number number ? number.intValue() : 0;
        }

        /// The elements of an array, none of which is null; empty for null.
        List<Object> list(String column) {
            return value(column) instanceof ArrayValue array
                    ? Arrays.stream(array.elements())
                            .map(Objects::requireNonNull)
                            .toList()
                    : List.of();
        }
    }

    /// @throws IllegalArgumentException when `pg_catalog` has no such computed relation
    static List<Row> read(Scan scan, String name) {
        if (!(scan.catalog().relation(Catalog.SYSTEM_SCHEMA, name).orElse(null) instanceof RelationDef.Virtual table)) {
            throw new IllegalArgumentException("no system relation " + name);
        }
        Map<String, Integer> positions =
                RowSink.positions(table.columns().stream().map(ColumnDef::name).toList());
        List<Row> rows = new ArrayList<>();
        Iterator<@Nullable Object[]> all = table.rows().read(scan.context());
        while (all.hasNext()) {
            rows.add(new Row(positions, all.next()));
        }
        return rows;
    }
}
