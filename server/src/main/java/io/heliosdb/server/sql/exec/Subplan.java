package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.exec.spill.RowSet;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A subquery in an expression.
///
/// @param slot where its rows appear
/// @param state where an uncorrelated one keeps its result in the frame
/// @param correlated whether it refers to rows of enclosing queries, so that every row needs a run of its own
public record Subplan(PlanNode plan, int slot, int state, boolean correlated) {

    @FunctionalInterface
    private interface Computation {
        Object compute(Frame frame);
    }

    // NULL as a kept result.
    private static final Object NULL = new Object();

    private @Nullable Object once(Frame frame, Computation computation) {
        if (correlated) {
            Object value = computation.compute(frame);
            return value == NULL ? null : value;
        }
        Object kept = frame.state(state);
        if (kept == null) {
            kept = computation.compute(frame);
            frame.setState(state, kept);
        }
        return kept == NULL ? null : kept;
    }

    /// `EXISTS (…)`.
    public Eval exists() {
        return eval(frame -> {
            try (RowSource rows = plan.open(frame)) {
                return rows.next();
            }
        });
    }

    /// `(SELECT …)` as a value.
    public Eval scalar() {
        return eval(frame -> {
            try (RowSource rows = plan.open(frame)) {
                if (!rows.next()) {
                    return NULL;
                }
                Object value = frame.tuple(slot).get(0);
                if (rows.next()) {
                    throw new SqlException(
                            SqlState.CARDINALITY_VIOLATION,
                            "more than one row returned by a subquery used as an expression");
                }
                return value == null ? NULL : value;
            }
        });
    }

    /// `ARRAY(SELECT …)`.
    public Eval array(Type type) {
        Type element = Composites.elementOf(type);
        return eval(frame -> {
            List<@Nullable Object> values = new ArrayList<>();
            try (RowSource rows = plan.open(frame)) {
                while (rows.next()) {
                    Object value = frame.tuple(slot).get(0);
                    ArrayValue.checkedSize(values.size() + 1);
                    frame.execution().memory().take(24 + ValueSizes.of(value));
                    values.add(value);
                }
            }
            boolean nested = !values.isEmpty() && values.getFirst() instanceof ArrayValue;
            return nested ? Composites.stacked(values, element) : ArrayValue.ofList(element, values);
        });
    }

    private Eval eval(Computation computation) {
        return new Eval() {
            @Override
            public @Nullable Object eval(Frame frame) {
                return once(frame, computation);
            }
        };
    }

    /// `(left…) op ANY | ALL (SELECT …)`.
    ///
    /// @param keys how to hash the subquery's rows; null when that cannot be done
    public Eval over(Expr.OverSubquery expr, List<Eval> left, @Nullable Keys keys) {
        List<Comparison> comparisons = comparisons(expr);
        if (keys != null && !correlated) {
            return new Hashed(this, expr.all(), left, comparisons, keys, false);
        }
        boolean unequal = expr.operators().getFirst().meaning() == OperatorDef.Meaning.NOT_EQUAL;
        return new Eval.Test() {
            @Override
            public int test(Frame frame) {
                @Nullable Object[] values = Calls.evaluate(left.toArray(Eval[]::new), frame);
                return compareAll(frame, values, comparisons, expr.all(), unequal);
            }
        };
    }

    private static List<Comparison> comparisons(Expr.OverSubquery expr) {
        List<Type> left = expr.left().stream().map(Expr::baseType).toList();
        List<Type> right =
                expr.query().columns().stream().map(c -> c.type().type()).toList();
        return Comparison.ofAll(expr.operators(), left, right);
    }

    /// As {@link #over} of an uncorrelated one, as long as its rows fit into the memory of one hash table.
    public Eval lookup(Expr.OverSubquery expr, List<Eval> left, Keys keys) {
        List<Comparison> comparisons = comparisons(expr);
        return correlated ? over(expr, left, null) : new Hashed(this, expr.all(), left, comparisons, keys, true);
    }

    /// Whether a run of it reads a stored table from beginning to end.
    public boolean readsWholeTables() {
        return readsWholeTables(plan);
    }

    private static boolean readsWholeTables(PlanNode node) {
        return node instanceof Scans.SeqScan || node.children().stream().anyMatch(Subplan::readsWholeTables);
    }

    /// What is the same for all rows is looked up, or, when it does not fit into memory, found out row by row.
    ///
    /// @param state where the frame notes that it does not fit
    public static Eval eitherWay(Eval lookup, Eval byRow, int state) {
        return new Eval.Test() {
            @Override
            public int test(Frame frame) {
                if (frame.state(state) == null) {
                    try {
                        return lookup.test(frame);
                    } catch (SqlException e) {
                        if (e.state() != SqlState.OUT_OF_MEMORY) {
                            throw e;
                        }
                        frame.setState(state, NULL);
                    }
                }
                return byRow.test(frame);
            }
        };
    }

