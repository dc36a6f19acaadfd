package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.ArrayList;
import java.util.List;

/// Cuts the text of a path expression into tokens.
final class JsonPathLexer {

    enum Kind {
        WORD,
        STRING,
        VARIABLE,
        NUMBER,
        SIGN,
        END
    }

    /// @param text decoded; of a sign, the sign itself
    /// @param source as it was written, for errors
    record Token(Kind kind, String text, String source) {
        boolean isSign(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }

        /// Words of the language may be written in any case.
        boolean isWord(String word) {
            return kind == Kind.WORD && text.equalsIgnoreCase(word);
        }
    }

    private static final String SPECIAL = "?%$.[]{}()|&!=<>@#,*:-+/";
    private static final String[] LONG_SIGNS = {"&&", "||", "**", "==", "!=", "<>", "<=", ">="};

    private final String text;
    private int at;

    private JsonPathLexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        JsonPathLexer lexer = new JsonPathLexer(text);
        List<Token> tokens = new ArrayList<>();
        Token token = lexer.next();
        while (token.kind != Kind.END) {
            tokens.add(token);
            token = lexer.next();
        }
        tokens.add(token);
        return tokens;
    }

    static SqlException error(String message, String near) {
        return new SqlException(
                SqlState.SYNTAX_ERROR,
                near.isEmpty()
                        ? message + " at end of jsonpath input"
                        : message + " at or near \"" + near + "\" of jsonpath input");
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Text.isSpace(c)) {
                at++;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw error("unexpected end of comment", "");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private Token next() {
        skipSpace();
        if (at >= text.length()) {
            return new Token(Kind.END, "", "");
        }
        int start = at;
        char c = text.charAt(at);
        if (c == '"') {
            String string = string();
            return new Token(Kind.STRING, string, text.substring(start, at));
        }
        if (c == '$' && at + 1 < text.length()) {
            char next = text.charAt(at + 1);
            if (next == '"') {
                at++;
                return new Token(Kind.VARIABLE, string(), text.substring(start, at));
            }
            if (SPECIAL.indexOf(next) < 0 && !Text.isSpace(next)) {
                at++;
                return new Token(Kind.VARIABLE, word(), text.substring(start, at));
            }
        }
        if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            return number();
        }
        for (String sign : LONG_SIGNS) {
            if (text.startsWith(sign, at)) {
                at += 2;
                return new Token(Kind.SIGN, sign.equals("<>") ? "!=" : sign, sign);
            }
        }
        if (SPECIAL.indexOf(c) >= 0) {
            at++;
            String sign = c == '=' ? "==" : String.valueOf(c);
            return new Token(Kind.SIGN, sign, String.valueOf(c));
        }
        String word = word();
        return new Token(Kind.WORD, word, text.substring(start, at));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private Token number() {
        int start = at;
        int end = digits(at);
        if (end - start > 1 && text.charAt(start) == '0') {
            throw error("trailing junk after numeric literal", text.substring(start, start + 2));
        }
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int sign = end + 1;
            if (sign < text.length() && (text.charAt(sign) == '+' || text.charAt(sign) == '-')) {
                sign++;
            }
            int exponent = digits(sign);
            if (exponent == sign) {
                throw error("invalid numeric literal", text.substring(start, Math.min(text.length(), end + 1)));
            }
            end = exponent;
        }
        if (end < text.length() && SPECIAL.indexOf(text.charAt(end)) < 0 && !Text.isSpace(text.charAt(end))) {
            throw error("trailing junk after numeric literal", text.substring(start, end + 1));
        }
        at = end;
        String number = text.substring(start, end);
        return new Token(Kind.NUMBER, number, number);
    }

    private String word() {
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                escape(out);
            } else if (SPECIAL.indexOf(c) >= 0 || Text.isSpace(c) || c == '"') {
                break;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private String string() {
        at++;
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c == '\\') {
                escape(out);
            } else {
                out.append(c);
                at++;
            }
        }
        throw error("unterminated quoted string", "");
    }

    private void escape(StringBuilder out) {
        at++;
        if (at >= text.length()) {
            throw error("unexpected end after backslash", "");
        }
        char c = text.charAt(at++);
        switch (c) {
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> out.append((char) hex(2, "invalid hexadecimal character sequence"));
            case 'u' -> unicode(out);
            default -> out.append(c);
        }
    }

    private int hex(int digits, String problem) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw error(problem, text.substring(Math.min(at, text.length())));
            }
            value = value * 16 + digit;
            at++;
        }
        return value;
    }

    private void unicode(StringBuilder out) {
        String problem = "invalid Unicode escape sequence";
        int code;
        if (at < text.length() && text.charAt(at) == '{') {
            int close = text.indexOf('}', at);
            if (close < 0 || close - at > 7 || close == at + 1) {
                throw error(problem, text.substring(at));
            }
            at++;
            code = hex(close - at, problem);
            at++;
        } else {
            code = hex(4, problem);
        }
        if (code == 0) {
            throw new SqlException(SqlState.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
                    .withDetail("\\u0000 cannot be converted to text.");
        }
        surrogates(code, out);
    }

    private static void surrogates(int code, StringBuilder out) {
        boolean afterHigh = !out.isEmpty() && Character.isHighSurrogate(out.charAt(out.length() - 1));
        boolean low = code <= Character.MAX_VALUE && Character.isLowSurrogate((char) code);
        boolean high = code <= Character.MAX_VALUE && Character.isHighSurrogate((char) code);
        if (high && afterHigh || low != afterHigh) {
            throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type jsonpath")
                    .withDetail(
                            high
                                    ? "Unicode high surrogate must not follow a high surrogate."
                                    : "Unicode low surrogate must follow a high surrogate.");
        }
        out.appendCodePoint(code);
    }
}
