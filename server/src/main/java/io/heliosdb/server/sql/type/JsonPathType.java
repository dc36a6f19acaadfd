package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// `jsonpath`. It has no order and is no key.
final class JsonPathType extends AbstractType {

    private static final byte BINARY_VERSION = 1;

    JsonPathType() {
        super("jsonpath");
    }

    @Override
    public Class<?> valueClass() {
        return JsonPath.class;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return JsonPath.parse(text);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return ((JsonPath) value).text();
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        if (!bytes.hasRemaining()) {
            throw TypeErrors.insufficientData();
        }
        int version = bytes.get();
        if (version != BINARY_VERSION) {
            throw TypeErrors.invalidBinary("unsupported jsonpath version number: " + version);
        }
        return JsonPath.parse(Text.decodeUtf8(remaining(bytes)));
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        byte[] text = ((JsonPath) value).text().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + 1)
                .put(BINARY_VERSION)
                .put(text)
                .array();
    }

    @Override
    public int compare(Object left, Object right) {
        throw noOrder();
    }

    @Override
    public void write(Object value, RowWriter out) {
        out.writeString(((JsonPath) value).text());
    }

    @Override
    public Object read(RowReader in) {
        return JsonPath.parse(in.readString());
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        throw noOrder();
    }
}
