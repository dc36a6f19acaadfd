package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.estimate.Estimator;
import io.heliosdb.server.sql.estimate.RelationFigures;
import io.heliosdb.server.sql.exec.Aggregate;
import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.CommonTables;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Distinct;
import io.heliosdb.server.sql.exec.HashJoin;
import io.heliosdb.server.sql.exec.Joins;
import io.heliosdb.server.sql.exec.Limit;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.exec.Scans;
import io.heliosdb.server.sql.exec.Sort;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What EXPLAIN says a plan will cost, in PostgreSQL's units: 1 is a page read in order. Used by one thread for
/// one plan.
final class Costs {

    private static final double PAGE_BYTES = 8192;
    private static final double PAGE = 1;
    private static final double PAGE_ANYWHERE = 4;
    private static final double ROW = 0.01;
    private static final double INDEX_ROW = 0.005;
    private static final double OPERATOR = 0.0025;

    // Walking down a B-tree of some levels.
    private static final double DESCENT = 0.28;

    private static final int UNKNOWN_WIDTH = 32;

    private final Plan plan;
    private final Environment environment;
    private final IdentityHashMap<PlanNode, Cost> known = new IdentityHashMap<>();

    Costs(Plan plan, Environment environment) {
        this.plan = plan;
        this.environment = environment;
    }

    /// @param startup before the first row
    /// @param total for all rows
    /// @param width of a row in bytes
    record Cost(double startup, double total, double rows, int width) {}

    Cost of(PlanNode node) {
        Cost found = known.get(node);
        if (found == null) {
            found = compute(node);
            known.put(node, found);
        }
        return found;
    }

    private Cost compute(PlanNode node) {
        return switch (node) {
            case Scans.SeqScan scan -> seqScan(scan);
            case Scans.IndexScan scan -> indexScan(scan);
            case Basics.Project project -> project(project);
            case Basics.Filter filter -> filter(filter);
            case Basics.Materialize kept -> {
                Cost child = of(kept.child());
                yield new Cost(child.startup, child.total + child.rows * OPERATOR, child.rows, child.width);
            }
            case Joins.NestedLoop loop -> nestedLoop(loop);
            case HashJoin join -> hashJoin(join);
            case Aggregate aggregate -> aggregate(aggregate);
            case Sort sort -> {
                Cost child = of(sort.child());
                double comparing = 2 * OPERATOR * child.rows * log2(child.rows);
                double startup = child.total + comparing;
                yield new Cost(startup, startup + child.rows * OPERATOR, child.rows, child.width);
            }
            case Limit limit -> limit(limit);
            case Distinct.Unique unique -> {
                Cost child = of(unique.child());
                double rows = Math.max(1, child.rows / 2);
                double startup = child.total + child.rows * OPERATOR;
                yield new Cost(startup, startup + rows * ROW, rows, child.width);
            }
            case CommonTables.With with -> of(with.child());
            default -> other(node);
        };
    }

    private static double log2(double rows) {
        return Math.log(Math.max(2, rows)) / Math.log(2);
    }

    private static int terms(@Nullable Compiled condition) {
        return condition == null ? 0 : Exprs.conjuncts(condition.expr()).size();
    }

    private Cost seqScan(Scans.SeqScan scan) {
        RelationFigures figures = environment.figures(scan.table());
        double pages = Math.ceil(figures.rows() * figures.width() / PAGE_BYTES);
        double total = pages * PAGE + figures.rows() * (ROW + terms(scan.filter()) * OPERATOR);
        return new Cost(0, total, scan.rows(), (int) figures.width());
    }

    private Cost indexScan(Scans.IndexScan scan) {
        RelationFigures figures = environment.figures(scan.table());
        double fetched = Math.max(scan.rows(), 1);
        if (scan.filter() != null && !scan.bounds().conditions().isEmpty()) {
            Estimator estimator = plan.figures().estimator();
            fetched = Math.max(
                    fetched,
                    figures.rows() * estimator.selectivity(scan.bounds().conditions()));
        } else if (scan.bounds().conditions().isEmpty()) {
            fetched = figures.rows();
        }
        double pages = Math.max(1, Math.ceil(figures.rows() * figures.width() / PAGE_BYTES));
        // Rows that an index brings together are on few pages; fewer rows than pages are on one each.
        double read = PAGE_ANYWHERE * (1 + Math.min(fetched, pages));
        double total = DESCENT + read + fetched * (INDEX_ROW + ROW + terms(scan.filter()) * OPERATOR);
        return new Cost(DESCENT, total, scan.rows(), (int) figures.width());
    }

