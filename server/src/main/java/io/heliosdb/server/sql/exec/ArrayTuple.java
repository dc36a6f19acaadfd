package io.heliosdb.server.sql.exec;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// A row of computed values.
public final class ArrayTuple extends Tuple {

    /// What stands for the missing side of an outer join: every column is NULL.
    public static final ArrayTuple NULLS = new ArrayTuple(new Object[0]);

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
        return column >= 0 && column < values.length ? values[column] : null;
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
        long size = 32 + 8L * values.length;
        for (Object value : values) {
            size += sizeOf(value);
        }
        return size;
    }

    static long sizeOf(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case String s -> 56 + s.length();
            case byte[] b -> 16 + b.length;
            case Boolean b -> 0;
            case BigInteger b -> 64;
            case Number n -> 24;
            default -> 120;
        };
    }
}
