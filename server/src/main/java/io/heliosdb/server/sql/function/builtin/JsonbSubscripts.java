package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Assignment to a subscripted jsonb value (PostgreSQL 18 manual, 8.14.5).
final class JsonbSubscripts {

    private JsonbSubscripts() {}

    /// @throws SqlException 22023 when the path runs through a scalar, 22P02 when an array's subscript is no
    /// number
    static JsonValue assign(JsonValue target, List<String> path, int level, JsonValue value) {
        if (level == path.size()) {
            return value;
        }
        String key = path.get(level);
        return switch (target) {
            case JsonValue.Members object -> {
                NavigableMap<String, JsonValue> members = new TreeMap<>(object.members());
                JsonValue old = members.get(key);
                members.put(key, assign(old == null ? missing(path, level + 1) : old, path, level + 1, value));
                yield new JsonValue.Members(members);
            }
            case JsonValue.Array array -> element(array, path, level, value);
            default ->
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "cannot replace existing key")
                        .withDetail("The path assumes key is a composite object, but it is a scalar value.");
        };
    }

    // What a step begins with: an array when the step is a number.
    private static JsonValue missing(List<String> path, int level) {
        if (level == path.size()) {
            return JsonValue.ofNull();
        }
        return JsonAccess.index(path.get(level)) != null ? new JsonValue.Array(List.of()) : JsonValue.object(Map.of());
    }

    private static JsonValue element(JsonValue.Array array, List<String> path, int level, JsonValue value) {
        Integer index = JsonAccess.index(path.get(level));
        if (index == null) {
            throw new SqlException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "path element at position " + (level + 1) + " is not an integer: \"" + path.get(level) + "\"");
        }
        List<JsonValue> elements = new ArrayList<>(array.elements());
        int at = index < 0 ? elements.size() + index : index;
        if (at < 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "path element at position " + (level + 1) + " is out of range: " + index);
        }
        while (elements.size() < at) {
            elements.add(JsonValue.ofNull());
        }
        if (at == elements.size()) {
            elements.add(assign(missing(path, level + 1), path, level + 1, value));
        } else {
            elements.set(at, assign(elements.get(at), path, level + 1, value));
        }
        return new JsonValue.Array(elements);
    }
}
