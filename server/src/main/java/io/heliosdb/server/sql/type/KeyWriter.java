package io.heliosdb.server.sql.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects a key whose unsigned byte order is the order of the values written. Used by one thread at a time.
///
/// A part can be written in descending order: every bit of it is turned.
public final class KeyWriter {

    private byte[] bytes = new byte[64];
    private int size;

    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /// Big-endian with the sign bit turned.
    public void writeInt(int value) {
        ensure(4);
        BigEndian.putInt(bytes, size, value ^ Integer.MIN_VALUE);
        size += 4;
    }

    /// Big-endian with the sign bit turned.
    public void writeLong(long value) {
        ensure(8);
        BigEndian.putLong(bytes, size, value ^ Long.MIN_VALUE);
        size += 8;
    }

    /// Bytes escaped and terminated, so that a prefix sorts first and no key is another's prefix: a zero byte is
    /// written as `00 FF`, the end as `00 01`.
    public void writeBytes(byte[] value) {
        ensure(value.length * 2 + 2);
        for (byte b : value) {
            bytes[size++] = b;
            if (b == 0) {
                bytes[size++] = (byte) 0xFF;
            }
        }
        bytes[size++] = 0;
        bytes[size++] = 1;
    }

    /// Text in the order of its code points, which is the order of its UTF-8 bytes.
    public void writeString(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /// Bytes as they are; the caller keeps the order.
    public void writeRaw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /// Turns every bit from a position to the end, which turns the order of that part.
    public void invertFrom(int position) {
        for (int i = position; i < size; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
