package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins by reading the right side again for each row of the left.
public final class Joins {

    private Joins() {}

    /// Which rows a join gives.
    public enum Kind {
        INNER(""),
        LEFT(" Left"),
        RIGHT(" Right"),
        FULL(" Full"),
        SEMI(" Semi"),
        ANTI(" Anti");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String title(String algorithm) {
            return this == INNER && algorithm.equals("Hash")
                    ? "Hash Join"
                    : this == INNER ? algorithm : algorithm + text + " Join";
        }
    }

    /// The right side may refer to the left side's current row. INNER, LEFT, SEMI or ANTI.
    ///
    /// @param rightSlots the slots of the right side
    public record NestedLoop(
            Kind kind,
            PlanNode left,
            PlanNode right,
            @Nullable Compiled condition,
            int[] rightSlots,
            double rows) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            return new LoopSource(this, frame);
        }

        @Override
        public List<PlanNode> children() {
            return List.of(left, right);
        }

        @Override
        public void describe(Description description) {
            description.title(kind.title("Nested Loop"), "");
            description.condition("Join Filter", condition);
        }
    }

    private static final class LoopSource extends RowSource {
        private final NestedLoop join;
        private final Frame frame;
        private final RowSource left;
        private final @Nullable Eval condition;
        private @Nullable RowSource right;
        private boolean matched;
        private int count;

        LoopSource(NestedLoop join, Frame frame) {
            this.join = join;
            this.frame = frame;
            this.left = join.left.open(frame);
            Compiled compiled = join.condition;
            this.condition = compiled == null ? null : compiled.eval();
        }

        @Override
        public boolean next() {
            while (true) {
                RowSource inner = right;
                if (inner == null) {
                    if (!left.next()) {
                        return false;
                    }
                    inner = join.right.open(frame);
                    right = inner;
                    matched = false;
                }
                if (nextMatch(inner)) {
                    matched = true;
                    if (join.kind == Kind.INNER || join.kind == Kind.LEFT) {
                        return true;
                    }
                    closeRight();
                    if (join.kind == Kind.SEMI) {
                        return true;
                    }
                } else {
                    closeRight();
                    if (!matched && (join.kind == Kind.LEFT || join.kind == Kind.ANTI)) {
                        frame.setNulls(join.rightSlots);
                        return true;
                    }
                }
            }
        }

        private boolean nextMatch(RowSource inner) {
            while (inner.next()) {
                if ((++count & 0xFF) == 0) {
                    frame.execution().context().checkCancelled();
                }
                if (condition == null || condition.isTrue(frame)) {
                    return true;
                }
            }
            return false;
        }

        private void closeRight() {
            if (right != null) {
                right.close();
                right = null;
            }
        }

        @Override
        public void close() {
            closeRight();
            left.close();
        }
    }

    /// RIGHT or FULL join with any condition: the right side is kept, each row knowing whether it was matched.
    public record OuterLoop(
            Kind kind,
            PlanNode left,
            PlanNode right,
            @Nullable Compiled condition,
            int[] leftSlots,
            int[] rightSlots) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            return new OuterSource(this, frame);
        }

        @Override
        public double rows() {
            return left.rows() + right.rows();
        }

        @Override
        public List<PlanNode> children() {
            return List.of(left, right);
        }

        @Override
        public void describe(Description description) {
            description.title(kind.title("Nested Loop"), "");
            description.condition("Join Filter", condition);
        }
    }

    private static final class OuterSource extends RowSource {
        private final OuterLoop join;
        private final Frame frame;
        private final RowSource left;
        private final @Nullable Eval condition;
        private final RowList<Tuple[]> kept;
        private final MatchedRows matchedRight;
        private long at = -1;
        private boolean leftDone;
        private boolean matched;

        OuterSource(OuterLoop join, Frame frame) {
            this.join = join;
            this.frame = frame;
            Compiled compiled = join.condition;
            this.condition = compiled == null ? null : compiled.eval();
            MemoryBudget memory = frame.execution().memory();
            this.kept = new RowList<>(memory, new TupleFormat(memory).rows(join.rightSlots.length));
            try (RowSource right = join.right.open(frame)) {
                while (right.next()) {
                    kept.add(frame.save(join.rightSlots));
                }
            }
            this.matchedRight = new MatchedRows(memory, kept.size());
            this.left = join.left.open(frame);
        }

        @Override
        public boolean next() {
            while (!leftDone) {
                if (at < 0) {
                    if (!left.next()) {
                        leftDone = true;
                        at = 0;
                        break;
                    }
                    frame.execution().context().checkCancelled();
                    at = 0;
                    matched = false;
                }
                while (at < kept.size()) {
                    long current = at++;
                    frame.restore(join.rightSlots, kept.get(current));
                    if (condition == null || condition.isTrue(frame)) {
                        matchedRight.set(current);
                        matched = true;
                        return true;
                    }
                }
                at = -1;
                if (!matched && join.kind == Kind.FULL) {
                    frame.setNulls(join.rightSlots);
                    return true;
                }
            }
            while (at < kept.size()) {
                long current = at++;
                if (!matchedRight.has(current)) {
                    frame.setNulls(join.leftSlots);
                    frame.restore(join.rightSlots, kept.get(current));
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() {
            left.close();
            kept.close();
            matchedRight.release();
        }
    }
}
