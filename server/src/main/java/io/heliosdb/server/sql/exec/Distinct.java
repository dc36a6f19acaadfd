package io.heliosdb.server.sql.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plan nodes that drop or count equal rows.
public final class Distinct {

    private Distinct() {}

    /// The first of each set of rows that agree in some columns of a slot.
    public record Unique(PlanNode child, int slot, int[] columns, Keys keys, String shown) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            RowSource source = child.open(frame);
            Set<Object> seen = new HashSet<>();
            return new RowSource() {
                private int count;

                @Override
                public boolean next() {
                    while (source.next()) {
                        if ((++count & 0xFF) == 0) {
                            frame.execution().context().checkCancelled();
                        }
                        @Nullable Object[] values = pick(frame.tuple(slot), columns);
                        if (seen.add(keys.of(values))) {
                            frame.execution().memory().take(64 + 40L * values.length);
                            return true;
                        }
                    }
                    return false;
                }

                @Override
                public void close() {
                    source.close();
                }
            };
        }

        @Override
        public double rows() {
            return Math.max(1, child.rows() / 2);
        }

        @Override
        public List<PlanNode> children() {
            return List.of(child);
        }

        @Override
        public void describe(Description description) {
            description.title(shown, "");
        }
    }

    static @Nullable Object[] pick(Tuple tuple, int[] columns) {
        @Nullable Object[] values = new @Nullable Object[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = tuple.get(columns[i]);
        }
        return values;
    }

    /// INTERSECT and EXCEPT, with and without ALL; both children fill the same slot.
    public record SetOperation(PlanNode left, PlanNode right, int slot, int[] columns, Keys keys, Mode mode)
            implements PlanNode {

        /// @param except else INTERSECT
        public record Mode(boolean except, boolean all) {}

        @Override
        public RowSource start(Frame frame) {
            Map<Object, int[]> counts = new HashMap<>();
            try (RowSource source = right.open(frame)) {
                while (source.next()) {
                    Object key = keys.of(pick(frame.tuple(slot), columns));
                    counts.computeIfAbsent(key, k -> new int[1])[0]++;
                    frame.execution().memory().take(64 + 40L * columns.length);
                }
            }
            RowSource source = left.open(frame);
            Set<Object> given = new HashSet<>();
            return new RowSource() {
                @Override
                public boolean next() {
                    while (source.next()) {
                        Object key = keys.of(pick(frame.tuple(slot), columns));
                        if (wanted(counts.get(key), key)) {
                            return true;
                        }
                    }
                    return false;
                }

                private boolean wanted(int @Nullable [] count, Object key) {
                    if (!mode.all) {
                        return (count == null) == mode.except && given.add(key);
                    }
                    boolean matched = count != null && count[0] > 0;
                    if (count != null && matched) {
                        count[0]--;
                    }
                    return matched != mode.except;
                }

                @Override
                public void close() {
                    source.close();
                }
            };
        }

        @Override
        public double rows() {
            return left.rows();
        }

        @Override
        public List<PlanNode> children() {
            return new ArrayList<>(List.of(left, right));
        }

        @Override
        public void describe(Description description) {
            description.title("HashSetOp", (mode.except ? " Except" : " Intersect") + (mode.all ? " All" : ""));
        }
    }
}
