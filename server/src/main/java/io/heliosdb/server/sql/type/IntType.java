package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// `smallint` and `integer`; values are `Integer`.
final class IntType extends AbstractType {

    private final boolean small;

    IntType(String name) {
        super(name);
        small = length() == 2;
    }

    @Override
    public Class<?> valueClass() {
        return Integer.class;
    }

    @Override
    public int storageSize() {
        return small ? 2 : 4;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return small
                ? Integers.parse(text, Short.MIN_VALUE, Short.MAX_VALUE, "smallint")
                : Integers.parse(text, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
    }

    @Override
    public String format(Object value, TypeContext context) {
        return value.toString();
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, length());
        return small ? (int) bytes.getShort() : bytes.getInt();
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        ByteBuffer out = ByteBuffer.allocate(length());
        if (small) {
            out.putShort(((Integer) value).shortValue());
        } else {
            out.putInt((Integer) value);
        }
        return out.array();
    }

    @Override
    public int compare(Object left, Object right) {
        return Integer.compare((Integer) left, (Integer) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        if (small) {
            out.writeShort((Integer) value);
        } else {
            out.writeInt((Integer) value);
        }
    }

    @Override
    public Object read(RowReader in) {
        return small ? in.readShort() : in.readInt();
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeInt((Integer) value);
    }
}
