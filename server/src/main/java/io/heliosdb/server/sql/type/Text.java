package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.ClientEncoding;

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
    /// @throws io.heliosdb.server.common.SqlException 22021 when they are not UTF-8, or contain a zero byte
    public static String decodeUtf8(byte[] bytes) {
        return ClientEncoding.UTF8.decode(bytes);
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
