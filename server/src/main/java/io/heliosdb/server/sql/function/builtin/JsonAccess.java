package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.JsonNode;
import io.heliosdb.server.sql.type.JsonParser;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.TypeErrors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looking into json and jsonb: `->`, `#>`, each, elements, keys (PostgreSQL 18 manual, 9.16).
final class JsonAccess implements FunctionModule {

    @Override
    public void register(Bindings b) {
        fields(b);
        paths(b);
        elements(b);
        b.f1("json_typeof", (String x) -> JsonParser.parse(x).toValue().typeName());
        b.f1("jsonb_typeof", (JsonValue x) -> x.typeName());
        b.f1("json_array_length", (String x) -> items(JsonParser.parse(x).toValue(), "get array length of")
                .size());
        b.f1("jsonb_array_length", (JsonValue x) -> items(x, "get array length of")
                .size());
    }

    private static void fields(Bindings b) {
        b.f2("json_object_field", (String x, String key) -> text(field(JsonParser.parse(x), key)));
        b.f2("json_object_field_text", (String x, String key) -> unquoted(field(JsonParser.parse(x), key)));
        b.f2("json_array_element", (String x, Integer n) -> text(element(JsonParser.parse(x), n)));
        b.f2("json_array_element_text", (String x, Integer n) -> unquoted(element(JsonParser.parse(x), n)));
        b.f2("jsonb_object_field", (JsonValue x, String key) -> field(x, key));
        b.f2("jsonb_object_field_text", (JsonValue x, String key) -> unquoted(field(x, key)));
        b.f2("jsonb_array_element", (JsonValue x, Integer n) -> element(x, n));
        b.f2("jsonb_array_element_text", (JsonValue x, Integer n) -> unquoted(element(x, n)));
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.text();
    }

    private static @Nullable String unquoted(@Nullable JsonNode node) {
        return node == null ? null : node.asText();
    }

    /// The value as `->>` shows it.
    static @Nullable String unquoted(@Nullable JsonValue value) {
        return switch (value) {
            case null -> null;
            case JsonValue.Null n -> null;
            case JsonValue.Str s -> s.value();
            default -> value.text();
        };
    }

    // Of a key given twice, the last one counts.
    private static @Nullable JsonNode field(JsonNode node, String key) {
        if (!(node instanceof JsonNode.Members object)) {
            return null;
        }
        JsonNode found = null;
        for (JsonNode.Member member : object.members()) {
            found = member.key().equals(key) ? member.value() : found;
        }
        return found;
    }

    private static @Nullable JsonNode element(JsonNode node, int index) {
        if (!(node instanceof JsonNode.Array array)) {
            return null;
        }
        int size = array.elements().size();
        int at = index < 0 ? size + index : index;
        return at >= 0 && at < size ? array.elements().get(at) : null;
    }

    static @Nullable JsonValue field(JsonValue value, String key) {
        return value instanceof JsonValue.Members object ? object.members().get(key) : null;
    }

    static @Nullable JsonValue element(JsonValue value, int index) {
        if (!(value instanceof JsonValue.Array array)) {
            return null;
        }
        int size = array.elements().size();
        int at = index < 0 ? size + index : index;
        return at >= 0 && at < size ? array.elements().get(at) : null;
    }

    private static void paths(Bindings b) {
        b.f2("json_extract_path", (String x, ArrayValue path) -> text(at(JsonParser.parse(x), path)));
        b.f2("json_extract_path_text", (String x, ArrayValue path) -> unquoted(at(JsonParser.parse(x), path)));
        b.f2("jsonb_extract_path", (JsonValue x, ArrayValue path) -> at(x, path));
        b.f2("jsonb_extract_path_text", (JsonValue x, ArrayValue path) -> unquoted(at(x, path)));
    }

    private static @Nullable JsonNode at(JsonNode start, ArrayValue path) {
        JsonNode node = start;
        for (Object step : path.elements()) {
            if (node == null || step == null) {
                return null;
            }
            Integer index = index((String) step);
            node = node instanceof JsonNode.Array
                    ? index == null ? null : element(node, index)
                    : field(node, (String) step);
        }
        return node;
    }

