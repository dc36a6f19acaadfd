package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Turns PostgreSQL's advanced regular expressions into Java's (PostgreSQL 18 manual, 9.7.3).
///
/// Of alternatives, Java takes the first that matches where PostgreSQL takes the longest.
final class RegexTranslator {

    /// Options as letters give them (manual, table 9.25).
    ///
    /// @param newlineAnchors whether `^` and `$` match around newlines
    /// @param newlineStops whether `.` and `[^…]` leave newlines out
    record Options(boolean fold, boolean newlineAnchors, boolean newlineStops, boolean expanded, boolean literal) {

        static final Options NONE = new Options(false, false, false, false, false);

        /// @throws SqlException 22023 for an unknown letter
        Options with(char letter) {
            return switch (letter) {
                case 'i' -> new Options(true, newlineAnchors, newlineStops, expanded, literal);
                case 'c' -> new Options(false, newlineAnchors, newlineStops, expanded, literal);
                case 'n', 'm' -> new Options(fold, true, true, expanded, literal);
                case 'p' -> new Options(fold, false, true, expanded, literal);
                case 'w' -> new Options(fold, true, false, expanded, literal);
                case 's' -> new Options(fold, false, false, expanded, literal);
                case 'x' -> new Options(fold, newlineAnchors, newlineStops, true, literal);
                case 't' -> new Options(fold, newlineAnchors, newlineStops, false, literal);
                case 'q' -> new Options(fold, newlineAnchors, newlineStops, expanded, true);
                case 'b', 'e' -> this;
                default ->
                    throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE, "invalid regular expression option: \"" + letter + "\"");
            };
        }
    }

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private Options options;
    private int at;
    // Whether what was read last can be repeated.
    private boolean repeatable;

    private RegexTranslator(String source, Options options) {
        this.source = source;
        this.options = options;
    }

    /// @throws SqlException 2201B
    static Pattern compile(String source, Options options) {
        return new RegexTranslator(source, options).compile();
    }

    private Pattern compile() {
        if (source.startsWith("***=")) {
            options = options.with('q');
            at = 4;
        } else if (source.startsWith("***:")) {
            at = 4;
        }
        int flags = 0;
        if (options.literal()) {
            out.append(Pattern.quote(source.substring(at)));
        } else {
            embeddedOptions();
            while (at < source.length()) {
                element();
            }
        }
        flags |= options.fold() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        flags |= options.expanded() ? Pattern.COMMENTS : 0;
        flags |= out.indexOf("\\") >= 0 ? Pattern.UNICODE_CHARACTER_CLASS : 0;
        try {
            return Pattern.compile(out.toString(), flags);
        } catch (PatternSyntaxException e) {
            throw invalid(reason(e));
        }
    }

    private static String reason(PatternSyntaxException e) {
        String text = e.getDescription();
        if (text.contains("Unclosed group") || text.contains("Unmatched closing")) {
            return "parentheses () not balanced";
        }
        if (text.contains("character class")) {
            return "brackets [] not balanced";
        }
        return text.contains("Dangling") || text.contains("repetition") || text.contains("quantifier")
                ? "quantifier operand invalid"
                : "invalid escape \\ sequence";
    }

    private static SqlException invalid(String reason) {
        return new SqlException(SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + reason);
    }

    // "(?in)" at the start.
    private void embeddedOptions() {
        if (!source.startsWith("(?", at)) {
            return;
        }
        int end = source.indexOf(')', at);
        if (end < 0 || !source.substring(at + 2, end).matches("[a-z]+")) {
            return;
        }
        for (int i = at + 2; i < end; i++) {
            options = options.with(source.charAt(i));
        }
        at = end + 1;
    }

    private void element() {
        char c = source.charAt(at);
        switch (c) {
            case '\\' -> escape();
            case '[' -> bracket();
            case '.' -> simple(options.newlineStops() ? "[^\\n]" : "(?s:.)");
            case '^' -> anchor(options.newlineAnchors() ? "(?<=\\A|\\n)" : "\\A");
            case '$' -> anchor(options.newlineAnchors() ? "(?=\\n|\\z)" : "\\z");
            case '*', '+', '?' -> quantifier();
            case '{' -> {
                if (at + 1 < source.length() && Character.isDigit(source.charAt(at + 1))) {
                    quantifier();
                } else {
                    simple("\\{");
                }
            }
            case '(' -> open();
            case '|' -> {
                out.append(c);
                at++;
                repeatable = false;
            }
            case ')', '}', ']' -> simple(c == ')' ? ")" : "\\" + c);
            default -> {
                int codePoint = source.codePointAt(at);
                out.appendCodePoint(codePoint);
                at += Character.charCount(codePoint);
                repeatable = true;
            }
        }
    }

    private void simple(String translated) {
        out.append(translated);
        at++;
        repeatable = true;
    }

    private void anchor(String translated) {
        out.append(translated);
        at++;
        repeatable = false;
    }

    private void open() {
        String[] heads = {"(?:", "(?=", "(?!", "(?<=", "(?<!"};
        for (String head : heads) {
            if (source.startsWith(head, at)) {
                out.append(head);
                at += head.length();
                repeatable = false;
                return;
            }
        }
        if (source.startsWith("(?#", at)) {
            int end = source.indexOf(')', at);
            at = end < 0 ? source.length() : end + 1;
            return;
        }
        if (source.startsWith("(?", at)) {
            throw invalid("quantifier operand invalid");
        }
        out.append('(');
        at++;
        repeatable = false;
    }

    private void quantifier() {
        if (!repeatable) {
            throw invalid("quantifier operand invalid");
        }
        char c = source.charAt(at);
        if (c == '{') {
            int end = source.indexOf('}', at);
            if (end < 0 || !source.substring(at + 1, end).matches("\\d+(,\\d*)?")) {
                throw invalid("invalid repetition count(s)");
            }
            checkBounds(source.substring(at + 1, end));
            out.append(source, at, end + 1);
            at = end + 1;
        } else {
            out.append(c);
            at++;
        }
        if (at < source.length() && source.charAt(at) == '?') {
            out.append('?');
            at++;
        }
        repeatable = false;
    }

    private static void checkBounds(String bounds) {
        int comma = bounds.indexOf(',');
        String low = comma < 0 ? bounds : bounds.substring(0, comma);
        String high = comma < 0 || comma == bounds.length() - 1 ? low : bounds.substring(comma + 1);
        if (low.length() > 3 || high.length() > 3 || Integer.parseInt(low) > 255 || Integer.parseInt(high) > 255) {
            throw invalid("invalid repetition count(s)");
        }
        if (Integer.parseInt(high) < Integer.parseInt(low)) {
            throw invalid("invalid repetition count(s)");
        }
    }

    private void escape() {
        if (at + 1 >= source.length()) {
            throw invalid("invalid escape \\ sequence");
        }
        char c = source.charAt(at + 1);
        switch (c) {
            case 'm' -> constraint("\\b(?=\\w)");
            case 'M' -> constraint("\\b(?<=\\w)");
            case 'y' -> constraint("\\b");
            case 'Y' -> constraint("\\B");
            case 'A' -> constraint("\\A");
            case 'Z' -> constraint("\\z");
            default -> {
                at += RegexEscapes.translate(source, at, out, RegexTranslator::invalid);
                repeatable = true;
            }
        }
    }

    private void constraint(String translated) {
        out.append(translated);
        at += 2;
        repeatable = false;
    }

    private void bracket() {
        if (source.startsWith("[[:<:]]", at)) {
            at += 5;
            constraint("\\b(?=\\w)");
            return;
        }
        if (source.startsWith("[[:>:]]", at)) {
            at += 5;
            constraint("\\b(?<=\\w)");
            return;
        }
        at++;
        out.append('[');
        boolean negated = at < source.length() && source.charAt(at) == '^';
        if (negated) {
            out.append('^').append(options.newlineStops() ? "\\n" : "");
            at++;
        }
        boolean first = true;
        while (at < source.length() && (first || source.charAt(at) != ']')) {
            member();
            first = false;
        }
        if (at >= source.length()) {
            throw invalid("brackets [] not balanced");
        }
        at++;
        out.append(']');
        repeatable = true;
    }

    private void member() {
        char c = source.charAt(at);
        if (c == '[' && at + 1 < source.length() && ":.=".indexOf(source.charAt(at + 1)) >= 0) {
            String close = source.charAt(at + 1) + "]";
            int end = source.indexOf(close, at + 2);
            if (end < 0) {
                throw invalid("brackets [] not balanced");
            }
            String name = source.substring(at + 2, end);
            out.append(
                    close.equals(":]") ? RegexEscapes.namedClass(name, RegexTranslator::invalid) : Pattern.quote(name));
            at = end + 2;
        } else if (c == '\\') {
            if (at + 1 >= source.length()) {
                throw invalid("invalid escape \\ sequence");
            }
            at += RegexEscapes.translate(source, at, out, RegexTranslator::invalid);
        } else {
            if (c == '[' || c == ']' || c == '&' || c == '^' || c == ' ' || c == '#') {
                out.append('\\');
            }
            out.append(c);
            at++;
        }
    }
}
