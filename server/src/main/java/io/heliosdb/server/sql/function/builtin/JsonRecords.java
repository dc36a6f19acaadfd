package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.JsonNode;
import io.heliosdb.server.sql.type.JsonParser;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeErrors;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows out of json and jsonb: `json_populate_record`, `jsonb_to_recordset` and their kin (PostgreSQL 18 manual,
/// 9.16).
final class JsonRecords implements FunctionModule {

    @Override
    public void register(Bindings b) {
        for (String kind : new String[] {"json", "jsonb"}) {
            one(b, kind + "_populate_record", true);
            one(b, kind + "_to_record", false);
            many(b, kind + "_populate_recordset", true);
            many(b, kind + "_to_recordset", false);
        }
    }

    private static void one(Bindings b, String name, boolean hasBase) {
        b.byTypes(name, (arguments, result) -> (c, a) -> {
            Object json = a[hasBase ? 1 : 0];
            RowValue base = hasBase ? (RowValue) a[0] : null;
            if (json == null) {
                return base;
            }
            return new Populating(name, c).row(node(json), rowType(name, result, base), base);
        });
    }

    private static void many(Bindings b, String name, boolean hasBase) {
        b.setByTypes(name, (arguments, result) -> (c, a) -> {
            Object json = a[hasBase ? 1 : 0];
            if (json == null) {
                return Collections.emptyIterator();
            }
            RowValue base = hasBase ? (RowValue) a[0] : null;
            return new Populating(name, c).rows(node(json), rowType(name, result, base), base);
        });
    }

    private static JsonNode node(Object json) {
        return JsonParser.parse(json instanceof JsonValue value ? value.text() : (String) json);
    }

    private static RowType rowType(String name, Type result, @Nullable RowValue base) {
        RowType row = Types.baseOf(result) instanceof RowType type ? type : RowType.record(List.of());
        // What a given record is goes before what the query expects, which is compared with it later.
        RowType actual = row.equals(Types.RECORD) && base != null ? base.type() : row;
        if (!actual.fields().isEmpty()) {
            return actual;
        }
        throw TypeErrors.unsupported("could not determine row type for result of " + name)
                .withHint("Provide a non-null record argument, or call the function in the FROM clause using a"
                        + " column definition list.");
    }

    /// One call under way.
    private record Populating(String name, FunctionContext context) {

        private static String described(JsonNode node) {
            return node instanceof JsonNode.Array
                    ? "an array"
                    : node instanceof JsonNode.Scalar ? "a scalar" : "an object";
        }

        Iterator<@Nullable Object[]> rows(JsonNode node, RowType type, @Nullable RowValue base) {
            if (!(node instanceof JsonNode.Array array)) {
                throw JsonAccess.invalid("cannot call " + name + " on " + described(node));
            }
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (JsonNode element : array.elements()) {
                if (!(element instanceof JsonNode.Members)) {
                    throw JsonAccess.invalid("argument of " + name + " must be an array of objects");
                }
                rows.add(new Object[] {row(element, type, base)});
            }
            return rows.iterator();
        }

        RowValue row(JsonNode node, RowType type, @Nullable RowValue base) {
            if (!(node instanceof JsonNode.Members object)) {
                throw JsonAccess.invalid("cannot call " + name + " on " + described(node));
            }
            return members(object, type, base);
        }

        private RowValue members(JsonNode.Members object, RowType type, @Nullable RowValue base) {
            @Nullable Object[] values = new @Nullable Object[type.fields().size()];
            for (int i = 0; i < values.length; i++) {
                RowType.Field field = type.fields().get(i);
                JsonNode found = null;
                for (JsonNode.Member member : object.members()) {
                    found = member.key().equals(field.name()) ? member.value() : found;
                }
                values[i] = found == null
                        ? base == null || i >= base.size() ? null : base.field(i)
                        : value(found, field.type(), field.name(), base == null ? null : base.field(i));
            }
            return new RowValue(type, values);
        }

        private @Nullable Object value(JsonNode node, DataType wanted, String key, @Nullable Object before) {
            Type type = Types.baseOf(wanted.type());
            if (node instanceof JsonNode.Scalar scalar && scalar.isNull()) {
                return null;
            }
            boolean string = node instanceof JsonNode.Scalar scalar && scalar.string() != null;
            if (type.equals(Types.JSON)) {
                return node.text();
            }
            if (type.equals(Types.JSONB)) {
                return node.toValue();
            }
            if (type instanceof ArrayType array && !string) {
                return array(node, new DataType(array, wanted.typmod()), key);
            }
            if (type instanceof RowType row && !string) {
                if (!(node instanceof JsonNode.Members object)) {
                    throw JsonAccess.invalid("cannot call populate_composite on " + described(node));
                }
                return members(object, row, before instanceof RowValue existing ? existing : null);
            }
            String text = node.asText();
            Type target = wanted.type() instanceof DomainType domain ? domain : type;
            Object value = target.parse(String.valueOf(text), wanted.typmod(), context);
            return wanted.typmod() < 0 ? value : target.applyModifier(value, wanted.typmod(), false);
        }

        private ArrayValue array(JsonNode node, DataType type, String key) {
            Type element = Types.elementOf(type.type()).orElseThrow();
            if (!(node instanceof JsonNode.Array outer)) {
                throw notArray("See the value of key \"" + key + "\".");
            }
            Collected collected = new Collected(
                    new DataType(element, type.typmod()),
                    key,
                    new int[ArrayValue.MAX_DIMENSIONS],
                    new ArrayList<>(),
                    new ArrayList<>());
            elements(outer, 0, collected);
            if (collected.elements.isEmpty()) {
                return ArrayValue.empty(element);
            }
            int[] sizes = collected.lengths.stream().mapToInt(Integer::intValue).toArray();
            int[] bounds = new int[sizes.length];
            Arrays.fill(bounds, 1);
            return new ArrayValue(element, sizes, bounds, collected.elements.toArray());
        }

        private static SqlException notArray(String hint) {
            return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "expected JSON array").withHint(hint);
        }

        /// The elements of an array, all dimensions in a row, and the length of each dimension.
        private record Collected(
                DataType type, String key, int[] place, List<Integer> lengths, List<@Nullable Object> elements) {

            /// The hint that names the element under way.
            String hint(int depth) {
                StringBuilder subscripts = new StringBuilder();
                for (int i = 0; i < depth; i++) {
                    subscripts.append('[').append(place[i]).append(']');
                }
                return "See the array element " + subscripts + " of key \"" + key + "\".";
            }
        }

        private void elements(JsonNode.Array array, int depth, Collected out) {
            List<Integer> lengths = out.lengths;
            Type element = out.type.type();
            if (depth >= ArrayValue.MAX_DIMENSIONS) {
                throw new SqlException(
                        SqlState.PROGRAM_LIMIT_EXCEEDED,
                        "number of array dimensions exceeds the maximum allowed (" + ArrayValue.MAX_DIMENSIONS + ")");
            }
            if (depth == lengths.size()) {
                if (!out.elements.isEmpty()) {
                    throw ragged();
                }
                lengths.add(array.elements().size());
            } else if (lengths.get(depth) != array.elements().size()) {
                throw ragged();
            }
            boolean deep = !(element instanceof RowType)
                    && !element.equals(Types.JSON)
                    && !element.equals(Types.JSONB)
                    && array.elements().stream().anyMatch(e -> e instanceof JsonNode.Array);
            for (int i = 0; i < array.elements().size(); i++) {
                JsonNode item = array.elements().get(i);
                out.place[depth] = i;
                if (deep) {
                    if (!(item instanceof JsonNode.Array inner)) {
                        throw notArray(out.hint(depth + 1));
                    }
                    elements(inner, depth + 1, out);
                } else {
                    if (depth + 1 < lengths.size()) {
                        throw notArray(out.hint(depth + 1));
                    }
                    out.elements.add(value(item, out.type, out.key, null));
                }
            }
        }

        private static SqlException ragged() {
            return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "malformed JSON array")
                    .withDetail("Multidimensional arrays must have sub-arrays with matching dimensions.");
        }
    }
}
