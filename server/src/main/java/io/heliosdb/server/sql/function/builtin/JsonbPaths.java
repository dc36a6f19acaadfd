package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Changing a part of jsonb that a path names: `jsonb_set`, `jsonb_insert`, `#-` (PostgreSQL 18 manual, 9.16).
final class JsonbPaths implements FunctionModule {

    /// What happens at the end of a path.
    enum Change {
        SET,
        REPLACE,
        INSERT_BEFORE,
        INSERT_AFTER,
        DELETE;

        boolean adds() {
            return this != REPLACE && this != DELETE;
        }
    }

    @Override
    public void register(Bindings b) {
        b.scalar("jsonb_set", (c, a) -> set((JsonValue) a[0], a[1], (JsonValue) a[2], Boolean.TRUE.equals(a[3])));
        b.scalar("jsonb_set_lax", (c, a) -> setLax(a));
        b.scalar("jsonb_insert", (c, a) -> {
            Change change = Boolean.TRUE.equals(a[3]) ? Change.INSERT_AFTER : Change.INSERT_BEFORE;
            return change((JsonValue) a[0], path(a[1]), (JsonValue) a[2], change);
        });
        b.f2("jsonb_delete_path", (JsonValue x, ArrayValue path) -> change(x, path(path), null, Change.DELETE));
    }

    private static @Nullable Object set(
            JsonValue target, @Nullable Object path, @Nullable JsonValue value, boolean create) {
        return change(target, path(path), value, create ? Change.SET : Change.REPLACE);
    }

    private static @Nullable Object setLax(@Nullable Object[] a) {
        if (a[0] == null || a[1] == null || a[3] == null) {
            return null;
        }
        JsonValue target = (JsonValue) a[0];
        boolean create = Boolean.TRUE.equals(a[3]);
        if (a[4] == null) {
            throw badTreatment();
        }
        if (a[2] != null) {
            return set(target, a[1], (JsonValue) a[2], create);
        }
        return switch ((String) a[4]) {
            case "use_json_null" -> set(target, a[1], JsonValue.ofNull(), create);
            case "delete_key" -> change(target, path(a[1]), null, Change.DELETE);
            case "return_target" -> target;
            case "raise_exception" ->
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "JSON value must not be null")
                        .withDetail("Exception was raised because null_value_treatment is \"raise_exception\".")
                        .withHint("To avoid, either change the null_value_treatment argument or ensure that an SQL"
                                + " NULL is not passed.");
            default -> throw badTreatment();
        };
    }

    private static SqlException badTreatment() {
        return JsonAccess.invalid("null_value_treatment must be \"delete_key\", \"return_target\","
                + " \"use_json_null\", or \"raise_exception\"");
    }

    private static List<@Nullable String> path(@Nullable Object path) {
        if (!(path instanceof ArrayValue array)) {
            throw new IllegalArgumentException("strict function called with null");
        }
        if (array.dimensions() > 1) {
            throw new SqlException(SqlState.ARRAY_ELEMENT_ERROR, "wrong number of array subscripts");
        }
        List<@Nullable String> steps = new ArrayList<>();
        for (Object element : array.elements()) {
            steps.add((String) element);
        }
        return steps;
    }

    /// The value with the part at the end of the path changed; the same value where there is no such part.
    ///
    /// @throws SqlException 22004, 22023, 22P02
    static JsonValue change(JsonValue target, List<@Nullable String> path, @Nullable JsonValue value, Change change) {
        if (target.isScalar()) {
            throw JsonAccess.invalid("cannot " + (change == Change.DELETE ? "delete" : "set") + " path in scalar");
        }
        return path.isEmpty() ? target : new Walk(path, value, change).at(target, 0);
    }

    private record Walk(
            List<@Nullable String> path, @Nullable JsonValue value, Change change) {

        JsonValue at(JsonValue target, int level) {
            String step = path.get(level);
            if (target.isScalar()) {
                return target;
            }
            if (step == null) {
                throw new SqlException(
                        SqlState.NULL_VALUE_NOT_ALLOWED, "path element at position " + (level + 1) + " is null");
            }
            return target instanceof JsonValue.Members object
                    ? member(object, step, level)
                    : element((JsonValue.Array) target, step, level);
        }

        private boolean isLast(int level) {
            return level == path.size() - 1;
        }

        private JsonValue member(JsonValue.Members object, String key, int level) {
            JsonValue old = object.members().get(key);
            boolean last = isLast(level);
            if (old == null && !(last && change.adds())) {
                return object;
            }
            if (old != null && last && (change == Change.INSERT_BEFORE || change == Change.INSERT_AFTER)) {
                throw JsonAccess.invalid("cannot replace existing key")
                        .withHint("Try using the function jsonb_set to replace key value.");
            }
            NavigableMap<String, JsonValue> members = new TreeMap<>(object.members());
            JsonValue now = last || old == null ? value : at(old, level + 1);
            if (now == null) {
                members.remove(key);
            } else {
                members.put(key, now);
            }
            return new JsonValue.Members(members);
        }

        private JsonValue element(JsonValue.Array array, String step, int level) {
            int index = index(step, level);
            int size = array.elements().size();
            int at = index < 0 ? size + index : Math.min(index, size);
            List<JsonValue> elements = new ArrayList<>(array.elements());
            if (at >= 0 && at < size) {
                atElement(elements, at, level);
            } else if (isLast(level) && change.adds() && value != null) {
                elements.add(at < 0 ? 0 : size, value);
            }
            return new JsonValue.Array(elements);
        }

        private void atElement(List<JsonValue> elements, int at, int level) {
            if (!isLast(level)) {
                elements.set(at, at(elements.get(at), level + 1));
            } else if (value == null) {
                elements.remove(at);
            } else if (change == Change.INSERT_BEFORE || change == Change.INSERT_AFTER) {
                elements.add(change == Change.INSERT_AFTER ? at + 1 : at, value);
            } else {
                elements.set(at, value);
            }
        }

        private static int index(String step, int level) {
            Integer index = JsonAccess.index(step);
            if (index == null) {
                throw new SqlException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "path element at position " + (level + 1) + " is not an integer: \"" + step + "\"");
            }
            return index;
        }
    }
}
