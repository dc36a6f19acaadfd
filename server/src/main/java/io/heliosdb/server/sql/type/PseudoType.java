package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// A pseudo-type that stands for others in declarations (`any`, `anyelement`, …) and has no values of its own.
final class PseudoType extends AbstractType {

    PseudoType(String name) {
        super(name);
    }

    @Override
    public Class<?> valueClass() {
        return Object.class;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        throw TypeErrors.unsupported("cannot accept a value of type " + name());
    }

    @Override
    public String format(Object value, TypeContext context) {
        throw TypeErrors.unsupported("cannot display a value of type " + name());
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        throw TypeErrors.unsupported("cannot accept a value of type " + name());
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        throw TypeErrors.unsupported("cannot display a value of type " + name());
    }

    @Override
    public int compare(Object left, Object right) {
        throw noOrder();
    }

    @Override
    public void write(Object value, RowWriter out) {
        throw TypeErrors.unsupported("cannot store a value of type " + name());
    }

    @Override
    public Object read(RowReader in) {
        throw TypeErrors.unsupported("cannot read a value of type " + name());
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        throw noOrder();
    }
}
