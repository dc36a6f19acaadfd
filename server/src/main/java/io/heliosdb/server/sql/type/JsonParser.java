package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads JSON texts (RFC 8259), with PostgreSQL's errors.
public final class JsonParser {

    // Deeper nesting could overflow the stack of a thread.
    private static final int MAX_DEPTH = 2000;

    private final String text;
    // Strings must be decodable: \u0000 and lone surrogates are refused.
    private final boolean strict;
    private int at;
    private int depth;

    private JsonParser(String text, boolean strict) {
        this.text = text;
        this.strict = strict;
    }

    /// Checks a text without keeping anything.
    ///
    /// @throws SqlException 22P02
    static void validate(String text) {
        parse(text, false);
    }

    /// Reads a text whose strings will be decoded.
    ///
    /// @throws SqlException 22P02, 22P05
    public static JsonNode parse(String text) {
        return parse(text, true);
    }

    private static JsonNode parse(String text, boolean strict) {
        JsonParser parser = new JsonParser(text, strict);
        JsonNode node = parser.value();
        parser.space();
        if (parser.at < text.length()) {
            throw parser.expected("Expected end of input, but found \"%s\".");
        }
        return node;
    }

    private JsonNode value() {
        space();
        if (at >= text.length()) {
            throw error("The input string ended unexpectedly.");
        }
        int start = at;
        return switch (text.charAt(at)) {
            case '{' -> object(start);
            case '[' -> array(start);
            case '"' -> {
                String string = string();
                yield new JsonNode.Scalar(text, start, at, string);
            }
            case ']', '}', ',', ':' -> throw expected("Expected JSON value, but found \"%s\".");
            default -> {
                literal(start);
                yield new JsonNode.Scalar(text, start, at, null);
            }
        };
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        }
        at++;
        space();
    }

    private JsonNode object(int start) {
        enter();
        List<JsonNode.Member> members = new ArrayList<>();
        if (peek() == '}') {
            at++;
        } else {
            String wanted = "Expected string or \"}\", but found \"%s\".";
            while (true) {
                space();
                if (peek() != '"') {
                    throw expected(wanted);
                }
                String key = string();
                space();
                if (peek() != ':') {
                    throw expected("Expected \":\", but found \"%s\".");
                }
                at++;
                members.add(new JsonNode.Member(key, value()));
                space();
                if (peek() == '}') {
                    at++;
                    break;
                }
                if (peek() != ',') {
                    throw expected("Expected \",\" or \"}\", but found \"%s\".");
                }
                at++;
                wanted = "Expected string, but found \"%s\".";
            }
        }
        depth--;
        return new JsonNode.Members(text, start, at, members);
    }

    private JsonNode array(int start) {
        enter();
        List<JsonNode> elements = new ArrayList<>();
        if (peek() == ']') {
            at++;
        } else {
            while (true) {
                elements.add(value());
                space();
                if (peek() == ']') {
                    at++;
                    break;
                }
                if (peek() != ',') {
                    throw expected("Expected \",\" or \"]\", but found \"%s\".");
                }
                at++;
            }
        }
        depth--;
        return new JsonNode.Array(text, start, at, elements);
    }

    private void literal(int start) {
        char c = text.charAt(at);
        if (c == '-' || (c >= '0' && c <= '9')) {
            number(start);
            return;
        }
        int end = tokenEnd(start);
        String word = text.substring(start, end);
        if (!word.equals("true") && !word.equals("false") && !word.equals("null")) {
            throw error("Token \"" + word + "\" is invalid.");
        }
        at = end;
    }

    private void number(int start) {
        int end = start;
        if (charAt(end) == '-') {
            end++;
        }
        boolean good = isDigit(charAt(end));
        if (charAt(end) == '0') {
            end++;
        } else {
            end = digits(end);
        }
        if (good && charAt(end) == '.') {
            good = isDigit(charAt(end + 1));
            end = digits(end + 1);
        }
        if (good && (charAt(end) == 'e' || charAt(end) == 'E')) {
            end++;
            if (charAt(end) == '+' || charAt(end) == '-') {
                end++;
            }
            good = isDigit(charAt(end));
            end = digits(end);
        }
        int tokenEnd = end;
        while (tokenEnd < text.length() && isWordChar(text.charAt(tokenEnd))) {
            tokenEnd++;
        }
        if (!good || tokenEnd > end) {
            throw error("Token \"" + text.substring(start, tokenEnd) + "\" is invalid.");
        }
        at = end;
    }

    private int digits(int from) {
        int end = from;
        while (isDigit(charAt(end))) {
            end++;
        }
        return end;
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c >= 0x80;
    }

    private int tokenEnd(int start) {
        int end = start;
        while (end < text.length() && isWordChar(text.charAt(end))) {
            end++;
        }
        return end == start ? start + Character.charCount(text.codePointAt(start)) : end;
    }

    private String string() {
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\' && text.charAt(at) >= ' ') {
            at++;
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        StringBuilder out = new StringBuilder(text.substring(start, at));
        while (true) {
            if (at >= text.length()) {
                throw error("Token \"" + text.substring(start - 1) + "\" is invalid.");
            }
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c < ' ') {
                throw error(String.format(Locale.ROOT, "Character with value 0x%02x must be escaped.", (int) c));
            }
            at++;
            if (c == '\\') {
                escape(out);
            } else {
                out.append(c);
            }
        }
    }

    private void escape(StringBuilder out) {
        if (at >= text.length()) {
            throw error("Token \"" + text.substring(text.lastIndexOf('"')) + "\" is invalid.");
        }
        char c = text.charAt(at++);
        switch (c) {
            case '"', '\\', '/' -> out.append(c);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> unicode(out);
            default -> {
                String shown = text.substring(at - 1, at - 1 + Character.charCount(text.codePointAt(at - 1)));
                throw error("Escape sequence \"\\" + shown + "\" is invalid.");
            }
        }
    }

    private void unicode(StringBuilder out) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw error("\"\\u\" must be followed by four hexadecimal digits.");
            }
            value = value * 16 + digit;
            at++;
        }
        char c = (char) value;
        if (strict) {
            checkUnicode(c, out);
        }
        out.append(c);
    }

    private void checkUnicode(char c, StringBuilder out) {
        if (c == 0) {
            throw new SqlException(SqlState.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
                    .withDetail("\\u0000 cannot be converted to text.");
        }
        boolean afterHigh = !out.isEmpty() && Character.isHighSurrogate(out.charAt(out.length() - 1));
        if (Character.isHighSurrogate(c)) {
            if (afterHigh) {
                throw error("Unicode high surrogate must not follow a high surrogate.");
            }
            boolean lowFollows = text.startsWith("\\u", at);
            if (!lowFollows) {
                throw error("Unicode low surrogate must follow a high surrogate.");
            }
        } else if (Character.isLowSurrogate(c) != afterHigh) {
            throw error("Unicode low surrogate must follow a high surrogate.");
        }
    }

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                return;
            }
            at++;
        }
    }

    private char peek() {
        return charAt(at);
    }

    private SqlException expected(String format) {
        if (at >= text.length()) {
            return error("The input string ended unexpectedly.");
        }
        char c = text.charAt(at);
        if (isWordChar(c) || c == '"' || c == '-') {
            // A bad token is told before its place.
            int start = at;
            if (c == '"') {
                string();
            } else {
                literal(start);
            }
            return error(format.replace("%s", text.substring(start, at)));
        }
        if ("{}[],:".indexOf(c) < 0) {
            return error("Token \"" + text.substring(at, tokenEnd(at)) + "\" is invalid.");
        }
        return error(format.replace("%s", String.valueOf(c)));
    }

    private static SqlException error(String detail) {
        return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json")
                .withDetail(detail);
    }
}
