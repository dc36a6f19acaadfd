package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.type.ValueSizes;
import org.jspecify.annotations.Nullable;

/// A row of computed values.
public final class ArrayTuple extends Tuple {

    /// What stands for the missing side of an outer join: every column is NULL.
    public static final ArrayTuple NULLS = new ArrayTuple(new Object[0]);

    /// Behind the columns of a computed relation's row stands the relation's oid.
    static final int TABLE_OID = -6;

    private final @Nullable Object[] values;

    public ArrayTuple(@Nullable Object[] values) {
        this.values = values;
    }

    /// The values themselves, not a copy.
    public @Nullable Object[] values() {
        return values;
    }

    @Override
    public @Nullable Object get(int column) {
        int at = column == TABLE_OID ? values.length - 1 : column;
        return at >= 0 && at < values.length ? values[at] : null;
    }

    @Override
    public boolean isNull(int column) {
        return get(column) == null;
    }

    @Override
    public long getLong(int column, Frame frame) {
        Object value = get(column);
        if (value == null) {
            frame.isNull = true;
            return 0;
        }
        return ((Number) value).longValue();
    }

    @Override
    public double getDouble(int column, Frame frame) {
        Object value = get(column);
        if (value == null) {
            frame.isNull = true;
            return 0;
        }
        return ((Number) value).doubleValue();
    }

    @Override
    public Tuple retain() {
        return values.length == 0 ? this : new ArrayTuple(values.clone());
    }

    @Override
    public long size() {
        return 16 + ValueSizes.ofRow(values);
    }
}
