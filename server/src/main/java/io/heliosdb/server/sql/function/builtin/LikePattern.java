package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;

/// LIKE (PostgreSQL 18 manual, 9.7.1): `%` is any text, `_` one character, a backslash takes what follows as it is.
final class LikePattern {

    private LikePattern() {}

    /// @param fold whether letters match in any case
    /// @throws SqlException 22025 when the pattern ends with the escape character
    static boolean matches(String text, String pattern, boolean fold) {
        int t = 0;
        int p = 0;
        // Where to go on after the last %, with one more character of text left to it.
        int retryPattern = -1;
        int retryText = 0;
        while (t < text.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : 0;
            if (p < pattern.length() && c == '%') {
                retryPattern = ++p;
                retryText = t;
                continue;
            }
            int matched = p < pattern.length() ? matchOne(text, t, pattern, p, fold) : 0;
            if (matched > 0) {
                t += c == '_' ? matched : 1;
                p += c == '\\' ? 2 : 1;
            } else if (retryPattern >= 0) {
                retryText += Character.charCount(text.codePointAt(retryText));
                t = retryText;
                p = retryPattern;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '%') {
            p++;
        }
        return p == pattern.length();
    }

    private static SqlException endsWithEscape() {
        return new SqlException(SqlState.INVALID_ESCAPE_SEQUENCE, "LIKE pattern must not end with escape character");
    }

    // How many chars of the text one element of the pattern takes; 0 when it does not match.
    private static int matchOne(String text, int t, String pattern, int p, boolean fold) {
        char c = pattern.charAt(p);
        if (c == '_') {
            return Character.charCount(text.codePointAt(t));
        }
        if (c == '\\') {
            if (p + 1 == pattern.length()) {
                throw endsWithEscape();
            }
            c = pattern.charAt(p + 1);
        }
        char x = text.charAt(t);
        return x == c || (fold && Character.toLowerCase(x) == Character.toLowerCase(c)) ? 1 : 0;
    }

    /// Rewrites a pattern with another escape character to one with a backslash.
    ///
    /// @throws SqlException 22019 when the escape is more than one character
    static String withBackslash(String pattern, String escape) {
        if (escape.equals("\\")) {
            return pattern;
        }
        if (escape.isEmpty()) {
            return pattern.replace("\\", "\\\\");
        }
        if (escape.codePointCount(0, escape.length()) != 1) {
            throw new SqlException(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
        StringBuilder out = new StringBuilder(pattern.length() + 4);
        boolean escaped = false;
        int special = escape.codePointAt(0);
        for (int i = 0; i < pattern.length(); i += Character.charCount(pattern.codePointAt(i))) {
            int c = pattern.codePointAt(i);
            if (c == special && !escaped) {
                out.append('\\');
                escaped = true;
            } else {
                out.append(c == '\\' && !escaped ? "\\\\" : Character.toString(c));
                escaped = false;
            }
        }
        return out.toString();
    }
}
