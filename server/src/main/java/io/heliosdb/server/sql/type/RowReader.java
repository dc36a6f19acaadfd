package io.heliosdb.server.sql.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads values from their storage form, in the order they were written. Used by one thread at a time.
public final class RowReader {

    private byte[] bytes;
    private int position;

    public RowReader(byte[] bytes) {
        this(bytes, 0);
    }

    public RowReader(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    /// Goes on in another array.
    public void reset(byte[] newBytes, int newPosition) {
        bytes = newBytes;
        position = newPosition;
    }

    public byte readByte() {
        return bytes[position++];
    }

    public int readShort() {
        int value = (bytes[position] << 8) | (bytes[position + 1] & 0xFF);
        position += 2;
        return value;
    }

    public int readInt() {
        int value = BigEndian.getInt(bytes, position);
        position += 4;
        return value;
    }

    public long readLong() {
        long value = BigEndian.getLong(bytes, position);
        position += 8;
        return value;
    }

    public int readVarint() {
        int value = 0;
        int shift = 0;
        while (true) {
            int next = bytes[position++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    public byte[] readBytes() {
        return readRaw(readVarint());
    }

    public byte[] readRaw(int length) {
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    public String readString() {
        int length = readVarint();
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    public int position() {
        return position;
    }

    /// Moves on by so many bytes, unread.
    public void skip(int length) {
        position += length;
    }

    /// Moves past one value of a type, unread.
    public void skipValue(Type type) {
        int size = type.storageSize();
        if (size < 0) {
            size = readVarint();
        }
        position += size;
    }

    public int remaining() {
        return bytes.length - position;
    }
}
