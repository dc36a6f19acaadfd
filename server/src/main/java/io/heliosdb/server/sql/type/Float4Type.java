package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// `real`.
final class Float4Type extends AbstractType {

    Float4Type() {
        super("float4");
    }

    @Override
    public Class<?> valueClass() {
        return Float.class;
    }

    @Override
    public int storageSize() {
        return 4;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return Floats.parseFloat(text);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return Floats.format((float) value, context.extraFloatDigits());
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 4);
        return bytes.getFloat();
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return ByteBuffer.allocate(4).putFloat((Float) value).array();
    }

    @Override
    public int compare(Object left, Object right) {
        return Floats.compare((Float) left, (Float) right);
    }

    @Override
    public int hash(Object value) {
        return Floats.hash((Float) value);
    }

    @Override
    public void write(Object value, RowWriter out) {
        out.writeInt(Float.floatToRawIntBits((Float) value));
    }

    @Override
    public Object read(RowReader in) {
        return Float.intBitsToFloat(in.readInt());
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeInt(Floats.orderedBits((float) value));
    }
}
