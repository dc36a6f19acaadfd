package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads arrays from text (PostgreSQL 18 manual, 8.15.2), with PostgreSQL's details in errors.
final class ArrayParser {

    private final String text;
    private final Type element;
    private final TypeContext context;
    private final List<@Nullable Object> elements = new ArrayList<>();
    private final int[] lengths = new int[ArrayValue.MAX_DIMENSIONS];
    private int dimensions = -1;
    private int at;

    ArrayParser(String text, Type element, TypeContext context) {
        this.text = text;
        this.element = element;
        this.context = context;
    }

    static SqlException tooManyDimensions(int dimensions) {
        return new SqlException(
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                "number of array dimensions (" + dimensions + ") exceeds the maximum allowed (6)");
    }

    ArrayValue parse() {
        skipSpace();
        List<int[]> bounds = explicitBounds();
        if (at >= text.length() || text.charAt(at) != '{') {
            throw malformed(
                    bounds.isEmpty()
                            ? "Array value must start with \"{\" or dimension information."
                            : "Array contents must start with \"{\".");
        }
        level(0);
        skipSpace();
        if (at < text.length()) {
            throw malformed("Junk after closing right brace.");
        }
        if (elements.isEmpty()) {
            return ArrayValue.empty(element);
        }
        int[] actual = Arrays.copyOf(lengths, dimensions);
        return new ArrayValue(element, actual, lowerBounds(bounds, actual), elements.toArray());
    }

    private int[] lowerBounds(List<int[]> bounds, int[] actual) {
        int[] lower = new int[actual.length];
        if (!bounds.isEmpty() && bounds.size() != actual.length) {
            throw malformed("Specified array dimensions do not match array contents.");
        }
        for (int i = 0; i < lower.length; i++) {
            lower[i] = bounds.isEmpty() ? 1 : bounds.get(i)[0];
            if (!bounds.isEmpty() && bounds.get(i)[1] - bounds.get(i)[0] + 1 != actual[i]) {
                throw malformed("Specified array dimensions do not match array contents.");
            }
        }
        return lower;
    }

    // "[1:2][3:4]=" before the contents.
    private List<int[]> explicitBounds() {
        List<int[]> bounds = new ArrayList<>();
        while (at < text.length() && text.charAt(at) == '[') {
            if (bounds.size() >= ArrayValue.MAX_DIMENSIONS) {
                throw tooManyDimensions(bounds.size() + 1);
            }
            at++;
            int first = bound();
            int low = 1;
            int high = first;
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
                low = first;
                high = bound();
            }
            if (at >= text.length() || text.charAt(at) != ']') {
                throw malformed("Missing \"]\" after array dimensions.");
            }
            at++;
            if (high < low) {
                throw new SqlException(SqlState.ARRAY_ELEMENT_ERROR, "upper bound cannot be less than lower bound");
            }
            bounds.add(new int[] {low, high});
            skipSpace();
        }
        if (!bounds.isEmpty()) {
            if (at >= text.length() || text.charAt(at) != '=') {
                throw malformed("Missing \"=\" after array dimensions.");
            }
            at++;
            skipSpace();
        }
        return bounds;
    }

    private int bound() {
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || "+-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw malformed("\"[\" must introduce explicitly-specified array dimensions.");
        }
        return Modifiers.integer(text.substring(start, at));
    }

    // Reads one braced level and all within it.
    private void level(int depth) {
        if (depth >= ArrayValue.MAX_DIMENSIONS) {
            throw tooManyDimensions(depth + 1);
        }
        at++;
        int count = 0;
        skipSpace();
        if (peek() == '}') {
            at++;
            if (depth > 0 || dimensions >= 0) {
                throw malformed("Unexpected \"}\" character.");
            }
            dimensions = 0;
            return;
        }
        while (true) {
            skipSpace();
            if (peek() == '{') {
                if (dimensions >= 0 && depth + 1 >= dimensions) {
                    throw malformed("Unexpected \"{\" character.");
                }
                level(depth + 1);
            } else {
                if (dimensions < 0) {
                    dimensions = depth + 1;
                } else if (dimensions != depth + 1) {
                    throw malformed("Unexpected array element.");
                }
                item();
            }
            count++;
            skipSpace();
            char c = peek();
            at++;
            if (c == '}') {
                break;
            }
            if (c != element.delimiter()) {
                throw malformed(c == 0 ? "Unexpected end of input." : "Unexpected array element.");
            }
        }
        if (lengths[depth] == 0) {
            lengths[depth] = count;
        } else if (lengths[depth] != count) {
            throw malformed("Multidimensional arrays must have sub-arrays with matching dimensions.");
        }
    }

    private void item() {
        StringBuilder raw = new StringBuilder();
        boolean quoted = false;
        boolean quotes = false;
        int kept = 0;
        while (true) {
            char c = peek();
            if (c == 0 && at >= text.length()) {
                throw malformed("Unexpected end of input.");
            }
            if (quotes && c != '}' && c != element.delimiter() && !Text.isSpace(c)) {
                throw malformed("Unexpected array element.");
            }
            if (c == '"') {
                if (kept > 0) {
                    throw malformed("Unexpected array element.");
                }
                quotes = true;
                quoted = true;
                quoted(raw);
                kept = raw.length();
            } else if (c == '\\') {
                at++;
                if (at >= text.length()) {
                    throw malformed("Unexpected end of input.");
                }
                raw.append(text.charAt(at++));
                quoted = true;
                kept = raw.length();
            } else if (c == '}' || c == element.delimiter()) {
                break;
            } else if (c == '{') {
                throw malformed("Unexpected \"{\" character.");
            } else {
                raw.append(c);
                at++;
                kept = Text.isSpace(c) ? kept : raw.length();
            }
        }
        raw.setLength(kept);
        String value = raw.toString();
        if (value.isEmpty() && !quoted) {
            throw malformed("Unexpected \"" + peek() + "\" character.");
        }
        boolean isNull = !quoted && value.toUpperCase(Locale.ROOT).equals("NULL");
        elements.add(isNull ? null : element.parse(value, context));
    }

    private void quoted(StringBuilder raw) {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
                if (at >= text.length()) {
                    break;
                }
            }
            raw.append(text.charAt(at++));
        }
        if (at >= text.length()) {
            throw malformed("Unexpected end of input.");
        }
        at++;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipSpace() {
        while (at < text.length() && Text.isSpace(text.charAt(at))) {
            at++;
        }
    }

    private SqlException malformed(String detail) {
        return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "malformed array literal: \"" + text + "\"")
                .withDetail(detail);
    }
}
