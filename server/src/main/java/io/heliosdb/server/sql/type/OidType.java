package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// Unsigned numbers of 32 bits, held as non-negative `Long`: `oid`, `xid`, `cid`, and the base of `regclass` and kin.
class OidType extends AbstractType {

    OidType(String name) {
        super(name);
    }

    @Override
    public final Class<?> valueClass() {
        return Long.class;
    }

    @Override
    public final int storageSize() {
        return 4;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return Integers.parseUnsigned(text, name());
    }

    @Override
    public String format(Object value, TypeContext context) {
        return value.toString();
    }

    @Override
    public final Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 4);
        return bytes.getInt() & 0xFFFF_FFFFL;
    }

    @Override
    public final byte[] encodeBinary(Object value, TypeContext context) {
        return ByteBuffer.allocate(4).putInt(((Long) value).intValue()).array();
    }

    @Override
    public final int compare(Object left, Object right) {
        return Long.compare((Long) left, (Long) right);
    }

    @Override
    public final void write(Object value, RowWriter out) {
        out.writeInt(((Long) value).intValue());
    }

    @Override
    public final Object read(RowReader in) {
        return in.readInt() & 0xFFFF_FFFFL;
    }

    @Override
    public final void writeKey(Object value, KeyWriter out) {
        out.writeInt(((Long) value).intValue() ^ Integer.MIN_VALUE);
    }
}