    static @Nullable JsonValue at(JsonValue start, ArrayValue path) {
        JsonValue value = start;
        for (Object step : path.elements()) {
            if (value == null || step == null) {
                return null;
            }
            Integer index = index((String) step);
            value = value instanceof JsonValue.Array
                    ? index == null ? null : element(value, index)
                    : field(value, (String) step);
        }
        return value;
    }

    /// A step of a path as an index; null when it is no number.
    static @Nullable Integer index(String step) {
        try {
            return Integer.valueOf(step.strip());
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    private static List<JsonValue> items(JsonValue value, String doing) {
        return switch (value) {
            case JsonValue.Array array -> array.elements();
            case JsonValue.Members object -> throw notArray("cannot " + doing + " a non-array");
            default -> throw notArray("cannot " + doing + " a scalar");
        };
    }

    private static SqlException notArray(String message) {
        return TypeErrors.invalidParameter(message);
    }

    private static <T> Iterator<@Nullable Object[]> rows(List<T> items, Function<T, @Nullable Object[]> row) {
        List<@Nullable Object[]> rows = new ArrayList<>(items.size());
        items.forEach(item -> rows.add(row.apply(item)));
        return rows.iterator();
    }

    private static List<JsonNode> nodes(Object json, String function) {
        JsonNode node = JsonParser.parse((String) json);
        if (node instanceof JsonNode.Array array) {
            return array.elements();
        }
        throw notArray(
                "cannot call " + function + " on a " + (node instanceof JsonNode.Scalar ? "scalar" : "non-array"));
    }

    private static List<JsonNode.Member> members(Object json, String function) {
        JsonNode node = JsonParser.parse((String) json);
        if (node instanceof JsonNode.Members object) {
            return object.members();
        }
        throw notArray(
                node instanceof JsonNode.Array && !function.equals("json_object_keys")
                        ? "cannot deconstruct an array as an object"
                        : "cannot call " + function + " on "
                                + (node instanceof JsonNode.Array ? "an array" : "a scalar"));
    }

    private static List<Map.Entry<String, JsonValue>> entries(Object json, String function) {
        if (json instanceof JsonValue.Members object) {
            return List.copyOf(object.members().entrySet());
        }
        boolean keys = function.equals("jsonb_object_keys");
        boolean array = json instanceof JsonValue.Array;
        throw notArray("cannot call " + function + " on " + (keys ? array ? "an array" : "a scalar" : "a non-object"));
    }

    private static void elements(Bindings b) {
        b.set("json_array_elements", (c, a) -> rows(nodes(a[0], "json_array_elements"), n -> new Object[] {n.text()}));
        b.set(
                "json_array_elements_text",
                (c, a) -> rows(nodes(a[0], "json_array_elements_text"), n -> new Object[] {n.asText()}));
        b.set(
                "jsonb_array_elements",
                (c, a) -> rows(items((JsonValue) a[0], "extract elements from"), v -> new Object[] {v}));
        b.set(
                "jsonb_array_elements_text",
                (c, a) -> rows(items((JsonValue) a[0], "extract elements from"), v -> new Object[] {unquoted(v)}));
        b.set(
                "json_each",
                (c, a) -> rows(members(a[0], "json_each"), m ->
                        new Object[] {m.key(), m.value().text()}));
        b.set(
                "json_each_text",
                (c, a) -> rows(members(a[0], "json_each_text"), m ->
                        new Object[] {m.key(), m.value().asText()}));
        b.set("jsonb_each", (c, a) -> rows(entries(a[0], "jsonb_each"), e -> new Object[] {e.getKey(), e.getValue()}));
        b.set(
                "jsonb_each_text",
                (c, a) ->
                        rows(entries(a[0], "jsonb_each_text"), e -> new Object[] {e.getKey(), unquoted(e.getValue())}));
        b.set("json_object_keys", (c, a) -> rows(members(a[0], "json_object_keys"), m -> new Object[] {m.key()}));
        b.set("jsonb_object_keys", (c, a) -> rows(entries(a[0], "jsonb_object_keys"), e -> new Object[] {e.getKey()}));
    }

    /// 22023, shared with the functions that change jsonb.
    static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, message);
    }
}
