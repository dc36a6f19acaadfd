package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.Locale;

/// Reads the quoted tokens: strings of every form and quoted identifiers (PostgreSQL 18 manual, 4.1.2).
final class StringScanner {

    private StringScanner() {}

    /// `'…'`, with continuation on a later line. `start` is where the token begins, `quote` where its quote stands.
    static Token string(SqlLexer lexer, int start, int quote) {
        String text = lexer.text();
        StringBuilder value = new StringBuilder();
        int at = quote + 1;
        while (true) {
            int close = text.indexOf('\'', at);
            if (close < 0) {
                throw lexer.error("unterminated quoted string", start);
            }
            value.append(text, at, close);
            if (close + 1 < text.length() && text.charAt(close + 1) == '\'') {
                value.append('\'');
                at = close + 2;
                continue;
            }
            int continued = continuation(text, close + 1);
            if (continued < 0) {
                return new Token(Token.Kind.STRING, value.toString(), start, close + 1);
            }
            at = continued + 1;
        }
    }

    /// Where the next quote stands when only blanks with a line break come before it, else -1.
    private static int continuation(String text, int from) {
        boolean line = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                line = true;
            } else if (c == '\'') {
                return line ? i : -1;
            } else if (c != ' ' && c != '\t' && c != '\f') {
                return -1;
            }
        }
        return -1;
    }

    /// `E'…'` with backslash escapes.
    static Token escapeString(SqlLexer lexer, int start) {
        String text = lexer.text();
        StringBuilder value = new StringBuilder();
        int at = start + 2;
        while (true) {
            if (at >= text.length()) {
                throw lexer.error("unterminated quoted string", start);
            }
            char c = text.charAt(at);
            if (c == '\'') {
                if (at + 1 < text.length() && text.charAt(at + 1) == '\'') {
                    value.append('\'');
                    at += 2;
                    continue;
                }
                int continued = continuation(text, at + 1);
                if (continued < 0) {
                    return new Token(Token.Kind.STRING, value.toString(), start, at + 1);
                }
                at = continued + 1;
            } else if (c == '\\' && at + 1 < text.length()) {
                at = escape(text, at + 1, value);
            } else {
                value.append(c);
                at++;
            }
        }
    }

    private static int escape(String text, int at, StringBuilder value) {
        char c = text.charAt(at);
        switch (c) {
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append((char) 0x0B);
            case 'x' -> {
                int end = digitsEnd(text, at + 1, 2, 16);
                if (end == at + 1) {
                    value.append('x');
                    return end;
                }
                return bytes(text, at + 1, end, 16, value);
            }
            case 'u', 'U' -> {
                return UnicodeEscapes.inEscapeString(text, at - 1, value);
            }
            default -> {
                int end = digitsEnd(text, at, 3, 8);
                if (end > at) {
                    return bytes(text, at, end, 8, value);
                }
                value.append(c);
            }
        }
        return at + 1;
    }

    private static int digitsEnd(String text, int from, int most, int radix) {
        int end = from;
        while (end < text.length() && end - from < most && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        return end;
    }

    /// One byte written as a number; consecutive such bytes may form a UTF-8 character, which is kept as is for ASCII.
    private static int bytes(String text, int from, int end, int radix, StringBuilder value) {
        int number = Integer.parseInt(text, from, end, radix) & 0xFF;
        if (number == 0 || number > 0x7F) {
            throw new SqlException(
                            SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                            "invalid byte sequence for encoding \"UTF8\": 0x"
                                    + String.format(Locale.ROOT, "%02x", number))
                    .withPosition(from);
        }
        value.append((char) number);
        return end;
    }

    /// `U&'…'` with `\XXXX` and `\+XXXXXX`.
    static Token unicodeString(SqlLexer lexer, int start) {
        Token raw = string(lexer, start, start + 2);
        Escape escape = escapeCharacter(lexer, raw.end());
        return new Token(
                Token.Kind.STRING,
                UnicodeEscapes.inUnicodeString(raw.text(), escape.character(), start + 3),
                start,
                escape.end());
    }

    private record Escape(char character, int end) {}

    /// The character of `UESCAPE 'c'` when that follows, else the backslash.
    private static Escape escapeCharacter(SqlLexer lexer, int from) {
        String text = lexer.text();
        int at = skipBlanks(text, from);
        if (!text.regionMatches(true, at, "uescape", 0, 7)
                || at + 7 < text.length() && SqlLexer.isIdentifierPart(text.charAt(at + 7))) {
            return new Escape('\\', from);
        }
        int quote = skipBlanks(text, at + 7);
        if (quote >= text.length() || text.charAt(quote) != '\'') {
            String near = quote >= text.length() ? " at end of input" : " at or near \"" + text.charAt(quote) + "\"";
            throw new SqlException(SqlState.SYNTAX_ERROR, "UESCAPE must be followed by a simple string literal" + near)
                    .withPosition(quote + 1);
        }
        Token literal = string(lexer, quote, quote);
        String value = literal.text();
        boolean allowed = value.length() == 1
                && Character.digit(value.charAt(0), 16) < 0
                && "+'\" \t\n\r\f".indexOf(value.charAt(0)) < 0;
        if (!allowed) {
            String shown = text.substring(quote, literal.end());
            throw new SqlException(
                            SqlState.SYNTAX_ERROR, "invalid Unicode escape character at or near \"" + shown + "\"")
                    .withPosition(quote + 1);
        }
        return new Escape(value.charAt(0), literal.end());
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && " \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /// `B'…'` or `X'…'`.
    static Token bits(SqlLexer lexer, int start, boolean hexadecimal) {
        Token raw = string(lexer, start, start + 1);
        StringBuilder value = new StringBuilder();
        for (char c : raw.text().toCharArray()) {
            int digit = Character.digit(c, hexadecimal ? 16 : 2);
            if (digit < 0) {
                throw new SqlException(
                                SqlState.INVALID_TEXT_REPRESENTATION,
                                "\"" + c + "\" is not a valid " + (hexadecimal ? "hexadecimal" : "binary") + " digit")
                        .withPosition(start + 1);
            }
            String binary = Integer.toBinaryString(digit);
            value.append(hexadecimal ? "0".repeat(4 - binary.length()) + binary : binary);
        }
        return new Token(Token.Kind.BITS, value.toString(), start, raw.end());
    }

    /// `"…"`, or `U&"…"` when `unicode`.
    static Token quotedIdentifier(SqlLexer lexer, int start, boolean unicode) {
        String text = lexer.text();
        StringBuilder value = new StringBuilder();
        int at = start + (unicode ? 3 : 1);
        while (true) {
            int close = text.indexOf('"', at);
            if (close < 0) {
                throw lexer.error("unterminated quoted identifier", start);
            }
            value.append(text, at, close);
            if (close + 1 < text.length() && text.charAt(close + 1) == '"') {
                value.append('"');
                at = close + 2;
                continue;
            }
            if (value.isEmpty()) {
                throw lexer.error("zero-length delimited identifier", start);
            }
            Escape escape = unicode ? escapeCharacter(lexer, close + 1) : new Escape('\\', close + 1);
            String name = unicode
                    ? UnicodeEscapes.inUnicodeString(value.toString(), escape.character(), start + 3)
                    : value.toString();
            return new Token(Token.Kind.QUOTED, SqlLexer.truncate(name), start, escape.end());
        }
    }

    /// `$tag$…$tag$`.
    static Token dollarQuoted(SqlLexer lexer, int start) {
        String text = lexer.text();
        int end = start + 1;
        while (end < text.length() && SqlLexer.isIdentifierPart(text.charAt(end)) && text.charAt(end) != '$') {
            end++;
        }
        if (end >= text.length() || text.charAt(end) != '$') {
            throw new SqlException(SqlState.SYNTAX_ERROR, "syntax error at or near \"$\"").withPosition(start + 1);
        }
        String tag = text.substring(start, end + 1);
        int close = text.indexOf(tag, end + 1);
        if (close < 0) {
            throw lexer.error("unterminated dollar-quoted string", start);
        }
        return new Token(Token.Kind.STRING, text.substring(end + 1, close), start, close + tag.length());
    }
}
