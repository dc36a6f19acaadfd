package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// `bytea`.
final class ByteaType extends AbstractType {

    ByteaType() {
        super("bytea");
    }

    @Override
    public Class<?> valueClass() {
        return byte[].class;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return Bytea.parse(text);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return context.byteaEscape() ? Bytea.escape((byte[]) value) : "\\x" + Bytea.hex((byte[]) value);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        return remaining(bytes);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return (byte[]) value;
    }

    @Override
    public int compare(Object left, Object right) {
        return Arrays.compareUnsigned((byte[]) left, (byte[]) right);
    }

    @Override
    public int hash(Object value) {
        return Arrays.hashCode((byte[]) value);
    }

    @Override
    public void write(Object value, RowWriter out) {
        out.writeBytes((byte[]) value);
    }

    @Override
    public Object read(RowReader in) {
        return in.readBytes();
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeBytes((byte[]) value);
    }
}
