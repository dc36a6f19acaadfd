package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;

/// `jsonb`.
final class JsonbType extends AbstractType {

    private static final int VERSION = 1;

    JsonbType() {
        super("jsonb");
    }

    @Override
    public Class<?> valueClass() {
        return JsonValue.class;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return JsonValue.parse(text);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return ((JsonValue) value).text();
    }

    // One byte says the version of the form, then text follows.
    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        if (!bytes.hasRemaining()) {
            throw TypeErrors.insufficientData();
        }
        int version = bytes.get();
        if (version != VERSION) {
            throw TypeErrors.invalidBinary("unsupported jsonb version number " + version);
        }
        return JsonValue.parse(context.clientEncoding().decode(remaining(bytes)));
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        byte[] text = context.clientEncoding().encode(((JsonValue) value).text());
        return ByteBuffer.allocate(text.length + 1)
                .put((byte) VERSION)
                .put(text)
                .array();
    }

    @Override
    public int compare(Object left, Object right) {
        return ((JsonValue) left).compareTo((JsonValue) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        int mark = out.beginPart();
        JsonCodec.write((JsonValue) value, out);
        out.endPart(mark);
    }

    @Override
    public Object read(RowReader in) {
        in.readVarint();
        return JsonCodec.read(in);
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        JsonCodec.writeKey((JsonValue) value, true, out);
    }
}
