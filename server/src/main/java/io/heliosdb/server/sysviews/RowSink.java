package io.heliosdb.server.sysviews;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the rows of one relation, column by column; a column that is not set is null.
final class RowSink {

    private final Map<String, Integer> positions;
    private final List<@Nullable Object[]> rows;

    RowSink(Map<String, Integer> positions, List<@Nullable Object[]> rows) {
        this.positions = positions;
        this.rows = rows;
    }

    static Map<String, Integer> positions(List<String> columns) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i), i);
        }
        return positions;
    }

    /// Begins a row.
    Row row() {
        @Nullable Object[] values = new Object[positions.size()];
        rows.add(values);
        return new Row(values);
    }

    /// One row under construction.
    final class Row {

        private final @Nullable Object[] values;

        private Row(@Nullable Object[] values) {
            this.values = values;
        }

        /// @throws IllegalArgumentException when the relation has no such column
        Row set(String column, @Nullable Object value) {
            Integer position = positions.get(column);
            if (position == null) {
                throw new IllegalArgumentException("no column " + column);
            }
            values[position] = value;
            return this;
        }

        /// An oid or another number that is a `Long` inside the engine.
        Row oid(String column, int oid) {
            return set(column, Integer.toUnsignedLong(oid));
        }

        Row flag(String column, boolean value) {
            return set(column, value);
        }
    }
}
