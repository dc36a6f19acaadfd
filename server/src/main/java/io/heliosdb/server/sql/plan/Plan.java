package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.estimate.Estimator;
import io.heliosdb.server.sql.exec.Frame;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.tree.Expr;
import java.util.List;
import java.util.Map;

/// A planned statement. Immutable; run by any number of executions.
///
/// @param slot where its rows appear
/// @param countState where a change leaves the number of changed rows; -1 for a query
/// @param names aliases of relations, for EXPLAIN
/// @param isShort whether it is over within microseconds, whatever the data, unless it has to wait for a lock
/// @param figures what the planner knew of sizes, for EXPLAIN
public record Plan(
        PlanNode root,
        Frame.PlanShape shape,
        int slot,
        int countState,
        Map<Integer, String> names,
        boolean isShort,
        Figures figures) {

    /// @param noted how many rows certain nodes give, where the node itself cannot tell
    /// @param made what the columns of relations are that planning added
    public record Figures(Estimator estimator, Map<PlanNode, Double> noted, Map<Integer, List<Expr>> made) {}
}
