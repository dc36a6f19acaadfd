package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Joins on equal keys through a hash table of the right side.
///
/// @param sides the two inputs with their slots
/// @param match keys and what else must hold
public record HashJoin(Joins.Kind kind, Sides sides, Match match, double rows) implements PlanNode {

    /// The left side is read row by row, the right side is kept.
    public record Sides(PlanNode left, int[] leftSlots, PlanNode right, int[] rightSlots) {}

    /// @param integers whether all keys are whole numbers, compared as 64-bit ones
    /// @param conditions the equalities, to show
    public record Match(
            List<Eval> leftKeys,
            List<Eval> rightKeys,
            Keys keys,
            List<Expr> conditions,
            @Nullable Compiled rest) {}

    private static final class Entry {
        final Tuple[] row;
        final @Nullable Entry next;
        boolean matched;

        Entry(Tuple[] row, @Nullable Entry next) {
            this.row = row;
            this.next = next;
        }
    }

    @Override
    public RowSource start(Frame frame) {
        return new Source(this, frame);
    }

    private static final class Source extends RowSource {
        private final HashJoin join;
        private final Frame frame;
        private final RowSource left;
        private final Eval[] leftKeys;
        private final @Nullable Eval rest;
        private final Map<Object, Entry> table = new HashMap<>();
        private final List<Entry> unmatchedCandidates = new ArrayList<>();
        private final boolean keepsRight;
        private @Nullable Entry candidate;
        private boolean onRow;
        private boolean matched;
        private int leftover = -1;
        private int count;

        Source(HashJoin join, Frame frame) {
            this.join = join;
            this.frame = frame;
            this.leftKeys = join.match.leftKeys.toArray(Eval[]::new);
            Compiled compiled = join.match.rest;
            this.rest = compiled == null ? null : compiled.eval();
            this.keepsRight = join.kind == Joins.Kind.RIGHT || join.kind == Joins.Kind.FULL;
            build();
            this.left = join.sides.left.open(frame);
        }

        private void build() {
            Eval[] rightKeys = join.match.rightKeys.toArray(Eval[]::new);
            try (RowSource right = join.sides.right.open(frame)) {
                while (right.next()) {
                    if ((++count & 0xFF) == 0) {
                        frame.execution().context().checkCancelled();
                    }
                    @Nullable Object[] values = Calls.evaluate(rightKeys, frame);
                    boolean joinable = !Keys.hasNull(values);
                    if (!joinable && !keepsRight) {
                        continue;
                    }
                    Tuple[] row = Basics.saved(frame, join.sides.rightSlots);
                    Entry entry;
                    if (joinable) {
                        Object key = join.match.keys.of(Subplan.normal(values));
                        entry = new Entry(row, table.get(key));
                        table.put(key, entry);
                    } else {
                        entry = new Entry(row, null);
                    }
                    if (keepsRight) {
                        unmatchedCandidates.add(entry);
                    }
                }
            }
        }

        @Override
        public boolean next() {
            while (leftover < 0) {
                if (!onRow) {
                    if (!left.next()) {
                        leftover = 0;
                        break;
                    }
                    begin();
                }
                if (nextMatch()) {
                    matched = true;
                    if (join.kind == Joins.Kind.SEMI) {
                        onRow = false;
                        return true;
                    }
                    if (join.kind != Joins.Kind.ANTI) {
                        return true;
                    }
                    onRow = false;
                } else {
                    onRow = false;
                    if (!matched && join.kind != Joins.Kind.INNER && keepsLeft()) {
                        frame.setNulls(join.sides.rightSlots);
                        return true;
                    }
                }
            }
            return keepsRight && nextLeftover();
        }

        private boolean keepsLeft() {
            return join.kind == Joins.Kind.LEFT || join.kind == Joins.Kind.FULL || join.kind == Joins.Kind.ANTI;
        }

        private void begin() {
            if ((++count & 0xFF) == 0) {
                frame.execution().context().checkCancelled();
            }
            onRow = true;
            matched = false;
            @Nullable Object[] values = Calls.evaluate(leftKeys, frame);
            candidate = Keys.hasNull(values) ? null : table.get(join.match.keys.of(Subplan.normal(values)));
        }

        private boolean nextMatch() {
            while (candidate != null) {
                Entry entry = candidate;
                candidate = entry.next;
                frame.restore(join.sides.rightSlots, entry.row);
                if (rest == null || rest.isTrue(frame)) {
                    entry.matched = true;
                    return true;
                }
            }
            return false;
        }

        private boolean nextLeftover() {
            while (leftover < unmatchedCandidates.size()) {
                Entry entry = unmatchedCandidates.get(leftover++);
                if (!entry.matched) {
                    frame.setNulls(join.sides.leftSlots);
                    frame.restore(join.sides.rightSlots, entry.row);
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() {
            left.close();
        }
    }

    @Override
    public List<PlanNode> children() {
        return List.of(sides.left, new Hash(sides.right));
    }

    @Override
    public void describe(Description description) {
        description.title(kind.title("Hash"), "");
        description.expressions("Hash Cond", match.conditions);
        description.condition("Join Filter", match.rest);
    }

    /// Shown above the right side, as PostgreSQL does; never run.
    private record Hash(PlanNode child) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            return child.start(frame);
        }

        @Override
        public double rows() {
            return child.rows();
        }

        @Override
        public List<PlanNode> children() {
            return List.of(child);
        }

        @Override
        public void describe(Description description) {
            description.title("Hash", "");
        }
    }
}
