package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.Tid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// A stored row, decoded column by column when asked.
///
/// Positions of values are found from the left and remembered; a value is decoded at most once.
public final class StoredTuple extends Tuple {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private final RowCodec codec;
    private final int[] offsets;
    private final RowReader reader;
    private byte[] row;
    private long rowId;
    private int stored;
    private int known;

    public StoredTuple(RowCodec codec) {
        this.codec = codec;
        this.offsets = new int[codec.columnCount() + 1];
        this.row = new byte[RowCodec.HEADER];
        this.reader = new RowReader(row);
    }

    public StoredTuple(RowCodec codec, long rowId, byte[] row) {
        this(codec);
        set(rowId, row);
    }

    /// Moves on to another row.
    public void set(long newRowId, byte[] newRow) {
        rowId = newRowId;
        row = newRow;
        stored = Math.min(RowCodec.storedColumns(newRow), codec.columnCount());
        offsets[0] = RowCodec.HEADER + (RowCodec.storedColumns(newRow) + 7 >> 3);
        known = 0;
    }

    public long rowId() {
        return rowId;
    }

    public byte[] row() {
        return row;
    }

    public RowCodec codec() {
        return codec;
    }

    private int offset(int column) {
        int at = offsets[known];
        while (known < column) {
            if (!RowCodec.isNull(row, known)) {
                reader.reset(row, at);
                reader.skipValue(codec.type(known));
                at = reader.position();
            }
            offsets[++known] = at;
        }
        return offsets[column];
    }

    @Override
    public boolean isNull(int column) {
        if (column < 0) {
            return false;
        }
        return column >= stored || RowCodec.isNull(row, column);
    }

    @Override
    public @Nullable Object get(int column) {
        if (column < 0) {
            return system(column);
        }
        if (isNull(column)) {
            return null;
        }
        reader.reset(row, offset(column));
        return codec.type(column).read(reader);
    }

    private @Nullable Object system(int column) {
        return switch (column) {
            case -1 -> new Tid((int) (rowId >>> 16), (int) (rowId & 0xFFFF));
            case -2 -> RowCodec.xmin(row) & 0xFFFFFFFFL;
            case -6 -> codec.tableOid();
            default -> 0L;
        };
    }

    @Override
    public long getLong(int column, Frame frame) {
        if (column < 0 || codec.kind(column) == RowCodec.GENERIC) {
            return boxedLong(column, frame);
        }
        if (isNull(column)) {
            frame.isNull = true;
            return 0;
        }
        int at = offset(column);
        return switch (codec.kind(column)) {
            case RowCodec.SHORT -> (row[at] << 8) | (row[at + 1] & 0xFF);
            case RowCodec.INT -> (int) INTS.get(row, at);
            case RowCodec.LONG -> (long) LONGS.get(row, at);
            default -> boxedLong(column, frame);
        };
    }

    private long boxedLong(int column, Frame frame) {
        Object value = get(column);
        if (value == null) {
            frame.isNull = true;
            return 0;
        }
        return ((Number) value).longValue();
    }

    @Override
    public double getDouble(int column, Frame frame) {
        if (isNull(column)) {
            frame.isNull = true;
            return 0;
        }
        if (column >= 0 && codec.kind(column) == RowCodec.DOUBLE) {
            return Double.longBitsToDouble((long) LONGS.get(row, offset(column)));
        }
        Object value = get(column);
        return value == null ? 0 : ((Number) value).doubleValue();
    }

    @Override
    public Tuple retain() {
        return new StoredTuple(codec, rowId, row);
    }

    @Override
    public long size() {
        return 96L + row.length + 4L * offsets.length;
    }
}
