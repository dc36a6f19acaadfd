package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// `"char"`: a single byte. The empty text is the zero byte.
final class CharType extends StringType {

    CharType() {
        super("char");
    }

    @Override
    public Object parse(String text, TypeContext context) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0 ? "" : new String(bytes, 0, 1, StandardCharsets.ISO_8859_1);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 1);
        byte b = bytes.get();
        return b == 0 ? "" : new String(new byte[] {b}, StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        String text = (String) value;
        return text.isEmpty() ? new byte[1] : text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
