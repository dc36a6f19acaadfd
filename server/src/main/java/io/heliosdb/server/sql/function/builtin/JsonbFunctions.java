package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.JsonNode;
import io.heliosdb.server.sql.type.JsonParser;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.Numeric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Containment, existence, concatenation, deletion and conversion of jsonb (PostgreSQL 18 manual, 9.16).
final class JsonbFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.f2("jsonb_contains", (JsonValue x, JsonValue y) -> contains(x, y, true));
        b.f2("jsonb_contained", (JsonValue x, JsonValue y) -> contains(y, x, true));
        b.f2("jsonb_exists", (JsonValue x, String key) -> exists(x, key));
        b.f2("jsonb_exists_any", (JsonValue x, ArrayValue keys) -> {
            for (Object key : keys.elements()) {
                if (key != null && exists(x, (String) key)) {
                    return true;
                }
            }
            return false;
        });
        b.f2("jsonb_exists_all", (JsonValue x, ArrayValue keys) -> {
            for (Object key : keys.elements()) {
                if (key != null && !exists(x, (String) key)) {
                    return false;
                }
            }
            return true;
        });
        b.f2("jsonb_concat", (JsonValue x, JsonValue y) -> concatenate(x, y));
        deletions(b);
        b.f1("jsonb_pretty", (JsonValue x) -> pretty(x));
        b.f1("jsonb_strip_nulls", (JsonValue x) -> stripNulls(x));
        b.f1("json_strip_nulls", (String x) -> stripNulls(JsonParser.parse(x)));
        conversions(b);
    }

    // An array contains a scalar that is one of its elements, but only at the top.
    private static boolean contains(JsonValue whole, JsonValue part, boolean top) {
        return switch (part) {
            case JsonValue.Members object ->
                whole instanceof JsonValue.Members w
                        && object.members().entrySet().stream().allMatch(e -> {
                            JsonValue value = w.members().get(e.getKey());
                            return value != null && contains(value, e.getValue(), false);
                        });
            case JsonValue.Array array ->
                whole instanceof JsonValue.Array w
                        && array.elements().stream()
                                .allMatch(e -> w.elements().stream().anyMatch(x -> contains(x, e, false)));
            default ->
                whole instanceof JsonValue.Array w && top
                        ? w.elements().stream().anyMatch(x -> x.isScalar() && x.compareTo(part) == 0)
                        : whole.isScalar() && whole.compareTo(part) == 0;
        };
    }

    private static boolean exists(JsonValue value, String key) {
        return switch (value) {
            case JsonValue.Members object -> object.members().containsKey(key);
            case JsonValue.Array array ->
                array.elements().stream()
                        .anyMatch(e -> e instanceof JsonValue.Str s && s.value().equals(key));
            case JsonValue.Str s -> s.value().equals(key);
            default -> false;
        };
    }

    private static JsonValue concatenate(JsonValue x, JsonValue y) {
        if (x instanceof JsonValue.Members left && y instanceof JsonValue.Members right) {
            NavigableMap<String, JsonValue> members = new TreeMap<>(left.members());
            members.putAll(right.members());
            return new JsonValue.Members(members);
        }
        List<JsonValue> elements = new ArrayList<>(x instanceof JsonValue.Array a ? a.elements() : List.of(x));
        elements.addAll(y instanceof JsonValue.Array a ? a.elements() : List.of(y));
        return new JsonValue.Array(elements);
    }

    private static void deletions(Bindings b) {
        b.f2("jsonb_delete", (JsonValue x, String key) -> delete(x, List.of(key)));
        b.f2("jsonb_delete_array", (JsonValue x, ArrayValue keys) -> {
            List<String> names = new ArrayList<>();
            for (Object key : keys.elements()) {
                if (key != null) {
                    names.add((String) key);
                }
            }
            return delete(x, names);
        });
        b.f2("jsonb_delete_idx", (JsonValue x, Integer index) -> {
            if (x instanceof JsonValue.Members) {
                throw JsonAccess.invalid("cannot delete from object using integer index");
            }
            checkContainer(x);
            List<JsonValue> elements = new ArrayList<>(((JsonValue.Array) x).elements());
            int at = index < 0 ? elements.size() + index : index;
            if (at >= 0 && at < elements.size()) {
                elements.remove(at);
            }
            return new JsonValue.Array(elements);
        });
    }

    private static void checkContainer(JsonValue x) {
        if (x.isScalar()) {
            throw JsonAccess.invalid("cannot delete from scalar");
        }
    }

    private static JsonValue delete(JsonValue x, List<String> keys) {
        checkContainer(x);
        if (x instanceof JsonValue.Members object) {
            NavigableMap<String, JsonValue> members = new TreeMap<>(object.members());
            keys.forEach(members::remove);
            return new JsonValue.Members(members);
        }
        return new JsonValue.Array(((JsonValue.Array) x)
                .elements().stream()
                        .filter(e -> !(e instanceof JsonValue.Str s && keys.contains(s.value())))
                        .toList());
    }

    private static String pretty(JsonValue value) {
        StringBuilder out = new StringBuilder();
        pretty(value, 0, out);
        return out.toString();
    }

    private static void line(StringBuilder out, int depth) {
        out.append('\n').repeat(' ', 4 * depth);
    }

    private static void pretty(JsonValue value, int depth, StringBuilder out) {
        String separator = "";
        switch (value) {
            case JsonValue.Array array -> {
                out.append('[');
                for (JsonValue element : array.elements()) {
                    line(out.append(separator), depth + 1);
                    pretty(element, depth + 1, out);
                    separator = ",";
                }
                line(out, depth);
                out.append(']');
            }
            case JsonValue.Members object -> {
                out.append('{');
                for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                    line(out.append(separator), depth + 1);
                    JsonValue.quote(member.getKey(), out);
                    pretty(member.getValue(), depth + 1, out.append(": "));
                    separator = ",";
                }
                line(out, depth);
                out.append('}');
            }
            default -> out.append(value.text());
        }
    }

    private static JsonValue stripNulls(JsonValue value) {
        return switch (value) {
            case JsonValue.Members object -> {
                NavigableMap<String, JsonValue> kept = new TreeMap<>(JsonValue.KEY_ORDER);
                object.members().forEach((key, member) -> {
                    if (!(member instanceof JsonValue.Null)) {
                        kept.put(key, stripNulls(member));
                    }
                });
                yield new JsonValue.Members(kept);
            }
            case JsonValue.Array array ->
                new JsonValue.Array(array.elements().stream()
                        .map(JsonbFunctions::stripNulls)
                        .toList());
            default -> value;
        };
    }

    private static String stripNulls(JsonNode node) {
        StringBuilder out = new StringBuilder();
        switch (node) {
            case JsonNode.Scalar scalar -> out.append(scalar.text());
            case JsonNode.Array array -> {
                for (JsonNode element : array.elements()) {
                    out.append(out.isEmpty() ? "" : ",").append(stripNulls(element));
                }
                out.insert(0, '[').append(']');
            }
            case JsonNode.Members object -> {
                for (JsonNode.Member member : object.members()) {
                    if (!(member.value() instanceof JsonNode.Scalar scalar && scalar.isNull())) {
                        out.append(out.isEmpty() ? "" : ",");
                        JsonValue.quote(member.key(), out);
                        out.append(':').append(stripNulls(member.value()));
                    }
                }
                out.insert(0, '{').append('}');
            }
        }
        return out.toString();
    }

    private static void conversions(Bindings b) {
        b.f1("jsonb_bool", (JsonValue x) -> {
            if (x instanceof JsonValue.Bool bool) {
                return bool.value();
            }
            throw cannotCast(x, "boolean");
        });
        number(b, "jsonb_numeric", "numeric", x -> x);
        number(b, "jsonb_int2", "smallint", x -> (int) NumericMath.toLong(x, 16, "smallint"));
        number(b, "jsonb_int4", "integer", x -> (int) NumericMath.toLong(x, 32, "integer"));
        number(b, "jsonb_int8", "bigint", x -> NumericMath.toLong(x, 64, "bigint"));
        number(b, "jsonb_float4", "real", x -> (float) x.doubleValue());
        number(b, "jsonb_float8", "double precision", Numeric::doubleValue);
    }

    private static void number(Bindings b, String symbol, String type, Function<Numeric, @Nullable Object> result) {
        b.f1(symbol, (JsonValue x) -> {
            if (x instanceof JsonValue.Num number) {
                return result.apply(number.value());
            }
            throw cannotCast(x, type);
        });
    }

    private static SqlException cannotCast(JsonValue x, String type) {
        String kind =
                switch (x) {
                    case JsonValue.Array a -> "array";
                    case JsonValue.Members m -> "object";
                    default -> x.typeName();
                };
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, "cannot cast jsonb " + kind + " to type " + type);
    }
}
