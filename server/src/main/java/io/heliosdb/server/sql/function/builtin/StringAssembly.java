package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Text;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions that put text together from any values, quote it, or cut it into arrays (PostgreSQL 18 manual, 9.4).
final class StringAssembly implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.byTypes("text_concat", (types, result) -> (c, a) -> {
            StringBuilder out = new StringBuilder();
            for (Piece piece : pieces(types, a, 0)) {
                out.append(piece.value() == null ? "" : show(piece, c));
            }
            return out.toString();
        });
        b.byTypes("text_concat_ws", (types, result) -> (c, a) -> concatenateWith(types, c, a));
        b.byTypes(
                "text_format",
                (types, result) ->
                        (c, a) -> a[0] == null ? null : new FormatString((String) a[0], pieces(types, a, 1), c).run());
        b.c1("text_format_nv", (FunctionContext c, String x) -> new FormatString(x, List.of(), c).run());
        b.f1("quote_ident", (String x) -> quoteIdentifier(x));
        b.f1("quote_literal", (String x) -> quoteLiteral(x));
        b.scalar("quote_nullable", (c, a) -> a[0] == null ? "NULL" : quoteLiteral((String) a[0]));
        b.byTypes(
                "quote_literal(anyelement)",
                (types, result) -> (c, a) ->
                        a[0] == null ? null : quoteLiteral(types.getFirst().format(a[0], c)));
        b.byTypes(
                "quote_nullable(anyelement)",
                (types, result) -> (c, a) ->
                        a[0] == null ? "NULL" : quoteLiteral(types.getFirst().format(a[0], c)));
        b.scalar("text_to_array", (c, a) -> toArray((String) a[0], (String) a[1], null));
        b.scalar("text_to_array_null", (c, a) -> toArray((String) a[0], (String) a[1], (String) a[2]));
        b.set("text_to_table", (c, a) -> rows(toArray((String) a[0], (String) a[1], null)));
        b.set("text_to_table_null", (c, a) -> rows(toArray((String) a[0], (String) a[1], (String) a[2])));
        b.byTypes("array_to_text", (types, result) -> (c, a) -> toText(types.getFirst(), c, a));
        b.byTypes("array_to_text_null", (types, result) -> (c, a) -> toText(types.getFirst(), c, a));
    }

    /// A value with its type.
    record Piece(@Nullable Object value, Type type) {}

    /// The arguments from one on; an array marked VARIADIC counts as its elements.
    static List<Piece> pieces(List<Type> types, @Nullable Object[] arguments, int from) {
        List<Piece> pieces = new ArrayList<>();
        if (types.getLast().equals(Types.ANY) && types.get(from) instanceof ArrayType array) {
            Type element = array.elementType();
            if (arguments[from] instanceof ArrayValue values) {
                for (Object item : values.elements()) {
                    pieces.add(new Piece(item, element));
                }
            }
            return pieces;
        }
        for (int i = from; i < arguments.length; i++) {
            pieces.add(new Piece(arguments[i], types.get(i)));
        }
        return pieces;
    }

    /// The value's text; a boolean reads `t` or `f`.
    static String show(Piece piece, FunctionContext context) {
        Object value = piece.value();
        return value == null ? "" : piece.type().format(value, context);
    }

    private static @Nullable Object concatenateWith(List<Type> types, FunctionContext context, @Nullable Object[] a) {
        if (a[0] == null) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Piece piece : pieces(types, a, 1)) {
            if (piece.value() != null) {
                out.append(first ? "" : a[0]).append(show(piece, context));
                first = false;
            }
        }
        return out.toString();
    }

    /// An identifier, in quotes when it must be.
    static String quoteIdentifier(String name) {
        return Identifiers.quote(name);
    }

    /// A string constant; with a backslash in it, of the `E` form.
    static String quoteLiteral(String text) {
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') >= 0 ? "E'" + doubled.replace("\\", "\\\\") + "'" : "'" + doubled + "'";
    }

    private static @Nullable ArrayValue toArray(
            @Nullable String text, @Nullable String separator, @Nullable String nullText) {
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            return ArrayValue.empty(Types.TEXT);
        }
        List<String> parts;
        if (separator == null) {
            parts = text.codePoints().mapToObj(Character::toString).toList();
        } else {
            parts = separator.isEmpty() ? List.of(text) : Splitting.split(text, separator);
        }
        Object[] items = new Object[parts.size()];
        for (int i = 0; i < items.length; i++) {
            items[i] = parts.get(i).equals(nullText) ? null : parts.get(i);
        }
        return ArrayValue.of(Types.TEXT, items);
    }

    private static Iterator<@Nullable Object[]> rows(@Nullable ArrayValue array) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (array != null) {
            Arrays.stream(array.elements()).forEach(item -> rows.add(new Object[] {item}));
        }
        return rows.iterator();
    }

    private static @Nullable Object toText(Type type, FunctionContext context, @Nullable Object[] a) {
        if (a[0] == null || a[1] == null) {
            return null;
        }
        Type element = Types.elementOf(type).orElse(Types.TEXT);
        Object nullText = a.length > 2 ? a[2] : null;
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Object item : ((ArrayValue) a[0]).elements()) {
            Object shown = item == null ? nullText : element.format(item, context);
            if (shown != null) {
                out.append(first ? "" : a[1]).append(shown);
                first = false;
            }
        }
        return out.toString();
    }

    /// `format`: `%[position][flags][width]type` with the types s, I, L and `%%`.
    private static final class FormatString {

        private final String format;
        private final List<Piece> pieces;
        private final FunctionContext context;
        private final StringBuilder out = new StringBuilder();
        private int at;
        private int next;

        FormatString(String format, List<Piece> pieces, FunctionContext context) {
            this.format = format;
            this.pieces = pieces;
            this.context = context;
        }

        String run() {
            while (at < format.length()) {
                char c = format.charAt(at++);
                if (c != '%') {
                    out.append(c);
                } else if (peek() == '%') {
                    out.append('%');
                    at++;
                } else {
                    specifier();
                }
            }
            return out.toString();
        }

        private char peek() {
            if (at >= format.length()) {
                throw invalid("unterminated format() type specifier").withHint("For a single \"%\" use \"%%\".");
            }
            return format.charAt(at);
        }

        private static SqlException invalid(String message) {
            return new SqlException(SqlState.INVALID_PARAMETER_VALUE, message);
        }

        private int number() {
            long value = 0;
            while (peek() >= '0' && peek() <= '9') {
                value = value * 10 + (peek() - '0');
                if (value > Integer.MAX_VALUE) {
                    throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "number is out of range");
                }
                at++;
            }
            return (int) value;
        }

        private void specifier() {
            int position = -1;
            int width = 0;
            int start = at;
            int value = number();
            if (at > start && peek() == '$') {
                position = value;
                if (position == 0) {
                    throw invalid("format specifies argument 0, but arguments are numbered from 1");
                }
                at++;
            } else {
                at = start;
            }
            boolean left = false;
            while (peek() == '-') {
                left = true;
                at++;
            }
            if (peek() == '*') {
                at++;
                width = starWidth();
            } else {
                width = number();
            }
            char type = peek();
            at++;
            if (type != 's' && type != 'I' && type != 'L') {
                throw invalid("unrecognized format() type specifier \"" + type + "\"")
                        .withHint("For a single \"%\" use \"%%\".");
            }
            append(text(type, piece(position)), Math.abs(width), left || width < 0);
        }

        private int starWidth() {
            int start = at;
            int position = number();
            if (at > start) {
                if (peek() != '$') {
                    throw invalid("width argument position must be ended by \"$\"");
                }
                at++;
            }
            Piece piece = piece(at > start ? position : -1);
            return piece.value() == null ? 0 : Integer.parseInt(show(piece, context));
        }

        private Piece piece(int position) {
            int index = position < 0 ? next : position - 1;
            next = index + 1;
            if (index >= pieces.size()) {
                throw invalid("too few arguments for format()");
            }
            return pieces.get(index);
        }

        private String text(char type, Piece piece) {
            if (piece.value() == null) {
                if (type == 'I') {
                    throw new SqlException(
                            SqlState.NULL_VALUE_NOT_ALLOWED, "null values cannot be formatted as an SQL identifier");
                }
                return type == 'L' ? "NULL" : "";
            }
            String shown = show(piece, context);
            return type == 'I' ? quoteIdentifier(shown) : type == 'L' ? quoteLiteral(shown) : shown;
        }

        private void append(String text, int width, boolean left) {
            int missing = Math.max(0, width - Text.length(text));
            StringFunctions.checkLength(missing);
            out.append(left ? text : " ".repeat(missing)).append(left ? " ".repeat(missing) : text);
        }
    }
}
