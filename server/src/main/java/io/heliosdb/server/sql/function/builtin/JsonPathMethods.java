package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.builtin.JsonPathErrors.PathException;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.DateTimeFormat;
import io.heliosdb.server.sql.type.Floats;
import io.heliosdb.server.sql.type.JsonPath;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.TimeTz;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The methods of path expressions: `.type()`, `.size()`, `.datetime()` and so on.
final class JsonPathMethods {

    /// The forms that `.datetime()` tries, and the type that each gives.
    private static final List<Map.Entry<String, Type>> FORMS = List.of(
            Map.entry("YYYY-MM-DD", Types.DATE),
            Map.entry("HH24:MI:SS.USTZH:TZM", Types.TIMETZ),
            Map.entry("HH24:MI:SS.USTZH", Types.TIMETZ),
            Map.entry("HH24:MI:SSTZH:TZM", Types.TIMETZ),
            Map.entry("HH24:MI:SSTZH", Types.TIMETZ),
            Map.entry("HH24:MI:SS.US", Types.TIME),
            Map.entry("HH24:MI:SS", Types.TIME),
            Map.entry("YYYY-MM-DD HH24:MI:SS.USTZH:TZM", Types.TIMESTAMPTZ),
            Map.entry("YYYY-MM-DD HH24:MI:SS.USTZH", Types.TIMESTAMPTZ),
            Map.entry("YYYY-MM-DD HH24:MI:SSTZH:TZM", Types.TIMESTAMPTZ),
            Map.entry("YYYY-MM-DD HH24:MI:SSTZH", Types.TIMESTAMPTZ),
            Map.entry("YYYY-MM-DD HH24:MI:SS.US", Types.TIMESTAMP),
            Map.entry("YYYY-MM-DD HH24:MI:SS", Types.TIMESTAMP),
            Map.entry("YYYY-MM-DD\"T\"HH24:MI:SS.USTZH:TZM", Types.TIMESTAMPTZ),
            Map.entry("YYYY-MM-DD\"T\"HH24:MI:SS.USTZH", Types.TIMESTAMPTZ),
            Map.entry("YYYY-MM-DD\"T\"HH24:MI:SSTZH:TZM", Types.TIMESTAMPTZ),
            Map.entry("YYYY-MM-DD\"T\"HH24:MI:SSTZH", Types.TIMESTAMPTZ),
            Map.entry("YYYY-MM-DD\"T\"HH24:MI:SS.US", Types.TIMESTAMP),
            Map.entry("YYYY-MM-DD\"T\"HH24:MI:SS", Types.TIMESTAMP));

    private final FunctionContext context;
    private final JsonPathRun run;
    private int objects;

    JsonPathMethods(FunctionContext context, JsonPathRun run) {
        this.context = context;
        this.run = run;
    }

    void apply(JsonPath.Method method, JsonPathItem item, Consumer<JsonPathItem> next) {
        String name = method.kind().name().toLowerCase(Locale.ROOT);
        JsonValue json = item instanceof JsonPathItem.Json(JsonValue value) ? value : null;
        switch (method.kind()) {
            case TYPE -> next.accept(JsonPathItem.of(new JsonValue.Str(typeName(item))));
            case SIZE -> size(item, name, next);
            case ABS, FLOOR, CEILING -> {
                if (!(json instanceof JsonValue.Num(Numeric number))) {
                    throw JsonPathErrors.method(SqlState.NON_NUMERIC_SQL_JSON_ITEM, name, "a numeric value");
                }
                next.accept(JsonPathItem.of(new JsonValue.Num(rounded(method.kind(), number))));
            }
            case DOUBLE -> next.accept(JsonPathItem.of(new JsonValue.Num(toDouble(json))));
            case DATETIME -> next.accept(datetime(json, method.template()));
            case KEYVALUE -> {
                if (!(json instanceof JsonValue.Members object)) {
                    throw JsonPathErrors.method(SqlState.SQL_JSON_OBJECT_NOT_FOUND, name, "an object");
                }
                pairs(object, next);
            }
        }
    }

    private static String typeName(JsonPathItem item) {
        return switch (item) {
            case JsonPathItem.Json(JsonValue value) -> value.typeName();
            case JsonPathItem.Moment moment -> moment.type().displayName(-1);
        };
    }

    private void size(JsonPathItem item, String name, Consumer<JsonPathItem> next) {
        List<JsonValue> elements = JsonPathRun.elements(item);
        if (elements == null && !run.isLax()) {
            if (!run.isLenient()) {
                throw JsonPathErrors.method(SqlState.SQL_JSON_ARRAY_NOT_FOUND, name, "an array");
            }
            return;
        }
        next.accept(JsonPathItem.of(new JsonValue.Num(Numeric.of(elements == null ? 1 : elements.size()))));
    }

    private static Numeric rounded(JsonPath.Method.Kind kind, Numeric number) {
        if (!number.isFinite()) {
            return number;
        }
        return switch (kind) {
            case ABS -> Numeric.of(number.value().abs());
            case FLOOR -> Numeric.of(number.value().setScale(0, RoundingMode.FLOOR));
            default -> Numeric.of(number.value().setScale(0, RoundingMode.CEILING));
        };
    }

