package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.function.builtin.StringAssembly.Piece;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Making json and jsonb of other values, one by one or as aggregates (PostgreSQL 18 manual, 9.16 and 9.21).
final class JsonBuilding implements FunctionModule {

    private static final class Text implements Implementation.GrowingState {
        final StringBuilder out = new StringBuilder();
        boolean any;

        // Twice what a growing buffer may hold, and the result.
        @Override
        public long bytes() {
            return 64 + 4L * out.length();
        }
    }

    private static final class Values implements Implementation.GrowingState {
        final List<JsonValue> items = new ArrayList<>();
        final NavigableMap<String, JsonValue> members = new TreeMap<>(JsonValue.KEY_ORDER);
        boolean any;
        private long bytes = 64;

        void add(JsonValue item) {
            items.add(item);
            bytes += 24 + ValueSizes.of(item);
        }

        // Twice: here and in the result.
        void put(String key, JsonValue value) {
            members.put(key, value);
            bytes += 96 + ValueSizes.of(key) + ValueSizes.of(value);
        }

        @Override
        public long bytes() {
            return bytes;
        }
    }

    @Override
    public void register(Bindings b) {
        b.byTypes("to_json", (t, r) -> (c, a) -> JsonEncoder.text(t.getFirst(), a[0], c, false));
        b.byTypes("to_jsonb", (t, r) -> (c, a) -> JsonEncoder.value(t.getFirst(), a[0], c));
        for (String name : new String[] {"row_to_json", "array_to_json"}) {
            b.byTypes(name, (t, r) -> (c, a) -> JsonEncoder.text(t.getFirst(), a[0], c, false));
            b.byTypes(
                    name + "_pretty",
                    (t, r) -> (c, a) -> JsonEncoder.text(t.getFirst(), a[0], c, Boolean.TRUE.equals(a[1])));
        }
        b.byTypes("json_build_array", (t, r) -> (c, a) -> array(c, StringAssembly.pieces(t, a, 0)));
        b.f0("json_build_array_noargs", c -> "[]");
        b.byTypes("json_build_object", (t, r) -> (c, a) -> object(c, StringAssembly.pieces(t, a, 0)));
        b.f0("json_build_object_noargs", c -> "{}");
        b.byTypes(
                "jsonb_build_array",
                (t, r) -> (c, a) -> new JsonValue.Array(StringAssembly.pieces(t, a, 0).stream()
                        .map(p -> JsonEncoder.value(p.type(), p.value(), c))
                        .toList()));
        b.f0("jsonb_build_array_noargs", c -> new JsonValue.Array(List.of()));
        b.byTypes("jsonb_build_object", (t, r) -> (c, a) -> binaryObject(c, StringAssembly.pieces(t, a, 0)));
        b.f0("jsonb_build_object_noargs", c -> JsonValue.object(new TreeMap<>()));
        b.f1("json_object", (ArrayValue x) -> objectText(pairs(x)));
        b.f1("jsonb_object", (ArrayValue x) -> objectValue(pairs(x)));
        b.f2("json_object_two_arg", (ArrayValue x, ArrayValue y) -> objectText(pairs(x, y)));
        b.f2("jsonb_object_two_arg", (ArrayValue x, ArrayValue y) -> objectValue(pairs(x, y)));
        aggregates(b);
    }

    private static String array(FunctionContext c, List<Piece> pieces) {
        StringBuilder out = new StringBuilder("[");
        for (Piece piece : pieces) {
            out.append(out.length() > 1 ? ", " : "");
            JsonEncoder.append(piece.type(), piece.value(), c, false, out);
        }
        return out.append(']').toString();
    }

    private static void checkEven(List<Piece> pieces, String function) {
        if (pieces.size() % 2 != 0) {
            throw JsonAccess.invalid("argument list must have even number of elements")
                    .withHint("The arguments of " + function + "() must consist of alternating keys and values.");
        }
    }

