package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// `"char"`: a single byte, kept as the character of its number. The empty text is the zero byte. A byte that is no
/// ASCII character is shown as a backslash and three octal digits, and may always be written so.
final class CharType extends StringType {

    private static final int OCTAL_LENGTH = 4;

    CharType() {
        super("char");
    }

    @Override
    public Object parse(String text, TypeContext context) {
        if (isOctal(text)) {
            return ofByte(Integer.parseInt(text, 1, OCTAL_LENGTH, 8));
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0 ? "" : ofByte(bytes[0]);
    }

    private static boolean isOctal(String text) {
        boolean octal = text.length() == OCTAL_LENGTH && text.charAt(0) == '\\';
        for (int i = 1; octal && i < OCTAL_LENGTH; i++) {
            octal = text.charAt(i) >= '0' && text.charAt(i) <= '7';
        }
        return octal;
    }

    private static String ofByte(int number) {
        int unsigned = number & 0xFF;
        return unsigned == 0 ? "" : String.valueOf((char) unsigned);
    }

    @Override
    public String format(Object value, TypeContext context) {
        String text = (String) value;
        if (text.isEmpty() || text.charAt(0) <= 0x7F) {
            return text;
        }
        return "\\" + Integer.toOctalString(text.charAt(0));
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 1);
        return ofByte(bytes.get());
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        String text = (String) value;
        return text.isEmpty() ? new byte[1] : text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
