package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// A type whose values are strings: text, name, json, cstring, aclitem and others without a modifier.
class StringType extends AbstractType {

    StringType(String name) {
        super(name);
    }

    @Override
    public Class<?> valueClass() {
        return String.class;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return text;
    }

    @Override
    public String format(Object value, TypeContext context) {
        return (String) value;
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        return parse(context.clientEncoding().decode(remaining(bytes)), context);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return context.clientEncoding().encode((String) value);
    }

    @Override
    public int compare(Object left, Object right) {
        return Text.compare((String) left, (String) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        out.writeString((String) value);
    }

    @Override
    public Object read(RowReader in) {
        return in.readString();
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeString((String) value);
    }
}
