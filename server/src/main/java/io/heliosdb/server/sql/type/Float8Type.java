package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// `double precision`.
final class Float8Type extends AbstractType {

    Float8Type() {
        super("float8");
    }

    @Override
    public Class<?> valueClass() {
        return Double.class;
    }

    @Override
    public int storageSize() {
        return 8;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return Floats.parseDouble(text, "double precision");
    }

    @Override
    public String format(Object value, TypeContext context) {
        return Floats.format((double) value, context.extraFloatDigits());
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 8);
        return bytes.getDouble();
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return ByteBuffer.allocate(8).putDouble((Double) value).array();
    }

    @Override
    public int compare(Object left, Object right) {
        return Floats.compare((Double) left, (Double) right);
    }

    @Override
    public int hash(Object value) {
        return Floats.hash((Double) value);
    }

    @Override
    public void write(Object value, RowWriter out) {
        out.writeLong(Double.doubleToRawLongBits((Double) value));
    }

    @Override
    public Object read(RowReader in) {
        return Double.longBitsToDouble(in.readLong());
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeLong(Floats.orderedBits((double) value));
    }
}
