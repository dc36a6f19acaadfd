package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.builtin.JsonPathErrors.PathException;
import io.heliosdb.server.sql.type.JsonPath;
import io.heliosdb.server.sql.type.JsonPath.Node;
import io.heliosdb.server.sql.type.JsonPath.Operator;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.Text;
import io.heliosdb.server.sql.type.TimeTz;
import io.heliosdb.server.sql.type.TimeZones;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The conditions of path expressions, with three truth values: null is unknown. An error inside makes a
/// condition unknown.
final class JsonPathPredicates {

    private static final Regexes REGEXES = new Regexes();

    private final FunctionContext context;
    private final JsonPathRun run;
    private final boolean zones;

    JsonPathPredicates(FunctionContext context, JsonPathRun run, boolean zones) {
        this.context = context;
        this.run = run;
        this.zones = zones;
    }

    /// Whether two items fulfil a condition.
    @FunctionalInterface
    private interface Pair {
        @Nullable
        Boolean test(JsonPathItem left, JsonPathItem right);
    }

    @Nullable
    Boolean test(Node node, JsonPathItem current) {
        return switch (node) {
            case JsonPath.And n -> {
                Boolean left = test(n.left(), current);
                Boolean right = Boolean.FALSE.equals(left) ? null : test(n.right(), current);
                yield Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)
                        ? (Boolean) false
                        : left == null ? null : right;
            }
            case JsonPath.Or n -> {
                Boolean left = test(n.left(), current);
                Boolean right = Boolean.TRUE.equals(left) ? null : test(n.right(), current);
                yield Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right)
                        ? (Boolean) true
                        : left == null ? null : right;
            }
            case JsonPath.Not(Node operand) -> {
                Boolean truth = test(operand, current);
                yield truth == null ? null : (Boolean) !truth;
            }
            case JsonPath.IsUnknown(Node operand) -> test(operand, current) == null;
            case JsonPath.Exists(Node operand) -> exists(operand, current);
            case JsonPath.Comparison n -> pairs(n.left(), n.right(), current, (x, y) -> compare(n.operator(), x, y));
            case JsonPath.StartsWith n ->
                pairs(n.whole(), n.start(), current, (x, y) -> {
                    String whole = string(x);
                    String start = string(y);
                    return whole == null || start == null ? null : (Boolean) whole.startsWith(start);
                });
            case JsonPath.LikeRegex n -> pairs(n.operand(), null, current, (x, y) -> matches(n, x));
            default -> throw new IllegalStateException("not a condition: " + node);
        };
    }

    private @Nullable Boolean exists(Node operand, JsonPathItem current) {
        boolean[] found = new boolean[1];
        try {
            run.evaluate(operand, current, item -> {
                found[0] = true;
                if (run.isLax()) {
                    throw new Found();
                }
            });
        } catch (Found first) {
            return true;
        } catch (PathException e) {
            return null;
        }
        return found[0];
    }

    /// Ends an evaluation of which only the first item matters.
    static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Found() {
            super(null, null, false, false);
        }
    }

    // In lax mode the first pair that fulfils the condition decides; in strict mode an unknown one does.
    private @Nullable Boolean pairs(Node left, @Nullable Node right, JsonPathItem current, Pair pair) {
        List<JsonPathItem> lefts;
        List<JsonPathItem> rights;
        try {
            lefts = run.unwrapped(left, current);
            rights = right == null ? List.of(current) : run.unwrapped(right, current);
        } catch (PathException e) {
            return null;
        }
        boolean found = false;
        boolean unknown = false;
        for (JsonPathItem x : lefts) {
            for (JsonPathItem y : rights) {
                Boolean truth = pair.test(x, y);
                if (truth == null) {
                    if (!run.isLax()) {
                        return null;
                    }
                    unknown = true;
                } else if (truth) {
                    if (run.isLax()) {
                        return true;
                    }
                    found = true;
                }
            }
        }
        return found ? (Boolean) true : unknown ? null : (Boolean) false;
    }

    private static @Nullable String string(JsonPathItem item) {
        return item instanceof JsonPathItem.Json(JsonValue value) && value instanceof JsonValue.Str(String text)
                ? text
                : null;
    }

    private @Nullable Boolean matches(JsonPath.LikeRegex n, JsonPathItem item) {
        String text = string(item);
        if (text == null) {
            return null;
        }
        RegexTranslator.Options options = RegexTranslator.Options.NONE;
        if (n.flags().indexOf('i') >= 0) {
            options = options.with('i');
        }
        if (n.flags().indexOf('q') >= 0) {
            options = options.with('q');
        } else {
            boolean dotAll = n.flags().indexOf('s') >= 0;
            boolean lines = n.flags().indexOf('m') >= 0;
            options = options.with(dotAll ? lines ? 'w' : 's' : lines ? 'n' : 'p');
        }
        return Regexes.find(REGEXES.matcher(context, text, n.pattern(), options), 0);
    }

    private @Nullable Boolean compare(Operator operator, JsonPathItem left, JsonPathItem right) {
        if (left instanceof JsonPathItem.Moment x && right instanceof JsonPathItem.Moment y) {
            Integer order = moments(x, y);
            return order == null ? null : (Boolean) holds(operator, order);
        }
        if (!(left instanceof JsonPathItem.Json(JsonValue x) && right instanceof JsonPathItem.Json(JsonValue y))) {
            return isNull(left) || isNull(right) ? (Boolean) (operator == Operator.NOT_EQUAL) : null;
        }
        if (!x.typeName().equals(y.typeName())) {
            return isNull(left) || isNull(right) ? (Boolean) (operator == Operator.NOT_EQUAL) : null;
        }
        return switch (x) {
            case JsonValue.Null n -> holds(operator, 0);
            case JsonValue.Bool(boolean a) -> holds(operator, Boolean.compare(a, ((JsonValue.Bool) y).value()));
            case JsonValue.Num(var a) -> holds(operator, a.compareTo(((JsonValue.Num) y).value()));
            case JsonValue.Str(String a) -> holds(operator, Text.compare(a, ((JsonValue.Str) y).value()));
            case JsonValue.Array a -> null;
            case JsonValue.Members m -> null;
        };
    }

    private static boolean isNull(JsonPathItem item) {
        return item instanceof JsonPathItem.Json(JsonValue value) && value instanceof JsonValue.Null;
    }

    private static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    // A date is the beginning of its day; what has a zone is compared with what has none only where that was asked for.
    private @Nullable Integer moments(JsonPathItem.Moment x, JsonPathItem.Moment y) {
        boolean timeX = x.type().equals(Types.TIME) || x.type().equals(Types.TIMETZ);
        boolean timeY = y.type().equals(Types.TIME) || y.type().equals(Types.TIMETZ);
        if (timeX != timeY) {
            return null;
        }
        boolean zoned = isZoned(x.type()) || isZoned(y.type());
        Type common = timeX ? zoned ? Types.TIMETZ : Types.TIME : zoned ? Types.TIMESTAMPTZ : Types.TIMESTAMP;
        return common.compare(converted(x, common), converted(y, common));
    }

    private static boolean isZoned(Type type) {
        return type.equals(Types.TIMETZ) || type.equals(Types.TIMESTAMPTZ);
    }

    private Object converted(JsonPathItem.Moment moment, Type wanted) {
        Object value = moment.value();
        if (moment.type().equals(wanted)) {
            return value;
        }
        if (isZoned(wanted) && !zones) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot convert value from " + moment.type().name() + " to " + wanted.name()
                                    + " without time zone usage")
                    .withHint("Use *_tz() function for time zone support.");
        }
        if (wanted.equals(Types.TIMETZ)) {
            return new TimeTz(
                    (Long) value, TimeZones.offsetAt(context.timeZone(), TimeZones.micros(context.transactionStart())));
        }
        long local = moment.type().equals(Types.DATE) ? Timestamps.ofDays((Integer) value) : (Long) value;
        return wanted.equals(Types.TIMESTAMPTZ) ? Timestamps.toMoment(local, context.timeZone()) : local;
    }
}
