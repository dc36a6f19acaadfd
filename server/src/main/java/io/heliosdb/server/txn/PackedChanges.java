package io.heliosdb.server.txn;

import io.heliosdb.server.common.DiskException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes of one tree in one array of bytes, their keys rising: no object per write, so that millions of them
/// cost the garbage collector nothing. Used by one thread.
///
/// ```
/// (key length i32 | value length i32, -1 for a delete | command i32 | epoch i32 | key | value)*
/// ```
final class PackedChanges {

    private static final int HEADER_BYTES = 4 * Integer.BYTES;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final int limit;
    private byte[] bytes;
    private int[] offsets;
    private int used;
    private int count;

    /// @param limit size from which on it takes no more
    PackedChanges(int limit) {
        this.limit = limit;
        bytes = new byte[512];
        offsets = new int[8];
    }

    /// What {@link #content} was.
    PackedChanges(byte[] content) {
        limit = content.length;
        bytes = content;
        used = content.length;
        offsets = new int[64];
        int at = 0;
        while (at < used) {
            addOffset(at);
            at += HEADER_BYTES + intAt(at) + Math.max(0, intAt(at + 4));
        }
        if (at != used) {
            throw new DiskException("packed changes end within a change", null, false);
        }
    }

    private int intAt(int at) {
        return (int) INT.get(bytes, at);
    }

    private void addOffset(int at) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        offsets[count++] = at;
    }

    /// @param key greater than all others here
    void add(byte[] key, byte @Nullable [] value, OwnVersion.Place place) {
        int valueLength = value == null ? 0 : value.length;
        int size = HEADER_BYTES + key.length + valueLength;
        if (size > bytes.length - used) {
            bytes = Arrays.copyOf(bytes, capacity(size));
        }
        int at = used;
        INT.set(bytes, at, key.length);
        INT.set(bytes, at + 4, value == null ? -1 : valueLength);
        INT.set(bytes, at + 8, place.command());
        INT.set(bytes, at + 12, place.epoch());
        System.arraycopy(key, 0, bytes, at + HEADER_BYTES, key.length);
        if (value != null) {
            System.arraycopy(value, 0, bytes, at + HEADER_BYTES + key.length, valueLength);
        }
        used += size;
        addOffset(at);
    }

    // Doubles up to what makes a block full, with a little room for the write that does.
    private int capacity(int size) {
        int needed = used + size;
        int doubled = Math.min(bytes.length * 2, limit + limit / 16);
        return Math.max(needed, doubled);
    }

    boolean isFull() {
        return used >= limit;
    }

    int count() {
        return count;
    }

    /// Bytes of memory that the changes take.
    int bytes() {
        return used + count * Integer.BYTES;
    }

    /// All of it, to be written somewhere.
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, used);
    }

    byte[] key(int index) {
        int at = offsets[index] + HEADER_BYTES;
        return Arrays.copyOfRange(bytes, at, at + intAt(offsets[index]));
    }

    byte @Nullable [] value(int index) {
        int at = offsets[index];
        int length = intAt(at + 4);
        int from = at + HEADER_BYTES + intAt(at);
        return length < 0 ? null : Arrays.copyOfRange(bytes, from, from + length);
    }

    int command(int index) {
        return intAt(offsets[index] + 8);
    }

    int epoch(int index) {
        return intAt(offsets[index] + 12);
    }

    /// How many have a smaller key.
    int lowerBound(byte[] key) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (compareKey(middle, key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int compareKey(int index, byte[] key) {
        int at = offsets[index] + HEADER_BYTES;
        return Arrays.compareUnsigned(bytes, at, at + intAt(offsets[index]), key, 0, key.length);
    }

    /// Keeps the first ones only.
    void truncate(int newCount) {
        if (newCount < count) {
            used = offsets[newCount];
            count = newCount;
        }
    }
}
