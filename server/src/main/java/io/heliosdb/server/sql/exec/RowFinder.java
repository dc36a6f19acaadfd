package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds rows by values of some columns in the newest state, through an index when one begins with these columns.
final class RowFinder {

    private final TableAccess access;
    private final ExecutionContext execution;
    private final List<Integer> columns;

    RowFinder(TableAccess access, ExecutionContext execution, List<Integer> columns) {
        this.access = access;
        this.execution = execution;
        this.columns = columns;
    }

    /// Ids of the rows, read before any of them is touched.
    List<Long> find(@Nullable Object[] values) {
        return find(values, execution.transaction()::scanLatest);
    }

    /// Whether the transaction's snapshot shows such a row.
    boolean isInSnapshot(@Nullable Object[] values) {
        return !find(values, execution.transaction()::scan).isEmpty();
    }

    private interface Reading {
        Cursor scan(TreeId tree, byte[] from, byte @Nullable [] to, boolean forward);
    }

    private List<Long> find(@Nullable Object[] values, Reading reading) {
        TableAccess.IndexAccess index = usableIndex();
        return index == null ? scan(values, reading) : lookUp(index, values, reading);
    }

    private TableAccess.@Nullable IndexAccess usableIndex() {
        for (TableAccess.IndexAccess index : access.indexes()) {
            List<IndexDef.Part> parts = index.def().parts();
            if (index.predicate() == null && parts.size() >= columns.size()) {
                boolean usable = true;
                for (int i = 0; i < columns.size(); i++) {
                    usable &= columns.contains(parts.get(i).column());
                }
                if (usable) {
                    return index;
                }
            }
        }
        return null;
    }

    private List<Long> lookUp(TableAccess.IndexAccess index, @Nullable Object[] values, Reading reading) {
        @Nullable Object[] key = new @Nullable Object[columns.size()];
        for (int i = 0; i < key.length; i++) {
            int at = columns.indexOf(index.def().parts().get(i).column());
            key[i] = fit(values[at], index.codec().type(i));
        }
        byte[] prefix = index.codec().prefix(key);
        List<Long> found = new ArrayList<>();
        try (Cursor cursor = reading.scan(index.def().tree(), prefix, IndexKeyCodec.after(prefix), true)) {
            while (cursor.next()) {
                found.add(IndexKeyCodec.rowId(cursor.key()));
            }
        }
        return found;
    }

    // Key and referencing column may be whole numbers of different width.
    private static @Nullable Object fit(@Nullable Object value, Type type) {
        if (value instanceof Integer number && type.valueClass() == Long.class) {
            return (long) number;
        }
        if (value instanceof Long number && type.valueClass() == Integer.class) {
            return number == number.intValue() ? number.intValue() : Integer.MIN_VALUE;
        }
        return value;
    }

    private List<Long> scan(@Nullable Object[] values, Reading reading) {
        List<Long> found = new ArrayList<>();
        StoredTuple tuple = new StoredTuple(access.codec());
        int count = 0;
        try (Cursor cursor = reading.scan(access.table().tree(), new byte[0], null, true)) {
            while (cursor.next()) {
                if ((++count & 0xFF) == 0) {
                    execution.context().checkCancelled();
                }
                tuple.set(RowCodec.rowId(cursor.key()), cursor.value());
                if (matches(tuple, values)) {
                    found.add(tuple.rowId());
                }
            }
        }
        return found;
    }

    private boolean matches(Tuple tuple, @Nullable Object[] values) {
        for (int i = 0; i < columns.size(); i++) {
            int column = columns.get(i);
            Type type = access.table().columns().get(column).type().type();
            Object stored = tuple.get(column);
            Object wanted = fit(values[i], type);
            if (stored == null || wanted == null || type.compare(stored, wanted) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether the newest version of a row has these values.
    boolean stillMatches(long rowId, @Nullable Object[] values) {
        byte[] row = execution.transaction().getLatest(access.table().tree(), RowCodec.key(rowId));
        return row != null && matches(new StoredTuple(access.codec(), rowId, row), values);
    }
}
