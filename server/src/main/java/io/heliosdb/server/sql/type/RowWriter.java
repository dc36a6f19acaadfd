package io.heliosdb.server.sql.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects the storage form of values in one growing array. Used by one thread at a time.
public final class RowWriter {

    private byte[] bytes;
    private int size;

    public RowWriter() {
        this(128);
    }

    public RowWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    public void writeShort(int value) {
        ensure(2);
        bytes[size] = (byte) (value >> 8);
        bytes[size + 1] = (byte) value;
        size += 2;
    }

    public void writeInt(int value) {
        ensure(4);
        BigEndian.putInt(bytes, size, value);
        size += 4;
    }

    public void writeLong(long value) {
        ensure(8);
        BigEndian.putLong(bytes, size, value);
        size += 8;
    }

    /// An unsigned number, seven bits a byte, the low ones first.
    public void writeVarint(int value) {
        int rest = value;
        ensure(5);
        while ((rest & ~0x7F) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /// Bytes preceded by their length as a variable-length integer.
    public void writeBytes(byte[] value) {
        writeVarint(value.length);
        writeRaw(value);
    }

    /// Bytes as they are.
    public void writeRaw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /// Text as UTF-8, preceded by its length in bytes as a variable-length integer.
    public void writeString(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (value.charAt(i) >= 0x80) {
                writeBytes(value.getBytes(StandardCharsets.UTF_8));
                return;
            }
        }
        writeVarint(length);
        ensure(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) value.charAt(i);
        }
        size += length;
    }

    /// Begins a part whose length stands before it; {@link #endPart} completes it.
    public int beginPart() {
        ensure(1);
        return size++;
    }

    /// Completes the part that began at `mark`.
    public void endPart(int mark) {
        int length = size - mark - 1;
        if (length < 0x80) {
            bytes[mark] = (byte) length;
            return;
        }
        int extra = (38 - Integer.numberOfLeadingZeros(length)) / 7 - 1;
        ensure(extra);
        System.arraycopy(bytes, mark + 1, bytes, mark + 1 + extra, length);
        size = mark;
        writeVarint(length);
        size += length;
    }

    /// Overwrites one byte written before.
    public void setByte(int position, int value) {
        bytes[position] = (byte) value;
    }

    public int byteAt(int position) {
        return bytes[position];
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
