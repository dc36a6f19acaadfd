package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.DateTimeFormat;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.TimeZones;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeContext;
import io.heliosdb.server.sql.type.Types;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Any SQL value as JSON (PostgreSQL 18 manual, `to_json`).
final class JsonEncoder {

    private JsonEncoder() {}

    /// The value as `jsonb`.
    static JsonValue value(Type declared, @Nullable Object value, FunctionContext context) {
        if (value == null) {
            return JsonValue.ofNull();
        }
        Type type = Types.baseOf(declared);
        return switch (value) {
            case JsonValue json -> json;
            case Boolean bool -> JsonValue.of(bool);
            case ArrayValue array when type instanceof ArrayType -> array(array, 0, new int[1], context);
            case RowValue row -> row(row, context);
            default -> scalar(type, value, context);
        };
    }

    private static JsonValue scalar(Type type, Object value, FunctionContext context) {
        if (type.equals(Types.JSON)) {
            return JsonValue.parse((String) value);
        }
        String text = text(type, value, context);
        if (isNumber(type)) {
            Numeric number = Numeric.parse(text);
            return number.isFinite() ? new JsonValue.Num(number) : new JsonValue.Str(text);
        }
        return new JsonValue.Str(text);
    }

    private static JsonValue array(ArrayValue array, int depth, int[] next, FunctionContext context) {
        List<JsonValue> elements = new ArrayList<>();
        if (array.dimensions() > 0) {
            for (int i = 0; i < array.length(depth); i++) {
                elements.add(
                        depth + 1 < array.dimensions()
                                ? array(array, depth + 1, next, context)
                                : value(array.elementType(), array.element(next[0]++), context));
            }
        }
        return new JsonValue.Array(elements);
    }

    private static JsonValue row(RowValue row, FunctionContext context) {
        NavigableMap<String, JsonValue> members = new TreeMap<>(JsonValue.KEY_ORDER);
        for (int i = 0; i < row.size(); i++) {
            RowType.Field field = row.type().fields().get(i);
            members.put(field.name(), value(field.type().type(), row.field(i), context));
        }
        return new JsonValue.Members(members);
    }

    private static boolean isNumber(Type type) {
        return switch (type.name()) {
            case "int2", "int4", "int8", "float4", "float8", "numeric" -> true;
            default -> false;
        };
    }

    private static String text(Type type, Object value, FunctionContext context) {
        return switch (type.name()) {
            case "date" -> type.format(value, new IsoContext(context));
            case "timestamp" ->
                DateTimeFormat.timestamp((Long) value, new IsoContext(context)).replaceFirst(" ", "T");
            case "timestamptz" -> moment((Long) value, context);
            default -> type.format(value, context);
        };
    }

    // With hours and minutes of the offset always.
    private static String moment(long moment, FunctionContext context) {
        if (!DateMath.isFinite(moment)) {
            return moment > 0 ? "infinity" : "-infinity";
        }
        int offset = TimeZones.offsetAt(context.timeZone(), moment);
        String local = DateTimeFormat.timestamp(moment + offset * DateMath.MICROS_PER_SECOND, new IsoContext(context));
        String zone = DateTimeFormat.offset(offset);
        String full = zone.length() == 3 ? zone + ":00" : zone;
        boolean beforeChrist = local.endsWith(" BC");
        String body = beforeChrist ? local.substring(0, local.length() - 3) : local;
        return body.replaceFirst(" ", "T") + full + (beforeChrist ? " BC" : "");
    }

    /// Appends the value as `json` text, with no spaces between its parts.
    ///
    /// @param pretty whether the parts of the outermost row or array stand on lines of their own
    static void append(
            Type declared, @Nullable Object value, FunctionContext context, boolean pretty, StringBuilder out) {
        if (value == null) {
            out.append("null");
            return;
        }
        Type type = Types.baseOf(declared);
        switch (value) {
            case JsonValue json -> out.append(json.text());
            case Boolean bool -> out.append(bool);
            case ArrayValue array
            when type instanceof ArrayType ->
                appendArray(new ArrayCursor(array), 0, context, pretty ? ",\n " : ",", out);
            case RowValue row -> appendRow(row, context, pretty, out);
            default -> appendScalar(type, value, context, out);
        }
    }

    private static void appendScalar(Type type, Object value, FunctionContext context, StringBuilder out) {
        if (type.equals(Types.JSON)) {
            out.append(value);
            return;
        }
        String text = text(type, value, context);
        if (isNumber(type) && text.indexOf('N') < 0 && text.indexOf('I') < 0) {
            out.append(text);
        } else {
            JsonValue.quote(text, out);
        }
    }

    private static void appendArray(
            ArrayCursor cursor, int depth, FunctionContext context, String separator, StringBuilder out) {
        ArrayValue array = cursor.array;
        out.append('[');
        int length = array.dimensions() == 0 ? 0 : array.length(depth);
        for (int i = 0; i < length; i++) {
            out.append(i > 0 ? separator : "");
            if (depth + 1 < array.dimensions()) {
                appendArray(cursor, depth + 1, context, ",", out);
            } else {
                append(array.elementType(), array.element(cursor.next++), context, false, out);
            }
        }
        out.append(']');
    }

    /// Where the writing of an array has come to.
    private static final class ArrayCursor {
        final ArrayValue array;
        int next;

        ArrayCursor(ArrayValue array) {
            this.array = array;
        }
    }

    private static void appendRow(RowValue row, FunctionContext context, boolean pretty, StringBuilder out) {
        out.append('{');
        for (int i = 0; i < row.size(); i++) {
            RowType.Field field = row.type().fields().get(i);
            out.append(i > 0 ? pretty ? ",\n " : "," : "");
            JsonValue.quote(field.name(), out);
            append(field.type().type(), row.field(i), context, false, out.append(':'));
        }
        out.append('}');
    }

    static String text(Type type, @Nullable Object value, FunctionContext context, boolean pretty) {
        StringBuilder out = new StringBuilder();
        append(type, value, context, pretty, out);
        return out.toString();
    }

    /// A key of an object.
    ///
    /// @throws SqlException 22023 for null, and for what is no scalar
    static String key(Type type, @Nullable Object value, FunctionContext context, String nullMessage) {
        if (value == null) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, nullMessage);
        }
        if (value instanceof ArrayValue
                || value instanceof RowValue
                || value instanceof JsonValue
                || type.equals(Types.JSON)) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "key value must be scalar, not array, composite, or json");
        }
        return value instanceof Boolean bool ? bool.toString() : text(Types.baseOf(type), value, context);
    }

    /// The session's context with dates in ISO form.
    private record IsoContext(FunctionContext context) implements TypeContext {
        @Override
        public ZoneId timeZone() {
            return context.timeZone();
        }

        @Override
        public String dateStyle() {
            return "ISO, MDY";
        }

        @Override
        public String intervalStyle() {
            return context.intervalStyle();
        }

        @Override
        public int extraFloatDigits() {
            return context.extraFloatDigits();
        }

        @Override
        public boolean byteaEscape() {
            return context.byteaEscape();
        }

        @Override
        public Instant transactionStart() {
            return context.transactionStart();
        }

        @Override
        public NameResolver names() {
            return context.names();
        }
    }
}
