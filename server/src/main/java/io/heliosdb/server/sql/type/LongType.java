package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// A type of eight bytes that is ordered as a signed number: `bigint`, and the base of others.
class LongType extends AbstractType {

    LongType(String name) {
        super(name);
    }

    @Override
    public final Class<?> valueClass() {
        return Long.class;
    }

    @Override
    public int storageSize() {
        return 8;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return Integers.parseLong(text, Long.MIN_VALUE, Long.MAX_VALUE, displayName(-1));
    }

    @Override
    public String format(Object value, TypeContext context) {
        return value.toString();
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 8);
        return bytes.getLong();
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return ByteBuffer.allocate(8).putLong((Long) value).array();
    }

    @Override
    public int compare(Object left, Object right) {
        return Long.compare((Long) left, (Long) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        out.writeLong((Long) value);
    }

    @Override
    public Object read(RowReader in) {
        return in.readLong();
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeLong((Long) value);
    }
}
