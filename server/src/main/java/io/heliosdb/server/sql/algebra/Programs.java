package io.heliosdb.server.sql.algebra;

import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.tools.RelBuilder;

/// The rewriting, in this order: subqueries become correlated joins, correlation becomes grouping and joining,
/// conditions move to where they cut most, joins get their order.
final class Programs {

    private static final HepProgram SUBQUERIES = program(List.of(CoreRules.FILTER_SUB_QUERY_TO_CORRELATE));

    private static final HepProgram CONDITIONS = program(List.of(
            CoreRules.FILTER_INTO_JOIN,
            CoreRules.JOIN_CONDITION_PUSH,
            CoreRules.FILTER_PROJECT_TRANSPOSE,
            CoreRules.FILTER_AGGREGATE_TRANSPOSE,
            CoreRules.FILTER_SET_OP_TRANSPOSE,
            CoreRules.FILTER_MERGE,
            CoreRules.PROJECT_MERGE,
            CoreRules.PROJECT_REMOVE));

    /// Every order of inner, outer, semi and anti joins that is allowed, by dynamic programming.
    private static final HepProgram ALL_ORDERS = HepProgram.builder()
            .addMatchOrder(HepMatchOrder.BOTTOM_UP)
            .addRuleInstance(CoreRules.JOIN_TO_HYPER_GRAPH)
            .addRuleInstance(CoreRules.HYPER_GRAPH_OPTIMIZE)
            .build();

    /// A good order of inner joins, by a heuristic.
    private static final HepProgram SOME_ORDER = HepProgram.builder()
            .addMatchOrder(HepMatchOrder.BOTTOM_UP)
            .addRuleInstance(CoreRules.JOIN_TO_MULTI_JOIN)
            .addRuleInstance(CoreRules.MULTI_JOIN_OPTIMIZE)
            .build();

    // Trying all orders of more inputs takes longer than most queries; it doubles with each.
    private static final int MOST_FOR_ALL_ORDERS = 7;

    private Programs() {}

    private static HepProgram program(List<RelOptRule> rules) {
        return HepProgram.builder().addRuleCollection(rules).build();
    }

    static RelNode run(RelNode root, RelBuilder builder) {
        RelNode rel = root;
        if (hasSubqueries(rel)) {
            rel = RelDecorrelator.decorrelateQuery(apply(SUBQUERIES, rel), builder);
        }
        rel = apply(CONDITIONS, rel);
        rel = apply(leaves(rel) <= MOST_FOR_ALL_ORDERS ? ALL_ORDERS : SOME_ORDER, rel);
        return apply(CONDITIONS, rel);
    }

    private static int leaves(RelNode rel) {
        return rel instanceof Leaf
                ? 1
                : rel.getInputs().stream().mapToInt(Programs::leaves).sum();
    }

    private static boolean hasSubqueries(RelNode rel) {
        if (rel instanceof org.apache.calcite.rel.core.Filter filter
                && RexUtil.SubQueryFinder.find(filter.getCondition()) != null) {
            return true;
        }
        return rel.getInputs().stream().anyMatch(Programs::hasSubqueries);
    }

    private static RelNode apply(HepProgram program, RelNode rel) {
        HepPlanner planner = new HepPlanner(program);
        planner.setRoot(rel);
        return planner.findBestExp();
    }
}
