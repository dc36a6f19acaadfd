package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.type.KeyWriter;
import io.heliosdb.server.sql.type.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stored form of an index's entries: unsigned byte order is the index's order. Immutable.
///
/// ```
/// +-----------------+-----------------------------+-----+-------------+
/// | marker (1) of 1 | value of part 1 unless null | ... | row id (8)  |
/// +-----------------+-----------------------------+-----+-------------+
/// ```
///
/// The marker is 1 before a value, 0 for a null that sorts first, 2 for a null that sorts last. The value's bytes are
/// turned in a descending part.
public final class IndexKeyCodec {

    static final int VALUE = 1;

    /// How one part is ordered.
    public record PartOrder(Type type, boolean descending, boolean nullsFirst) {}

    private final PartOrder[] parts;

    public IndexKeyCodec(List<PartOrder> parts) {
        this.parts = parts.toArray(PartOrder[]::new);
    }

    public int parts() {
        return parts.length;
    }

    public Type type(int part) {
        return parts[part].type;
    }

    boolean descending(int part) {
        return parts[part].descending;
    }

    boolean nullsFirst(int part) {
        return parts[part].nullsFirst;
    }

    /// Appends one part.
    void writePart(KeyWriter out, int part, @Nullable Object value) {
        PartOrder order = parts[part];
        if (value == null) {
            out.writeByte(order.nullsFirst ? 0 : 2);
            return;
        }
        out.writeByte(VALUE);
        int start = out.size();
        order.type.writeKey(value, out);
        if (order.descending) {
            out.invertFrom(start);
        }
    }

    /// The encoded values of leading parts: what a unique key locks and what a prefix scan begins with.
    public byte[] prefix(@Nullable Object[] values) {
        KeyWriter out = new KeyWriter();
        for (int i = 0; i < values.length; i++) {
            writePart(out, i, values[i]);
        }
        return out.toBytes();
    }

    /// A whole entry's key.
    public static byte[] entry(byte[] prefix, long rowId) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + 8);
        ByteBuffer.wrap(key).putLong(prefix.length, rowId);
        return key;
    }

    /// The row id at the end of an entry's key.
    public static long rowId(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - 8);
    }

    /// The least key after all keys that begin with `prefix`; null when there is none.
    public static byte @Nullable [] after(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xFF) {
            last--;
        }
        if (last < 0) {
            return null;
        }
        byte[] next = Arrays.copyOf(prefix, last + 1);
        next[last]++;
        return next;
    }
}