    private int compareAll(
            Frame frame, @Nullable Object[] values, List<Comparison> comparisons, boolean all, boolean any) {
        int result = Eval.truth(all);
        try (RowSource rows = plan.open(frame)) {
            while (rows.next()) {
                int truth = compareRow(frame, values, comparisons, any);
                if (truth == Eval.truth(!all)) {
                    return truth;
                }
                if (truth == Eval.UNKNOWN) {
                    result = Eval.UNKNOWN;
                }
            }
        }
        return result;
    }

    // (a, b) = (x, y) is a = x AND b = y; (a, b) <> (x, y) is a <> x OR b <> y.
    private int compareRow(Frame frame, @Nullable Object[] values, List<Comparison> comparisons, boolean any) {
        Tuple row = frame.tuple(slot);
        int result = Eval.truth(!any);
        for (int i = 0; i < values.length; i++) {
            Object l = values[i];
            Object r = row.get(i);
            int truth =
                    l == null || r == null ? Eval.UNKNOWN : comparisons.get(i).test(frame, l, r);
            if (truth == Eval.truth(any)) {
                return truth;
            }
            if (truth == Eval.UNKNOWN) {
                result = Eval.UNKNOWN;
            }
        }
        return result;
    }

    private record Table(RowSet<Object> keys, List<@Nullable Object[]> withNulls, boolean empty) {}

    /// `= ANY` and `<> ALL` of an uncorrelated subquery through a hash table; rows with nulls are compared one
    /// by one.
    private static final class Hashed extends Eval.Test {
        private final Subplan subplan;
        private final boolean negated;
        private final Eval[] left;
        private final List<Comparison> comparisons;
        private final Keys keys;
        private final boolean optional;

        /// @param optional whether it is given up when it grows large
        Hashed(
                Subplan subplan,
                boolean negated,
                List<Eval> left,
                List<Comparison> comparisons,
                Keys keys,
                boolean optional) {
            this.subplan = subplan;
            this.negated = negated;
            this.left = left.toArray(Eval[]::new);
            this.comparisons = comparisons;
            this.keys = keys;
            this.optional = optional;
        }

        @Override
        public int test(Frame frame) {
            int found = contains(frame);
            return !negated || found == UNKNOWN ? found : 1 - found;
        }

        private int contains(Frame frame) {
            Table table = (Table) frame.state(subplan.state);
            if (table == null) {
                table = build(frame);
                frame.setState(subplan.state, table);
            }
            if (table.empty) {
                return FALSE;
            }
            @Nullable Object[] values = Calls.evaluate(left, frame);
            if (!Keys.hasNull(values)) {
                if (table.keys.contains(keys.of(normal(values)))) {
                    return TRUE;
                }
                return mayMatch(frame, values, table.withNulls) ? UNKNOWN : FALSE;
            }
            return values.length == 1
                            || mayMatch(frame, values, table.withNulls)
                            || subplan.compareAll(frame, values, comparisons, negated, negated) == UNKNOWN
                    ? UNKNOWN
                    : FALSE;
        }

        // Some row with a null agrees in all columns that are not null.
        private boolean mayMatch(Frame frame, @Nullable Object[] values, List<@Nullable Object[]> rows) {
            for (@Nullable Object[] row : rows) {
                boolean differs = false;
                for (int i = 0; i < values.length && !differs; i++) {
                    Object l = values[i];
                    Object r = row[i];
                    differs = l != null && r != null && comparisons.get(i).test(frame, l, r) == truth(negated);
                }
                if (!differs) {
                    return true;
                }
            }
            return false;
        }

        private Table build(Frame frame) {
            RowSet<Object> found = keys.set(frame);
            boolean built = false;
            try {
                Table table = build(frame, found);
                built = true;
                return table;
            } finally {
                if (!built) {
                    found.close();
                }
            }
        }

        private Table build(Frame frame, RowSet<Object> found) {
            List<@Nullable Object[]> withNulls = new ArrayList<>();
            boolean empty = true;
            try (RowSource rows = subplan.plan.open(frame)) {
                while (rows.next()) {
                    empty = false;
                    @Nullable Object[] values = new @Nullable Object[left.length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = frame.tuple(subplan.slot).get(i);
                    }
                    if (!Keys.hasNull(values)) {
                        found.add(keys.of(normal(values)));
                    } else if (withNulls.isEmpty() || values.length > 1) {
                        take(frame, values);
                        withNulls.add(values);
                    }
                    if (optional && found.isOnDisk()) {
                        throw new SqlException(SqlState.OUT_OF_MEMORY, "rows of a subquery do not fit into memory");
                    }
                }
            }
            return new Table(found, withNulls, empty);
        }

        // Rows of which only a part is known may match in more ways than one hash can find: they stay in memory.
        private static void take(Frame frame, @Nullable Object[] values) {
            try {
                frame.execution().memory().take(64 + ValueSizes.ofRow(values));
            } catch (SqlException e) {
                throw e.withHint("Write IN and NOT IN as EXISTS and NOT EXISTS, or as a join: they can use the disk.");
            }
        }
    }

    /// Whole numbers of any size as `Long`, so that an int4 finds an int8.
    static @Nullable Object[] normal(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Integer number) {
                values[i] = number.longValue();
            }
        }
        return values;
    }
}
