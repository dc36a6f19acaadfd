package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.builtin.JsonPathErrors.PathException;
import io.heliosdb.server.sql.type.JsonPath;
import io.heliosdb.server.sql.type.JsonPath.Accessor;
import io.heliosdb.server.sql.type.JsonPath.Node;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.Numeric;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Evaluates one path expression on one value (PostgreSQL 18 manual, 9.16.2).
///
/// In lax mode, arrays are taken apart and values taken for arrays of one where the path asks for it, and what is
/// not there is passed over; in strict mode all of these are errors.
final class JsonPathRun {

    private final FunctionContext context;
    private final JsonPath path;
    private final JsonValue root;
    private final JsonValue variables;
    private final JsonPathMethods methods;
    private final JsonPathPredicates predicates;
    private boolean lenient;
    private int lastIndex = -1;

    /// @param zones whether values with and without a time zone may be compared
    JsonPathRun(FunctionContext context, JsonPath path, JsonValue root, JsonValue variables, boolean zones) {
        this.context = context;
        this.path = path;
        this.root = root;
        this.variables = variables;
        this.lenient = !path.strict();
        this.methods = new JsonPathMethods(context, this);
        this.predicates = new JsonPathPredicates(context, this, zones);
        if (!(variables instanceof JsonValue.Members)) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "\"vars\" argument is not an object")
                    .withDetail("Jsonpath parameters should be encoded as key-value pairs of \"vars\" object.");
        }
    }

    boolean isLax() {
        return !path.strict();
    }

    /// Whether what is missing or of another kind is passed over.
    boolean isLenient() {
        return lenient;
    }

    /// Gives every item to `out`, in order.
    ///
    /// @throws PathException as the path language defines
    void run(Consumer<JsonPathItem> out) {
        evaluate(path.root(), JsonPathItem.of(root), out);
    }

    /// The items that a node gives for the current item.
    void evaluate(Node node, JsonPathItem current, Consumer<JsonPathItem> out) {
        switch (node) {
            case JsonPath.Literal(JsonValue value) -> out.accept(JsonPathItem.of(value));
            case JsonPath.Variable(String name) -> out.accept(JsonPathItem.of(variable(name)));
            case JsonPath.Root n -> out.accept(JsonPathItem.of(root));
            case JsonPath.Current n -> out.accept(current);
            case JsonPath.Last n -> out.accept(JsonPathItem.of(new JsonValue.Num(Numeric.of(lastIndex))));
            case JsonPath.Accessed(Node base, List<Accessor> accessors) ->
                evaluate(base, current, item -> access(item, accessors, 0, true, out));
            case JsonPath.Arithmetic n -> out.accept(arithmetic(n, current));
            case JsonPath.Sign n -> sign(n, current, out);
            case JsonPath.Predicate predicate -> {
                Boolean truth = predicates.test(predicate, current);
                out.accept(JsonPathItem.of(truth == null ? JsonValue.ofNull() : JsonValue.of(truth)));
            }
        }
    }

    private JsonValue variable(String name) {
        JsonValue value = ((JsonValue.Members) variables).members().get(name);
        if (value == null) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "could not find jsonpath variable \"" + name + "\"");
        }
        return value;
    }

    /// The items of a node, arrays taken apart in lax mode.
    List<JsonPathItem> unwrapped(Node node, JsonPathItem current) {
        List<JsonPathItem> items = new ArrayList<>();
        evaluate(node, current, item -> {
            List<JsonValue> elements = elements(item);
            if (isLax() && elements != null) {
                elements.forEach(e -> items.add(JsonPathItem.of(e)));
            } else {
                items.add(item);
            }
        });
        return items;
    }

    static @Nullable List<JsonValue> elements(JsonPathItem item) {
        return item instanceof JsonPathItem.Json(JsonValue value) && value instanceof JsonValue.Array(var elements)
                ? elements
                : null;
    }

    private static @Nullable Numeric number(JsonPathItem item) {
        return item instanceof JsonPathItem.Json(JsonValue value) && value instanceof JsonValue.Num(Numeric number)
                ? number
                : null;
    }

    private JsonPathItem arithmetic(JsonPath.Arithmetic n, JsonPathItem current) {
        Numeric left = operand(n, n.left(), "left", current);
        Numeric right = operand(n, n.right(), "right", current);
        try {
            Numeric result =
                    switch (n.operator()) {
                        case ADD -> NumericMath.add(left, right);
                        case SUBTRACT -> NumericMath.subtract(left, right);
                        case MULTIPLY -> NumericMath.multiply(left, right);
                        case DIVIDE -> NumericMath.divide(left, right);
                        default -> NumericMath.remainder(left, right);
                    };
            return JsonPathItem.of(new JsonValue.Num(result));
        } catch (SqlException e) {
            throw new PathException(e);
        }
    }

    private Numeric operand(JsonPath.Arithmetic n, Node node, String side, JsonPathItem current) {
        List<JsonPathItem> items = unwrapped(node, current);
        Numeric number = items.size() == 1 ? number(items.getFirst()) : null;
        if (number == null) {
            throw JsonPathErrors.of(
                    SqlState.SINGLETON_SQL_JSON_ITEM_REQUIRED,
                    side + " operand of jsonpath operator " + n.operator().symbol() + " is not a single numeric value");
        }
        return number;
    }

    private void sign(JsonPath.Sign n, JsonPathItem current, Consumer<JsonPathItem> out) {
        for (JsonPathItem item : unwrapped(n.operand(), current)) {
            Numeric number = number(item);
            if (number == null) {
                throw JsonPathErrors.of(
                        SqlState.SQL_JSON_NUMBER_NOT_FOUND,
                        "operand of unary jsonpath operator " + (n.minus() ? "-" : "+") + " is not a numeric value");
            }
            out.accept(n.minus() ? JsonPathItem.of(new JsonValue.Num(NumericMath.negate(number))) : item);
        }
    }

    /// Goes on from an item with the accessors from `at` on.
    ///
    /// @param unwrap whether an array may be taken apart for the next accessor
    void access(JsonPathItem item, List<Accessor> accessors, int at, boolean unwrap, Consumer<JsonPathItem> out) {
        if (at == accessors.size()) {
            out.accept(item);
            return;
        }
        context.checkCancelled();
        Consumer<JsonPathItem> next = i -> access(i, accessors, at + 1, true, out);
        Accessor accessor = accessors.get(at);
        List<JsonValue> elements = elements(item);
        if (elements != null && unwrap && isLax() && takesApart(accessor)) {
            elements.forEach(e -> access(JsonPathItem.of(e), accessors, at, false, out));
            return;
        }
        switch (accessor) {
            case JsonPath.Key(String name) -> key(item, name, next);
            case JsonPath.AnyKey a -> anyKey(item, next);
            case JsonPath.AnyLevel a -> anyLevel(item, a, next);
            case JsonPath.AnyElement a -> anyElement(item, next);
            case JsonPath.Elements a -> elements(item, a, next);
            case JsonPath.Filter(Node predicate) -> {
                if (Boolean.TRUE.equals(predicates.test(predicate, item))) {
                    next.accept(item);
                }
            }
            case JsonPath.Method method -> methods.apply(method, item, next);
        }
    }

    private static boolean takesApart(Accessor accessor) {
        return switch (accessor) {
            case JsonPath.Key a -> true;
            case JsonPath.AnyKey a -> true;
            case JsonPath.Filter a -> true;
            case JsonPath.Method m -> m.kind() != JsonPath.Method.Kind.TYPE && m.kind() != JsonPath.Method.Kind.SIZE;
            case JsonPath.AnyLevel a -> false;
            case JsonPath.AnyElement a -> false;
            case JsonPath.Elements a -> false;
        };
    }

    private static @Nullable JsonValue json(JsonPathItem item) {
        return item instanceof JsonPathItem.Json(JsonValue value) ? value : null;
    }

    private void key(JsonPathItem item, String name, Consumer<JsonPathItem> next) {
        if (json(item) instanceof JsonValue.Members object) {
            JsonValue value = object.members().get(name);
            if (value != null) {
                next.accept(JsonPathItem.of(value));
            } else if (!lenient) {
                StringBuilder quoted = new StringBuilder();
                JsonValue.quote(name, quoted);
                throw JsonPathErrors.of(
                        SqlState.SQL_JSON_MEMBER_NOT_FOUND, "JSON object does not contain key " + quoted);
            }
        } else if (!lenient) {
            throw JsonPathErrors.of(
                    SqlState.SQL_JSON_MEMBER_NOT_FOUND, "jsonpath member accessor can only be applied to an object");
        }
    }

    private void anyKey(JsonPathItem item, Consumer<JsonPathItem> next) {
        if (json(item) instanceof JsonValue.Members object) {
            object.members().values().forEach(v -> next.accept(JsonPathItem.of(v)));
        } else if (!lenient) {
            throw JsonPathErrors.of(
                    SqlState.SQL_JSON_OBJECT_NOT_FOUND,
                    "jsonpath wildcard member accessor can only be applied to an object");
        }
    }

    private void anyElement(JsonPathItem item, Consumer<JsonPathItem> next) {
        List<JsonValue> elements = elements(item);
        if (elements != null) {
            elements.forEach(e -> next.accept(JsonPathItem.of(e)));
        } else if (isLax()) {
            next.accept(item);
        } else if (!lenient) {
            throw JsonPathErrors.notArray("jsonpath wildcard array accessor can only be applied to an array");
        }
    }

    // Structural errors right after `.**` are passed over, also in strict mode.
    private void anyLevel(JsonPathItem item, JsonPath.AnyLevel levels, Consumer<JsonPathItem> next) {
        if (levels.first() == 0) {
            leniently(item, next);
        }
        JsonValue value = json(item);
        if (value != null) {
            descend(value, 1, levels, next);
        }
    }

    private void leniently(JsonPathItem item, Consumer<JsonPathItem> next) {
        boolean before = lenient;
        lenient = true;
        try {
            next.accept(item);
        } finally {
            lenient = before;
        }
    }

    private void descend(JsonValue value, int level, JsonPath.AnyLevel levels, Consumer<JsonPathItem> next) {
        Collection<JsonValue> children =
                switch (value) {
                    case JsonValue.Array array -> array.elements();
                    case JsonValue.Members object -> object.members().values();
                    default -> List.of();
                };
        boolean leavesOnly = levels.first() == JsonPath.LAST_LEVEL;
        boolean deepest = levels.last() == JsonPath.LAST_LEVEL;
        if (!deepest && level > levels.last()) {
            return;
        }
        for (JsonValue child : children) {
            if (leavesOnly ? deepest && child.isScalar() : level >= levels.first()) {
                leniently(JsonPathItem.of(child), next);
            }
            descend(child, level + 1, levels, next);
        }
    }

    private void elements(JsonPathItem item, JsonPath.Elements accessor, Consumer<JsonPathItem> next) {
        List<JsonValue> elements = elements(item);
        if (elements == null && !isLax()) {
            if (!lenient) {
                throw JsonPathErrors.notArray("jsonpath array accessor can only be applied to an array");
            }
            return;
        }
        int size = elements == null ? 1 : elements.size();
        for (JsonPath.Range range : accessor.ranges()) {
            int from = subscript(range.from(), item, size);
            Node end = range.to();
            int to = end == null ? from : subscript(end, item, size);
            if (!lenient && (from < 0 || from > to || to >= size)) {
                throw JsonPathErrors.of(
                        SqlState.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of bounds");
            }
            for (int i = Math.max(from, 0); i <= Math.min(to, size - 1); i++) {
                next.accept(elements == null ? item : JsonPathItem.of(elements.get(i)));
            }
        }
    }

    private int subscript(Node node, JsonPathItem item, int size) {
        int before = lastIndex;
        lastIndex = size - 1;
        List<JsonPathItem> items = new ArrayList<>();
        try {
            evaluate(node, item, items::add);
        } finally {
            lastIndex = before;
        }
        Numeric number = items.size() == 1 ? number(items.getFirst()) : null;
        if (number == null || !number.isFinite()) {
            throw JsonPathErrors.of(
                    SqlState.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is not a single numeric value");
        }
        BigInteger whole = number.value().toBigInteger();
        if (whole.bitLength() > 31) {
            throw JsonPathErrors.of(
                    SqlState.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of integer range");
        }
        return whole.intValue();
    }
}
