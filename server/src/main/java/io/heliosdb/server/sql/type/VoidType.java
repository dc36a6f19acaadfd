package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// `void`: what a function returns that returns nothing. It has one value, shown as an empty text.
public final class VoidType extends AbstractType {

    /// The one value.
    public static final Object VALUE = new Nothing();

    VoidType() {
        super("void");
    }

    @Override
    public Class<?> valueClass() {
        return Object.class;
    }

    @Override
    public int storageSize() {
        return 0;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return VALUE;
    }

    @Override
    public String format(Object value, TypeContext context) {
        return "";
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        return VALUE;
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return new byte[0];
    }

    @Override
    public int compare(Object left, Object right) {
        throw noOrder();
    }

    @Override
    public void write(Object value, RowWriter out) {
        // Nothing to store.
    }

    @Override
    public Object read(RowReader in) {
        return VALUE;
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        throw noOrder();
    }

    private static final class Nothing {
        @Override
        public String toString() {
            return "";
        }
    }
}
