package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.sql.type.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stored form of a table's rows. Immutable.
///
/// ```
/// +----------+-----------+---------------------+------------------------------+
/// | xmin (8) | count (2) | null bitmap, 1=null | values of columns not null   |
/// +----------+-----------+---------------------+------------------------------+
/// ```
///
/// `count` is the number of columns when the row was written: columns added since are NULL. A key is the row id, eight
/// bytes, big-endian; ids are positive.
public final class RowCodec {

    static final int HEADER = 10;
    static final byte GENERIC = 0;
    static final byte SHORT = 1;
    static final byte INT = 2;
    static final byte LONG = 3;
    static final byte DOUBLE = 4;

    private final Type[] types;
    private final byte[] kinds;
    private final long tableOid;

    public RowCodec(RelationDef.Table table) {
        this(table.columns().stream().map(c -> c.type().type()).toList(), table.oid());
    }

    public RowCodec(List<Type> columnTypes, long tableOid) {
        this.types = columnTypes.toArray(Type[]::new);
        this.tableOid = tableOid;
        this.kinds = new byte[types.length];
        for (int i = 0; i < types.length; i++) {
            kinds[i] = kindOf(types[i]);
        }
    }

    static boolean isStored(ColumnDef column) {
        return !column.dropped();
    }

    private static byte kindOf(Type type) {
        return switch (type.oid()) {
            case 21 -> SHORT;
            case 23, 1082 -> INT;
            case 20, 1083, 1114, 1184 -> LONG;
            case 701 -> DOUBLE;
            default -> GENERIC;
        };
    }

    public static byte[] key(long rowId) {
        return ByteBuffer.allocate(8).putLong(rowId).array();
    }

    public static long rowId(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }

    public static long xmin(byte[] row) {
        return ByteBuffer.wrap(row).getLong();
    }

    public int columnCount() {
        return types.length;
    }

    public long tableOid() {
        return tableOid;
    }

    Type type(int column) {
        return types[column];
    }

    byte kind(int column) {
        return kinds[column];
    }

    /// Writes a row by transaction `xmin`; missing trailing values are NULL.
    public byte[] encode(@Nullable Object[] values, long xmin) {
        RowWriter out = new RowWriter(HEADER + 16 + 12 * types.length);
        out.writeLong(xmin);
        out.writeShort(types.length);
        int bitmap = out.size();
        for (int i = 0; i < types.length; i += 8) {
            out.writeByte(0);
        }
        for (int i = 0; i < types.length; i++) {
            Object value = i < values.length ? values[i] : null;
            if (value == null) {
                int at = bitmap + (i >> 3);
                out.setByte(at, out.byteAt(at) | 1 << (i & 7));
            } else {
                types[i].write(value, out);
            }
        }
        return out.toBytes();
    }

    /// Reads all columns.
    public @Nullable Object[] decode(byte[] row) {
        @Nullable Object[] values = new @Nullable Object[types.length];
        int stored = storedColumns(row);
        RowReader in = new RowReader(row, HEADER + (stored + 7 >> 3));
        for (int i = 0; i < Math.min(stored, types.length); i++) {
            if (!isNull(row, i)) {
                values[i] = types[i].read(in);
            }
        }
        return values;
    }

    static int storedColumns(byte[] row) {
        return (row[8] & 0xFF) << 8 | row[9] & 0xFF;
    }

    static boolean isNull(byte[] row, int column) {
        return (row[HEADER + (column >> 3)] >> (column & 7) & 1) != 0;
    }
}
