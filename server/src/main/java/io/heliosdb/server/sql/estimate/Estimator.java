package io.heliosdb.server.sql.estimate;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.function.OperatorDef.Meaning;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.ArrayValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Estimates for one statement, which tells it the relations it reads. What nothing is known about gets
/// PostgreSQL's guesses. Used by one thread.
public final class Estimator {

    private static final double UNKNOWN_EQUAL = 0.005;
    private static final double UNKNOWN_RANGE = 1.0 / 3;
    private static final double UNKNOWN_PAIR = 0.005;
    private static final double UNKNOWN_TEST = 0.5;
    private static final double UNKNOWN_PATTERN = 0.05;
    private static final double UNKNOWN_DISTINCT = 200;

    private final Map<Integer, RelationFigures> relations = new HashMap<>();

    /// Tells it a relation of the statement.
    public void know(int relation, RelationFigures figures) {
        relations.putIfAbsent(relation, figures);
    }

    /// Which share of rows fulfils all conditions, taken as independent, but for the two ends of a range.
    public double selectivity(List<Expr> conditions) {
        double all = 1;
        List<Range> ranges = new ArrayList<>();
        for (Expr condition : conditions) {
            Range range = Range.of(condition);
            if (range == null) {
                all *= selectivity(condition);
            } else {
                pair(ranges, range);
            }
        }
        for (Range range : ranges) {
            all *= range.both() ? between(range) : selectivity(range.first());
        }
        return all;
    }

    // a > 1 AND a < 5
    private static void pair(List<Range> ranges, Range range) {
        for (int i = 0; i < ranges.size(); i++) {
            Range other = ranges.get(i);
            if (!other.both() && other.column().equals(range.column()) && other.upper() != range.upper()) {
                ranges.set(i, new Range(other.first(), range.first(), other.column(), other.upper()));
                return;
            }
        }
        ranges.add(range);
    }

    private double between(Range range) {
        Expr second = range.second();
        ColumnFigures figures = figures(range.column());
        if (second == null || figures == null || !figures.hasOrder()) {
            return UNKNOWN_PAIR;
        }
        double share = selectivity(range.first()) + selectivity(second) + figures.nullFraction() - 1;
        return share > 0 ? share : UNKNOWN_PAIR;
    }

    /// One or both ends of a range of a column.
    private record Range(Expr first, @Nullable Expr second, Expr.Column column, boolean upper) {

        boolean both() {
            return second != null;
        }

        static @Nullable Range of(Expr condition) {
            if (!(condition instanceof Expr.Call call) || call.operator() == null) {
                return null;
            }
            Expr.Column left = bare(call.arguments().getFirst());
            Expr.Column right = bare(call.arguments().getLast());
            if (call.arguments().size() != 2 || (left == null) == (right == null)) {
                return null;
            }
            boolean less =
                    switch (call.operator().meaning()) {
                        case LESS, LESS_OR_EQUAL -> true;
                        case GREATER, GREATER_OR_EQUAL -> false;
                        case EQUAL, NOT_EQUAL, OTHER -> left == null;
                    };
            boolean ranged =
                    switch (call.operator().meaning()) {
                        case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
                        case EQUAL, NOT_EQUAL, OTHER -> false;
                    };
            Expr.Column column = left == null ? right : left;
            return ranged && column != null ? new Range(condition, null, column, less == (left != null)) : null;
        }
    }

    private double selectivity(Expr condition) {
        double share =
                switch (condition) {
                    case Expr.Constant(Object value, var type) -> Boolean.TRUE.equals(value) ? 1 : 0;
                    case Expr.And and -> selectivity(and.operands());
                    case Expr.Or or -> any(or.operands());
                    case Expr.Not not -> 1 - selectivity(not.operand());
                    case Expr.IsNull test -> isNull(test);
                    case Expr.Call call when call.operator() != null -> compared(call, call.operator());
                    case Expr.OverArray over -> overArray(over);
                    case Expr.Distinct distinct -> {
                        double equal = equal(distinct.left(), distinct.right());
                        yield distinct.negated() ? equal : 1 - equal;
                    }
                    case Expr.Column column -> truth(column);
                    case Expr.Exists e -> UNKNOWN_TEST;
                    case Expr.OverSubquery e -> UNKNOWN_TEST;
                    default -> UNKNOWN_RANGE;
                };
        return Math.clamp(share, 0, 1);
    }

    private double any(List<Expr> operands) {
        double none = 1;
        for (Expr operand : operands) {
            none *= 1 - selectivity(operand);
        }
        return 1 - none;
    }

    private double isNull(Expr.IsNull test) {
        Expr.Column column = bare(test.operand());
        ColumnFigures figures = column == null ? null : figures(column);
        double share = figures == null ? UNKNOWN_EQUAL : figures.nullFraction();
        return test.negated() ? 1 - share : share;
    }

    private double truth(Expr.Column column) {
        ColumnFigures figures = figures(column);
        return figures == null || !figures.hasOrder() ? UNKNOWN_TEST : figures.equal(true, rows(column));
    }