    private static Numeric toDouble(@Nullable JsonValue json) {
        String text =
                switch (json) {
                    case JsonValue.Num(Numeric number) -> number.toString();
                    case JsonValue.Str(String string) -> string;
                    case null, default ->
                        throw JsonPathErrors.method(
                                SqlState.NON_NUMERIC_SQL_JSON_ITEM, "double", "a string or numeric value");
                };
        double value;
        try {
            value = Floats.parseDouble(text, "double precision");
        } catch (SqlException e) {
            String what = json instanceof JsonValue.Num ? "numeric" : "string";
            String problem = json instanceof JsonValue.Num
                    ? " is out of range for type double precision"
                    : " is not a valid representation of a double precision number";
            throw JsonPathErrors.of(
                    SqlState.NON_NUMERIC_SQL_JSON_ITEM, what + " argument of jsonpath item method .double()" + problem);
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw JsonPathErrors.of(
                    SqlState.NON_NUMERIC_SQL_JSON_ITEM,
                    "string argument of jsonpath item method .double() is not a valid representation of a double"
                            + " precision number");
        }
        return json instanceof JsonValue.Num(Numeric number) ? number : Numeric.of(value);
    }

    // Ids tell objects apart within one call.
    private void pairs(JsonValue.Members object, Consumer<JsonPathItem> next) {
        int id = objects++;
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            next.accept(JsonPathItem.of(JsonValue.object(Map.of(
                    "key",
                    new JsonValue.Str(member.getKey()),
                    "value",
                    member.getValue(),
                    "id",
                    new JsonValue.Num(Numeric.of(id))))));
        }
    }

    private JsonPathItem datetime(@Nullable JsonValue json, @Nullable String template) {
        if (!(json instanceof JsonValue.Str(String text))) {
            throw JsonPathErrors.method(
                    SqlState.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION, "datetime", "a string");
        }
        if (template != null) {
            try {
                return scanned(text, template, typeOf(DateTimeTemplate.parse(template)));
            } catch (SqlException e) {
                throw new PathException(e);
            }
        }
        for (Map.Entry<String, Type> form : FORMS) {
            if (fits(text, form.getKey())) {
                try {
                    return scanned(text, form.getKey(), form.getValue());
                } catch (SqlException outOfRange) {
                    throw new PathException(outOfRange);
                }
            }
        }
        PathException error = JsonPathErrors.of(
                SqlState.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
                "datetime format is not recognized: \"" + text + "\"");
        throw new PathException(error.withHint("Use a datetime template argument to specify the input data format."));
    }

    // The standard's forms are exact: each pattern has its digits, each separator stands as written.
    private static boolean fits(String text, String form) {
        String pattern = form.replace("\"", "")
                .replace(".US", "\\.\\d{1,6}")
                .replace("YYYY", "\\d{4}")
                .replace("HH24", "\\d{2}")
                .replace("MM", "\\d{2}")
                .replace("DD", "\\d{2}")
                .replace("MI", "\\d{2}")
                .replace("SS", "\\d{2}")
                .replace("TZH", " ?[+-]\\d{1,2}")
                .replace("TZM", "\\d{2}");
        return text.matches(pattern);
    }

    private static Type typeOf(DateTimeTemplate template) {
        boolean date = false;
        boolean time = false;
        boolean zone = false;
        for (DateTimeTemplate.Node node : template.nodes()) {
            if (node instanceof DateTimeTemplate.Field field) {
                switch (field.pattern()) {
                    case FX -> {}
                    case TZH, TZM, TZ, OF -> zone = true;
                    case A_M, AM, P_M, PM, HH, HH12, HH24, MI, SS, MS, US, SSSS, SSSSS -> time = true;
                    case FF1, FF2, FF3, FF4, FF5, FF6 -> time = true;
                    default -> date = true;
                }
            }
        }
        if (date && time) {
            return zone ? Types.TIMESTAMPTZ : Types.TIMESTAMP;
        }
        if (zone && date) {
            throw new SqlException(SqlState.INVALID_DATETIME_FORMAT, "datetime format is zoned but not timed");
        }
        if (!date && !time) {
            throw new SqlException(SqlState.INVALID_DATETIME_FORMAT, "datetime format is not dated and not timed");
        }
        return date ? Types.DATE : zone ? Types.TIMETZ : Types.TIME;
    }

    private JsonPathItem scanned(String text, String template, Type type) {
        ScannedDateTime.Result result = DateTimeScanner.scanExactly(template, text);
        Integer given = result.offset();
        int offset = given == null ? 0 : given;
        long local = Timestamps.ofDays(result.date()) + result.micros();
        Object value =
                switch (type.name()) {
                    case "date" -> (Object) result.date();
                    case "time" -> (Object) result.micros();
                    case "timetz" -> new TimeTz(result.micros(), offset);
                    case "timestamp" -> (Object) Timestamps.checked(local);
                    default -> (Object) Timestamps.checked(local - offset * DateMath.MICROS_PER_SECOND);
                };
        return new JsonPathItem.Moment(type, value, offset);
    }

    /// An item as jsonb: dates and times in their ISO form.
    JsonValue toJson(JsonPathItem item) {
        return switch (item) {
            case JsonPathItem.Json(JsonValue value) -> value;
            case JsonPathItem.Moment moment -> new JsonValue.Str(text(moment));
        };
    }

    private String text(JsonPathItem.Moment moment) {
        Type type = moment.type();
        String zone = DateTimeFormat.offset(moment.offset());
        String full = zone.length() == 3 ? zone + ":00" : zone;
        if (type.equals(Types.TIMETZ)) {
            return Types.TIME.format(((TimeTz) moment.value()).micros(), context) + full;
        }
        if (type.equals(Types.TIMESTAMPTZ)) {
            long local = (Long) moment.value() + moment.offset() * DateMath.MICROS_PER_SECOND;
            return iso(JsonEncoder.value(Types.TIMESTAMP, local, context)) + full;
        }
        return iso(JsonEncoder.value(type, moment.value(), context));
    }

    private static String iso(JsonValue value) {
        return value instanceof JsonValue.Str(String text) ? text : value.text();
    }
}
