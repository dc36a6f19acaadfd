package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins on equal keys through a hash table of the right side; what does not fit is divided by hash and joined
/// part by part.
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

    boolean keepsLeft() {
        return kind == Joins.Kind.LEFT || kind == Joins.Kind.FULL || kind == Joins.Kind.ANTI;
    }

    boolean keepsRight() {
        return kind == Joins.Kind.RIGHT || kind == Joins.Kind.FULL;
    }

    @Override
    public RowSource start(Frame frame) {
        return new HashJoinSource(this, frame);
    }

    PlanNode hash() {
        return new Hash(sides);
    }

    @Override
    public List<PlanNode> children() {
        return List.of(sides.left, hash());
    }

    @Override
    public void describe(Description description) {
        description.title(kind.title("Hash"), "");
        description.expressions("Hash Cond", match.conditions);
        description.condition("Join Filter", match.rest);
    }

    /// Shown above the right side, as PostgreSQL does; never run.
    private record Hash(Sides sides) implements PlanNode {

        @Override
        public Object identity() {
            return sides;
        }

        @Override
        public RowSource start(Frame frame) {
            return sides.right.start(frame);
        }

        @Override
        public double rows() {
            return sides.right.rows();
        }

        @Override
        public List<PlanNode> children() {
            return List.of(sides.right);
        }

        @Override
        public void describe(Description description) {
            description.title("Hash", "");
        }
    }
}
