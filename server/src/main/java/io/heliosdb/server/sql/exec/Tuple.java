package io.heliosdb.server.sql.exec;

import org.jspecify.annotations.Nullable;

/// The current row of one relation. Used by one thread at a time; what a scan hands out changes with its next row,
/// what {@link #retain} gives does not.
public abstract sealed class Tuple permits ArrayTuple, StoredTuple {

    /// The value of a column, or a system column for a negative number; null for SQL's NULL.
    public abstract @Nullable Object get(int column);

    public abstract boolean isNull(int column);

    /// A whole number without boxing; sets `frame.isNull` for NULL.
    public abstract long getLong(int column, Frame frame);

    /// A floating-point number without boxing; sets `frame.isNull` for NULL.
    public abstract double getDouble(int column, Frame frame);

    /// This row, independent of what its producer does next.
    public abstract Tuple retain();

    /// A rough number of bytes that a retained row keeps from being freed.
    public abstract long size();
}