    private double compared(Expr.Call call, OperatorDef operator) {
        Expr left = call.arguments().getFirst();
        Expr right = call.arguments().getLast();
        return switch (operator.meaning()) {
            case EQUAL -> equal(left, right);
            case NOT_EQUAL -> Math.max(0, 1 - equal(left, right) - nulls(left) - nulls(right));
            case LESS, LESS_OR_EQUAL -> below(left, right, operator.meaning() == Meaning.LESS_OR_EQUAL);
            case GREATER, GREATER_OR_EQUAL -> below(right, left, operator.meaning() == Meaning.GREATER_OR_EQUAL);
            case OTHER -> operator.name().startsWith("~") ? UNKNOWN_PATTERN : UNKNOWN_RANGE;
        };
    }

    private double nulls(Expr side) {
        Expr.Column column = bare(side);
        ColumnFigures figures = column == null ? null : figures(column);
        return figures == null ? 0 : figures.nullFraction();
    }

    private double equal(Expr left, Expr right) {
        Expr.Column a = bare(left);
        Expr.Column b = bare(right);
        if (a != null && b != null && relations.containsKey(a.relation()) && relations.containsKey(b.relation())) {
            return 1 / Math.max(1, Math.max(distinct(a, rows(a)), distinct(b, rows(b))));
        }
        if (a != null && relations.containsKey(a.relation())) {
            return equal(a, right);
        }
        return b != null && relations.containsKey(b.relation()) ? equal(b, left) : UNKNOWN_EQUAL;
    }

    private double equal(Expr.Column column, Expr value) {
        double rows = rows(column);
        RelationFigures relation = relations.get(column.relation());
        if (relation != null && relation.isUnique(column.column())) {
            return 1 / Math.max(1, rows);
        }
        ColumnFigures figures = figures(column);
        if (figures == null) {
            return UNKNOWN_EQUAL;
        }
        Object known = constant(value);
        double share = known != null && figures.accepts(known) ? figures.equal(known, rows) : figures.equal(rows);
        return share > 0 ? share : UNKNOWN_EQUAL;
    }

    private double below(Expr low, Expr high, boolean inclusive) {
        Expr.Column column = bare(low);
        boolean isLow = column != null && relations.containsKey(column.relation());
        Expr.Column tested = isLow ? column : bare(high);
        Object value = constant(isLow ? high : low);
        ColumnFigures figures = tested == null ? null : figures(tested);
        if (tested == null || value == null || figures == null || !figures.hasOrder() || !figures.accepts(value)) {
            return UNKNOWN_RANGE;
        }
        double below = figures.below(value);
        double equal = figures.equal(value, rows(tested));
        if (isLow) {
            return inclusive ? below + equal : below;
        }
        return Math.max(0, 1 - figures.nullFraction() - below - (inclusive ? 0 : equal));
    }

    private double overArray(Expr.OverArray over) {
        if (over.all() || over.operator().meaning() != Meaning.EQUAL) {
            return UNKNOWN_RANGE;
        }
        double share = 0;
        if (over.array() instanceof Expr.Constant(Object value, var type) && value instanceof ArrayValue array) {
            for (Object element : array.elements()) {
                share += element == null
                        ? 0
                        : equal(
                                over.left(),
                                new Expr.Constant(element, over.left().type()));
            }
            return Math.min(1, share);
        }
        int elements =
                over.array() instanceof Expr.ArrayOf list ? list.elements().size() : 10;
        return Math.min(1, elements * equal(over.left(), over.array()));
    }

    /// How many different values an expression has among some rows.
    public double distinct(Expr expr, double rows) {
        Expr.Column column = bare(expr);
        RelationFigures relation = column == null ? null : relations.get(column.relation());
        if (column == null || relation == null) {
            return Math.min(rows, UNKNOWN_DISTINCT);
        }
        if (relation.isUnique(column.column())) {
            return Math.min(rows, relation.rows());
        }
        ColumnFigures figures = relation.column(column.column());
        double values = figures == null ? 0 : figures.distinct(relation.rows());
        return Math.min(rows, values < 1 ? UNKNOWN_DISTINCT : values);
    }

    /// The average width of a column's values in bytes; 0 when unknown.
    public double width(Expr.Column column) {
        ColumnFigures figures = figures(column);
        return figures == null ? 0 : figures.width();
    }

    private double rows(Expr.Column column) {
        RelationFigures relation = relations.get(column.relation());
        return relation == null ? 1 : relation.rows();
    }

    private @Nullable ColumnFigures figures(Expr.Column column) {
        RelationFigures relation = relations.get(column.relation());
        return relation == null ? null : relation.column(column.column());
    }

    /// A column, bare or under another name for its type.
    private static Expr.@Nullable Column bare(Expr expr) {
        return switch (expr) {
            case Expr.Column column -> column;
            case Expr.Convert convert when convert.kind() == Expr.Convert.Kind.RELABEL -> bare(convert.operand());
            default -> null;
        };
    }

    private static @Nullable Object constant(Expr expr) {
        return switch (expr) {
            case Expr.Constant(Object value, var type) -> value;
            case Expr.Convert convert when convert.kind() == Expr.Convert.Kind.RELABEL -> constant(convert.operand());
            default -> null;
        };
    }
}
