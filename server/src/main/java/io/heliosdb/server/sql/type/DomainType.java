package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// A domain: another type by another name. Its constraints are checked by whoever casts to it.
public final class DomainType extends AbstractType {

    private final DataType base;

    /// @param base the type below, with the modifier that values must satisfy
    public DomainType(int oid, String name, int arrayOid, DataType base) {
        super(TypeFacts.domain(oid, name, arrayOid, base.type()));
        this.base = base;
    }

    /// Whether values of a type are of a domain, or hold some.
    public static boolean isIn(Type type) {
        return type instanceof DomainType || type instanceof ArrayType array && isIn(array.elementType());
    }

    public DataType base() {
        return base;
    }

    @Override
    public TypeCategory category() {
        return base.type().category();
    }

    @Override
    public Class<?> valueClass() {
        return base.type().valueClass();
    }

    @Override
    public int storageSize() {
        return base.type().storageSize();
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return fit(base.type().parse(text, context), false);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return base.type().format(value, context);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        return fit(base.type().decodeBinary(bytes, context), false);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return base.type().encodeBinary(value, context);
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        return fit(value, explicit);
    }

    private Object fit(Object value, boolean explicit) {
        return base.type().applyModifier(value, base.typmod(), explicit);
    }

    @Override
    public int compare(Object left, Object right) {
        return base.type().compare(left, right);
    }

    @Override
    public int hash(Object value) {
        return base.type().hash(value);
    }

    @Override
    public void write(Object value, RowWriter out) {
        base.type().write(value, out);
    }

    @Override
    public Object read(RowReader in) {
        return base.type().read(in);
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        base.type().writeKey(value, out);
    }
}
