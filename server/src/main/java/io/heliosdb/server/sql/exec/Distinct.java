package io.heliosdb.server.sql.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plan nodes that drop or count equal rows.
public final class Distinct {

    private Distinct() {}

    /// The first of each set of rows that agree in some columns of a slot. Rows keep their order only while all
    /// fit into memory.
    public record Unique(PlanNode child, int slot, int[] columns, Keys keys, String shown) implements OneInput {

        @Override
        public RowSource start(Frame frame) {
            SetSource.Spec spec = new SetSource.Spec(slot, columns, keys, new SetOperation.Mode(true, false));
            return new SetSource(this, spec, child, null, frame);
        }

        @Override
        public double rows() {
            return Math.max(1, child.rows() / 2);
        }

        @Override
        public void describe(Description description) {
            description.title(shown, "");
        }
    }

    /// As {@link Unique}, of rows of which those that agree are side by side; keeps their order and needs no
    /// memory.
    public record Adjacent(PlanNode child, int slot, int[] columns, Keys keys) implements OneInput {

        @Override
        public RowSource start(Frame frame) {
            RowSource source = child.open(frame);
            return new RowSource() {
                private @Nullable Object @Nullable [] last;

                @Override
                public boolean next() {
                    while (source.next()) {
                        @Nullable Object[] values = pick(frame.tuple(slot), columns);
                        if (last == null || !keys.same(last, values)) {
                            last = values;
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
        public void describe(Description description) {
            description.title("Unique", "");
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
            return new SetSource(this, new SetSource.Spec(slot, columns, keys, mode), left, right, frame);
        }

        @Override
        public double rows() {
            return left.rows();
        }

        @Override
        public List<PlanNode> children() {
            return List.of(left, right);
        }

        @Override
        public void describe(Description description) {
            description.title("HashSetOp", (mode.except ? " Except" : " Intersect") + (mode.all ? " All" : ""));
        }
    }
}
