package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text form of rows (PostgreSQL 18 manual, 8.16.6).
final class RowParser {

    private final String text;
    private int at;

    RowParser(String text) {
        this.text = text;
    }

    /// The texts of the fields; null for NULL.
    List<@Nullable String> parse(int count) {
        skipSpace();
        if (peek() != '(') {
            throw malformed("Missing left parenthesis.");
        }
        at++;
        List<@Nullable String> fields = new ArrayList<>();
        if (count == 0 && peek() == ')') {
            at++;
        } else {
            while (true) {
                fields.add(field());
                char c = peek();
                at++;
                if (c == ')') {
                    break;
                }
                if (fields.size() == count) {
                    throw malformed("Too many columns.");
                }
            }
        }
        if (fields.size() < count) {
            throw malformed("Too few columns.");
        }
        skipSpace();
        if (at < text.length()) {
            throw malformed("Junk after right parenthesis.");
        }
        return fields;
    }

    private @Nullable String field() {
        if (peek() == ',' || peek() == ')') {
            return null;
        }
        StringBuilder out = new StringBuilder();
        boolean inQuotes = false;
        while (inQuotes || (peek() != ',' && peek() != ')')) {
            if (at >= text.length()) {
                throw malformed("Unexpected end of input.");
            }
            char c = text.charAt(at++);
            if (c == '\\') {
                if (at >= text.length()) {
                    throw malformed("Unexpected end of input.");
                }
                out.append(text.charAt(at++));
            } else if (c == '"') {
                if (inQuotes && peek() == '"') {
                    out.append('"');
                    at++;
                } else {
                    inQuotes = !inQuotes;
                }
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static String format(RowValue row, TypeContext context) {
        StringBuilder out = new StringBuilder("(");
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            Object field = row.field(i);
            if (field != null) {
                append(out, row.type().fields().get(i).type().type().format(field, context));
            }
        }
        return out.append(')').toString();
    }

    private static void append(StringBuilder out, String text) {
        boolean quote = text.isEmpty();
        for (int i = 0; i < text.length() && !quote; i++) {
            char c = text.charAt(i);
            quote = c == '"' || c == '\\' || c == '(' || c == ')' || c == ',' || Text.isSpace(c);
        }
        if (!quote) {
            out.append(text);
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append(c);
            }
            out.append(c);
        }
        out.append('"');
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
        return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "malformed record literal: \"" + text + "\"")
                .withDetail(detail);
    }
}
