package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.tree.Expr;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepRelVertex;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Calcite's questions about sizes, answered from this database's statistics.
final class PlanMetadata extends RelMetadataQuery {

    private static final JaninoRelMetadataProvider PROVIDER =
            JaninoRelMetadataProvider.of(DefaultRelMetadataProvider.INSTANCE);

    // What is assumed of a condition about which nothing is known, as PostgreSQL does.
    private static final double UNKNOWN_SELECTIVITY = 1.0 / 3;
    private static final double UNKNOWN_EQUALITY = 0.005;

    private final ExprBuilder exprs;
    private final Facts facts;
    private final IdentityHashMap<RelNode, Double> rowCounts = new IdentityHashMap<>();

    PlanMetadata(ExprBuilder exprs, Facts facts) {
        super(PROVIDER);
        this.exprs = exprs;
        this.facts = facts;
    }

    @Override
    public @Nullable Double getRowCount(RelNode rel) {
        RelNode bare = bare(rel);
        Double known = rowCounts.get(bare);
        if (known != null) {
            return known;
        }
        Double counted =
                switch (bare) {
                    case Join join -> joined(join);
                    case Filter filter -> filtered(filter);
                    default -> super.getRowCount(bare);
                };
        double rows = counted == null ? 1 : Math.max(1, counted);
        rowCounts.put(bare, rows);
        return rows;
    }

    private static RelNode bare(RelNode rel) {
        return rel instanceof HepRelVertex vertex ? vertex.getCurrentRel() : rel;
    }

    private double rows(RelNode rel) {
        Double rows = getRowCount(rel);
        return rows == null ? 1 : rows;
    }

    private double filtered(Filter filter) {
        double selectivity = 1;
        for (RexNode term : RelOptUtil.conjunctions(filter.getCondition())) {
            selectivity *= selectivity(filter.getInput(), term);
        }
        return rows(filter.getInput()) * selectivity;
    }

    private double joined(Join join) {
        double left = rows(join.getLeft());
        double right = rows(join.getRight());
        double selectivity = 1;
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            selectivity *= joinSelectivity(join, term);
        }
        double inner = left * right * selectivity;
        // A row of the left has a match as surely as it has one on average, at most.
        double matched = left * Math.min(1, right * selectivity);
        return switch (join.getJoinType()) {
            case LEFT -> Math.max(left, inner);
            case RIGHT -> Math.max(right, inner);
            case FULL -> Math.max(left + right - Math.min(left, right), inner);
            case SEMI -> matched;
            case ANTI -> left - matched;
            default -> inner;
        };
    }

    private double joinSelectivity(Join join, RexNode term) {
        if (term.isAlwaysTrue()) {
            return 1;
        }
        int width = join.getLeft().getRowType().getFieldCount();
        if (term instanceof RexCall call && call.getKind() == SqlKind.EQUALS) {
            double a = distinct(join, call.getOperands().getFirst(), width);
            double b = distinct(join, call.getOperands().getLast(), width);
            double values = Math.max(a, b);
            return values > 0 ? 1 / Math.max(1, values) : UNKNOWN_EQUALITY;
        }
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(term);
        if (!used.isEmpty() && used.nth(used.cardinality() - 1) < width) {
            return selectivity(join.getLeft(), term);
        }
        return UNKNOWN_SELECTIVITY;
    }

    // Zero when unknown.
    private double distinct(Join join, RexNode side, int width) {
        if (!(side instanceof RexInputRef reference)) {
            return 0;
        }
        int index = reference.getIndex();
        return index < width ? distinct(join.getLeft(), index) : distinct(join.getRight(), index - width);
    }

    private double distinct(RelNode rel, int field) {
        double rows = rows(rel);
        Expr expr = origin(rel, field);
        return expr == null ? rows : Math.min(rows, facts.distinct(expr, rows));
    }

    /// The column that a field comes from unchanged; null when there is none.
    private @Nullable Expr origin(RelNode rel, int field) {
        return switch (bare(rel)) {
            case Leaf leaf -> leaf.columns().get(field);
            case Filter filter -> origin(filter.getInput(), field);
            case Project project ->
                project.getProjects().get(field) instanceof RexInputRef reference
                        ? origin(project.getInput(), reference.getIndex())
                        : null;
            case Join join -> {
                int width = join.getLeft().getRowType().getFieldCount();
                yield field < width ? origin(join.getLeft(), field) : origin(join.getRight(), field - width);
            }
            default -> null;
        };
    }

    private double selectivity(RelNode rel, RexNode term) {
        List<Expr> fields = new ArrayList<>();
        for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
            Expr origin = origin(rel, i);
            if (origin == null && RelOptUtil.InputFinder.bits(term).get(i)) {
                return term.getKind() == SqlKind.EQUALS ? UNKNOWN_EQUALITY : UNKNOWN_SELECTIVITY;
            }
            fields.add(origin == null ? TreeBuilder.NOTHING : origin);
        }
        try {
            return facts.selectivity(List.of(exprs.expr(term, fields)));
        } catch (AlgebraException e) {
            return UNKNOWN_SELECTIVITY;
        }
    }

    @Override
    public @Nullable Double getDistinctRowCount(RelNode rel, ImmutableBitSet groupKey, @Nullable RexNode predicate) {
        double rows = rows(rel);
        double values = 1;
        for (int field : groupKey) {
            values *= Math.max(1, distinct(rel, field));
        }
        return Math.min(rows, values);
    }
}