    private static String object(FunctionContext c, List<Piece> pieces) {
        checkEven(pieces, "json_build_object");
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < pieces.size(); i += 2) {
            out.append(i > 0 ? ", " : "");
            Piece key = pieces.get(i);
            JsonValue.quote(
                    JsonEncoder.key(key.type(), key.value(), c, "argument " + (i + 1) + " cannot be null"), out);
            JsonEncoder.append(pieces.get(i + 1).type(), pieces.get(i + 1).value(), c, false, out.append(" : "));
        }
        return out.append('}').toString();
    }

    private static JsonValue binaryObject(FunctionContext c, List<Piece> pieces) {
        checkEven(pieces, "jsonb_build_object");
        NavigableMap<String, JsonValue> members = new TreeMap<>(JsonValue.KEY_ORDER);
        for (int i = 0; i < pieces.size(); i += 2) {
            Piece key = pieces.get(i);
            String name = JsonEncoder.key(key.type(), key.value(), c, "argument " + (i + 1) + ": key must not be null");
            members.put(
                    name,
                    JsonEncoder.value(
                            pieces.get(i + 1).type(), pieces.get(i + 1).value(), c));
        }
        return new JsonValue.Members(members);
    }

    private record Pair(String key, @Nullable Object value) {}

    private static List<Pair> pairs(ArrayValue array) {
        List<Pair> pairs = new ArrayList<>();
        boolean flat = array.dimensions() < 2;
        if ((flat && array.size() % 2 != 0)) {
            throw new SqlException(SqlState.ARRAY_ELEMENT_ERROR, "array must have even number of elements");
        }
        if (!flat && (array.dimensions() > 2 || array.length(1) != 2)) {
            throw new SqlException(
                    SqlState.ARRAY_ELEMENT_ERROR,
                    array.dimensions() > 2 ? "wrong number of array subscripts" : "array must have two columns");
        }
        for (int i = 0; i < array.size(); i += 2) {
            pairs.add(new Pair(notNull(array.element(i)), array.element(i + 1)));
        }
        return pairs;
    }

    private static List<Pair> pairs(ArrayValue keys, ArrayValue values) {
        if (keys.dimensions() > 1 || values.dimensions() > 1) {
            throw new SqlException(SqlState.ARRAY_ELEMENT_ERROR, "wrong number of array subscripts");
        }
        if (keys.size() != values.size()) {
            throw new SqlException(SqlState.ARRAY_ELEMENT_ERROR, "mismatched array dimensions");
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            pairs.add(new Pair(notNull(keys.element(i)), values.element(i)));
        }
        return pairs;
    }

    private static String notNull(@Nullable Object key) {
        if (key == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
        }
        return (String) key;
    }

    private static String objectText(List<Pair> pairs) {
        StringBuilder out = new StringBuilder("{");
        for (Pair pair : pairs) {
            out.append(out.length() > 1 ? ", " : "");
            JsonValue.quote(pair.key(), out);
            out.append(" : ");
            if (pair.value() == null) {
                out.append("null");
            } else {
                JsonValue.quote((String) pair.value(), out);
            }
        }
        return out.append('}').toString();
    }

    private static JsonValue objectValue(List<Pair> pairs) {
        NavigableMap<String, JsonValue> members = new TreeMap<>(JsonValue.KEY_ORDER);
        for (Pair pair : pairs) {
            Object value = pair.value();
            members.put(pair.key(), value == null ? JsonValue.ofNull() : new JsonValue.Str((String) value));
        }
        return new JsonValue.Members(members);
    }

    private static void aggregates(Bindings b) {
        b.aggregateByTypes("json_agg(anyelement)", false, (t, r) -> textArray(t.getFirst()));
        b.aggregateByTypes(
                "json_object_agg(any,any)",
                false,
                (t, r) -> new Implementation.Aggregate(Aggregates.of(
                        Text::new,
                        (c, s, a) -> {
                            String key = JsonEncoder.key(t.getFirst(), a[0], c, "field name must not be null");
                            s.out.append(s.any ? ", " : "");
                            JsonValue.quote(key, s.out);
                            JsonEncoder.append(t.get(1), a[1], c, false, s.out.append(" : "));
                            s.any = true;
                        },
                        (c, s) -> s.any ? "{ " + s.out + " }" : null)));
        b.aggregateByTypes(
                "jsonb_agg(anyelement)",
                false,
                (t, r) -> new Implementation.Aggregate(Aggregates.of(
                        Values::new,
                        (c, s, a) -> s.add(JsonEncoder.value(t.getFirst(), a[0], c)),
                        (c, s) -> s.items.isEmpty() ? null : new JsonValue.Array(s.items))));
        b.aggregateByTypes(
                "jsonb_object_agg(any,any)",
                false,
                (t, r) -> new Implementation.Aggregate(Aggregates.of(
                        Values::new,
                        (c, s, a) -> {
                            String key = JsonEncoder.key(t.getFirst(), a[0], c, "field name must not be null");
                            s.put(key, JsonEncoder.value(t.get(1), a[1], c));
                            s.any = true;
                        },
                        (c, s) -> s.any ? JsonValue.object(s.members) : null)));
    }

    // Rows and arrays stand on lines of their own.
    private static Implementation textArray(Type type) {
        return new Implementation.Aggregate(Aggregates.of(
                Text::new,
                (c, s, a) -> {
                    boolean line = a[0] instanceof RowValue || (a[0] instanceof ArrayValue && !type.equals(Types.TEXT));
                    s.out.append(s.any ? line ? ", \n " : ", " : "");
                    JsonEncoder.append(type, a[0], c, false, s.out);
                    s.any = true;
                },
                (c, s) -> s.any ? "[" + s.out + "]" : null));
    }
}
