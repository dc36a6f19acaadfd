package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.HexFormat;

/// Characters written as their code points, in `E'…'` and in `U&'…'` (PostgreSQL 18 manual, 4.1.2.2 and 4.1.2.3). Two
/// halves of a surrogate pair make one character; a half by itself is an error.
final class UnicodeEscapes {

    private UnicodeEscapes() {}

    /// Where the escape ends, and what it stands for.
    private record Escaped(int end, int codePoint) {}

    /// Reads a backslash with `u` and four hexadecimal digits or `U` and eight, and a surrogate's other half.
    ///
    /// @param backslash where the escape begins
    /// @param value what the character is added to
    /// @return where the text goes on
    static int inEscapeString(String text, int backslash, StringBuilder value) {
        Escaped first = escape(text, backslash);
        if (isLow(first.codePoint)) {
            throw noPair(text, backslash, first.end);
        }
        if (!isHigh(first.codePoint)) {
            value.appendCodePoint(first.codePoint);
            return first.end;
        }
        int at = first.end;
        if (!text.startsWith("\\u", at) && !text.startsWith("\\U", at)) {
            throw noPair(text, at, at == text.length() ? at : at + Character.charCount(text.codePointAt(at)));
        }
        Escaped second = escape(text, at);
        if (!isLow(second.codePoint)) {
            throw noPair(text, at, second.end);
        }
        value.append((char) first.codePoint).append((char) second.codePoint);
        return second.end;
    }

    private static Escaped escape(String text, int backslash) {
        int from = backslash + 2;
        int length = text.charAt(backslash + 1) == 'u' ? 4 : 8;
        if (!areHexadecimal(text, from, length)) {
            throw new SqlException(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid Unicode escape")
                    .withHint("Unicode escapes must be \\uXXXX or \\UXXXXXXXX.")
                    .withPosition(backslash + 1);
        }
        int end = from + length;
        long codePoint = Long.parseLong(text, from, end, 16);
        if (isOutside(codePoint)) {
            throw wrong("invalid Unicode escape value" + near(text, backslash, end), backslash);
        }
        return new Escaped(end, (int) codePoint);
    }

    /// Replaces `\XXXX` and `\+XXXXXX`.
    ///
    /// @param raw what stands between the quotes
    /// @param mark the escape character
    /// @param start where `raw` begins in the statement
    static String inUnicodeString(String raw, char mark, int start) {
        StringBuilder value = new StringBuilder();
        boolean half = false;
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            boolean escaped = c == mark;
            boolean markItself = escaped && at + 1 < raw.length() && raw.charAt(at + 1) == mark;
            if (!escaped || markItself) {
                check(!half, start + at);
                value.append(c);
                at += markItself ? 2 : 1;
                continue;
            }
            boolean six = at + 1 < raw.length() && raw.charAt(at + 1) == '+';
            int from = six ? at + 2 : at + 1;
            int length = six ? 6 : 4;
            if (!areHexadecimal(raw, from, length)) {
                throw wrong("invalid Unicode escape", start + at)
                        .withHint("Unicode escapes must be \\XXXX or \\+XXXXXX.");
            }
            long codePoint = Long.parseLong(raw, from, from + length, 16);
            if (isOutside(codePoint)) {
                throw wrong("invalid Unicode escape value", start + at);
            }
            check(half == isLow(codePoint), start + at);
            half = isHigh(codePoint);
            value.append(
                    half || isLow(codePoint) ? String.valueOf((char) codePoint) : Character.toString((int) codePoint));
            at = from + length;
        }
        check(!half, start + at);
        return value.toString();
    }

    private static void check(boolean paired, int at) {
        if (!paired) {
            throw wrong("invalid Unicode surrogate pair", at);
        }
    }

    private static SqlException noPair(String text, int from, int end) {
        return wrong("invalid Unicode surrogate pair" + near(text, from, end), from);
    }

    private static String near(String text, int from, int end) {
        return from == text.length() ? " at end of input" : " at or near \"" + text.substring(from, end) + "\"";
    }

    private static SqlException wrong(String message, int at) {
        return new SqlException(SqlState.SYNTAX_ERROR, message).withPosition(at + 1);
    }

    private static boolean areHexadecimal(String text, int from, int length) {
        if (from + length > text.length()) {
            return false;
        }
        for (int i = from; i < from + length; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOutside(long codePoint) {
        return codePoint == 0 || codePoint > Character.MAX_CODE_POINT;
    }

    private static boolean isHigh(long codePoint) {
        return codePoint >= Character.MIN_HIGH_SURROGATE && codePoint <= Character.MAX_HIGH_SURROGATE;
    }

    private static boolean isLow(long codePoint) {
        return codePoint >= Character.MIN_LOW_SURROGATE && codePoint <= Character.MAX_LOW_SURROGATE;
    }
}
