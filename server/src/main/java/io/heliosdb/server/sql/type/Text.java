package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Small work on text that types and functions share.
public final class Text {

    private Text() {}

    /// The order of code points, which is the order of UTF-8 bytes; `String.compareTo` differs beyond U+FFFF.
    public static int compare(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Character.isSurrogate(a)
                                ? 1
                                : -1; // A surrogate stands for a code point above every other char.
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /// UTF-8 bytes as text.
    ///
    /// @throws SqlException 22021 when they are not UTF-8, or contain a zero byte
    public static String decodeUtf8(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                throw notUtf8(bytes);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notUtf8(bytes);
        }
    }

    private static SqlException notUtf8(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int length = sequenceLength(bytes, at);
            if (length == 0) {
                break;
            }
            at += length;
        }
        int announced = at < bytes.length ? announcedLength(bytes[at]) : 1;
        StringBuilder shown = new StringBuilder();
        for (int i = at; i < Math.min(bytes.length, at + announced); i++) {
            shown.append(i > at ? " " : "").append(String.format(Locale.ROOT, "0x%02x", bytes[i] & 0xFF));
        }
        return new SqlException(
                SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": " + shown);
    }

    private static int announcedLength(byte first) {
        int b = first & 0xFF;
        if (b < 0xC0) {
            return 1;
        }
        return b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF8 ? 4 : 1;
    }

    // The length of the valid sequence at a position; 0 when it is not valid.
    private static int sequenceLength(byte[] bytes, int at) {
        int length = announcedLength(bytes[at]);
        if (bytes[at] == 0 || at + length > bytes.length || (length == 1 && bytes[at] < 0)) {
            return 0;
        }
        String decoded = new String(bytes, at, length, StandardCharsets.UTF_8);
        return decoded.indexOf('\uFFFD') >= 0 && !decoded.equals("\uFFFD")
                        || decoded.codePointCount(0, decoded.length()) != 1
                ? 0
                : length;
    }

    /// How many characters (code points) a text has.
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// The first so many characters (code points).
    public static String prefix(String text, int characters) {
        return text.length() <= characters || length(text) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
    }

    public static String trimTrailingSpaces(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /// What C's `isspace` takes for white space.
    public static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /// Without white space at both ends.
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
