package io.heliosdb.server.sql.type;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes arrays as text (PostgreSQL 18 manual, 8.15.6).
final class ArrayFormat {

    private final StringBuilder out = new StringBuilder();
    private final ArrayValue array;
    private final Type element;
    private final TypeContext context;
    private int next;

    private ArrayFormat(ArrayValue array, Type element, TypeContext context) {
        this.array = array;
        this.element = element;
        this.context = context;
    }

    static String format(ArrayValue array, Type element, TypeContext context) {
        if (array.isEmpty()) {
            return "{}";
        }
        ArrayFormat format = new ArrayFormat(array, element, context);
        format.bounds();
        format.dimension(0);
        return format.out.toString();
    }

    private void bounds() {
        boolean usual = true;
        for (int bound : array.lowerBounds()) {
            usual &= bound == 1;
        }
        if (usual) {
            return;
        }
        for (int i = 0; i < array.dimensions(); i++) {
            int low = array.lowerBound(i);
            out.append('[')
                    .append(low)
                    .append(':')
                    .append(low + array.length(i) - 1)
                    .append(']');
        }
        out.append('=');
    }

    private void dimension(int depth) {
        out.append('{');
        for (int i = 0; i < array.length(depth); i++) {
            if (i > 0) {
                out.append(element.delimiter());
            }
            if (depth + 1 < array.dimensions()) {
                dimension(depth + 1);
            } else {
                item(array.element(next++));
            }
        }
        out.append('}');
    }

    private void item(@Nullable Object value) {
        if (value == null) {
            out.append("NULL");
            return;
        }
        String text = element.format(value, context);
        if (!needsQuotes(text)) {
            out.append(text);
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    private boolean needsQuotes(String text) {
        if (text.isEmpty() || text.toUpperCase(Locale.ROOT).equals("NULL")) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c == '{' || c == '}' || c == element.delimiter() || Text.isSpace(c)) {
                return true;
            }
        }
        return false;
    }
}
