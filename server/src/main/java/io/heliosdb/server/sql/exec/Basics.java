package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowList;
import io.heliosdb.server.sql.tree.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plan nodes that pass rows of one child on: filter, projection, append, materialization.
public final class Basics {

    private Basics() {}

    /// Passes rows for which a condition is true.
    public record Filter(PlanNode child, Compiled condition, double rows) implements OneInput {

        @Override
        public RowSource start(Frame frame) {
            RowSource source = child.open(frame);
            Eval test = condition.eval();
            return new RowSource() {
                @Override
                public boolean next() {
                    while (source.next()) {
                        if (test.isTrue(frame)) {
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
        public void describe(Description description) {
            description.title("Result", "");
            description.condition("Filter", condition);
        }
    }

    /// Computes the values of a slot for each row. It is not shown by EXPLAIN: its child is.
    public record Project(PlanNode child, List<Compiled> targets, int slot) implements OneInput {

        @Override
        public RowSource start(Frame frame) {
            return new ProjectSource(this, frame);
        }

        @Override
        public void describe(Description description) {
            List<Expr> exprs = targets.stream().map(Compiled::expr).toList();
            description.silent(exprs);
        }
    }

    private static final class ProjectSource extends RowSource {
        private final RowSource source;
        private final Frame frame;
        private final Eval[] evals;
        private final @Nullable Object[] values;
        private final ArrayTuple tuple;
        private final int slot;

        ProjectSource(Project project, Frame frame) {
            this.source = project.child.open(frame);
            this.frame = frame;
            this.evals = project.targets.stream().map(Compiled::eval).toArray(Eval[]::new);
            this.values = new @Nullable Object[evals.length];
            this.tuple = new ArrayTuple(values);
            this.slot = project.slot;
        }

        @Override
        public boolean next() {
            if (!source.next()) {
                return false;
            }
            for (int i = 0; i < evals.length; i++) {
                values[i] = evals[i].eval(frame);
            }
            frame.set(slot, tuple);
            return true;
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /// One empty row: what a SELECT without FROM reads.
    public record OneRow() implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            return new RowSource() {
                private boolean given;

                @Override
                public boolean next() {
                    boolean first = !given;
                    given = true;
                    return first;
                }
            };
        }

        @Override
        public double rows() {
            return 1;
        }

        @Override
        public List<PlanNode> children() {
            return List.of();
        }

        @Override
        public void describe(Description description) {
            description.title("Result", "");
        }
    }

    /// All rows of the first child, then all of the second; both fill the same slot.
    public record Append(List<PlanNode> children) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            return new RowSource() {
                private @Nullable RowSource current;
                private int at;

                @Override
                public boolean next() {
                    while (true) {
                        if (current == null) {
                            if (at == children.size()) {
                                return false;
                            }
                            current = children.get(at++).open(frame);
                        }
                        if (current.next()) {
                            return true;
                        }
                        current.close();
                        current = null;
                    }
                }

                @Override
                public void close() {
                    if (current != null) {
                        current.close();
                    }
                }
            };
        }

        @Override
        public double rows() {
            return children.stream().mapToDouble(PlanNode::rows).sum();
        }

        @Override
        public void describe(Description description) {
            description.title("Append", "");
        }
    }

    /// Keeps the child's rows for being read again in the same execution; only for an uncorrelated child.
    ///
    /// @param slots the slots its rows are in
    /// @param state where the rows are kept in the frame
    public record Materialize(PlanNode child, int[] slots, int state) implements OneInput {

        @Override
        public RowSource start(Frame frame) {
            RowList<Tuple[]> rows = rows(frame);
            return new RowSource() {
                private long at;

                @Override
                public boolean next() {
                    if (at == rows.size()) {
                        return false;
                    }
                    frame.restore(slots, rows.get(at++));
                    return true;
                }
            };
        }

        // They stay for the whole statement, and so does what they hold.
        @SuppressWarnings("unchecked") // only this node uses its state
        private RowList<Tuple[]> rows(Frame frame) {
            RowList<Tuple[]> kept = (RowList<Tuple[]>) frame.state(state);
            if (kept == null) {
                MemoryBudget memory = frame.execution().memory();
                kept = new RowList<>(memory, new TupleFormat(memory).rows(slots.length));
                try (RowSource source = child.open(frame)) {
                    while (source.next()) {
                        kept.add(frame.save(slots));
                    }
                }
                frame.setState(state, kept);
            }
            return kept;
        }

        @Override
        public void describe(Description description) {
            description.title("Materialize", "");
        }
    }

    /// Saves current rows and counts their memory.
    static Tuple[] saved(Frame frame, int[] slots) {
        Tuple[] saved = frame.save(slots);
        long size = 32;
        for (Tuple tuple : saved) {
            size += tuple.size();
        }
        frame.execution().memory().take(size);
        return saved;
    }
}
