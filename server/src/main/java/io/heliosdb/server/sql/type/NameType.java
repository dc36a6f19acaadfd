package io.heliosdb.server.sql.type;

import java.nio.charset.StandardCharsets;

/// `name`: an identifier of at most 63 bytes; longer ones are cut.
public final class NameType extends StringType {

    private static final int MAX_BYTES = 63;

    NameType() {
        super("name");
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return truncate(text);
    }

    /// Cuts a text after the last whole character within 63 bytes.
    public static String truncate(String text) {
        if (text.length() * 3 <= MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
            return text;
        }
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > MAX_BYTES) {
                break;
            }
            at += Character.charCount(codePoint);
        }
        return text.substring(0, at);
    }
}