    private Cost project(Basics.Project project) {
        Cost child = of(project.child());
        int width = 0;
        for (Compiled target : project.targets()) {
            width += width(target.expr());
        }
        return new Cost(child.startup, child.total, child.rows, width);
    }

    private int width(Expr expr) {
        if (expr instanceof Expr.Column column) {
            double known = plan.figures().estimator().width(column);
            if (known > 0) {
                return (int) Math.round(known);
            }
        }
        int fixed = expr.baseType().storageSize();
        return fixed > 0 ? fixed : UNKNOWN_WIDTH;
    }

    private Cost filter(Basics.Filter filter) {
        Cost child = of(filter.child());
        double before = Math.max(1, filter.child().rows());
        double rows = Math.max(1, child.rows * Math.min(1, filter.rows() / before));
        double tests = child.rows * terms(filter.condition()) * OPERATOR;
        return new Cost(child.startup, child.total + tests, rows, child.width);
    }

    private Cost nestedLoop(Joins.NestedLoop loop) {
        Cost left = of(loop.left());
        Cost right = of(loop.right());
        boolean kept = loop.right() instanceof Basics.Materialize;
        double again = kept ? right.rows * OPERATOR : right.total;
        double total = left.total
                + right.total
                + Math.max(0, left.rows - 1) * again
                + left.rows * right.rows * terms(loop.condition()) * OPERATOR
                + loop.rows() * ROW;
        return new Cost(left.startup + right.startup, total, loop.rows(), width(loop.kind(), left, right));
    }

    private static int width(Joins.Kind kind, Cost left, Cost right) {
        return kind == Joins.Kind.SEMI || kind == Joins.Kind.ANTI ? left.width : left.width + right.width;
    }

    private Cost hashJoin(HashJoin join) {
        Cost left = of(join.sides().left());
        Cost right = of(join.sides().right());
        int keys = join.match().conditions().size();
        double startup = left.startup + right.total + right.rows * (ROW + keys * OPERATOR);
        double total = startup
                + left.total
                - left.startup
                + left.rows * keys * OPERATOR
                + join.rows() * (ROW + terms(join.match().rest()) * OPERATOR);
        return new Cost(startup, total, join.rows(), width(join.kind(), left, right));
    }

    private Cost aggregate(Aggregate aggregate) {
        Cost child = of(aggregate.child());
        List<Compiled> keys = aggregate.grouping().keys();
        double startup =
                child.total + child.rows * (keys.size() + aggregate.calls().size()) * OPERATOR;
        double rows = 1;
        int width = 8 * aggregate.calls().size();
        for (Compiled key : keys) {
            rows *= Math.max(1, plan.figures().estimator().distinct(key.expr(), child.rows));
            width += width(key.expr());
        }
        rows = Math.min(rows, Math.max(1, child.rows));
        return new Cost(startup, startup + rows * ROW, rows, width);
    }

    private Cost limit(Limit limit) {
        Cost child = of(limit.child());
        Double wanted = plan.figures().noted().get(limit);
        double rows = wanted == null ? Math.max(1, child.rows / 10) : Math.min(wanted, child.rows);
        double share = Math.min(1, rows / Math.max(1, child.rows));
        return new Cost(child.startup, child.startup + (child.total - child.startup) * share, rows, child.width);
    }

    private Cost other(PlanNode node) {
        double startup = 0;
        double total = 0;
        int width = 0;
        List<Cost> children = new ArrayList<>();
        node.children().forEach(c -> children.add(of(c)));
        for (Cost child : children) {
            startup += child.startup;
            total += child.total;
            width = Math.max(width, child.width);
        }
        double rows = children.size() == 1
                        && node.rows() == node.children().getFirst().rows()
                ? children.getFirst().rows
                : node.rows();
        return new Cost(startup, total + rows * ROW, rows, width == 0 ? UNKNOWN_WIDTH : width);
    }
}
