package io.heliosdb.server.sql.exec;

import java.util.List;

/// A step of a plan. Immutable; opened any number of times by any number of frames.
public interface PlanNode {

    /// Begins to give rows; use {@link #open}.
    RowSource start(Frame frame);

    /// How many rows the planner expects.
    double rows();

    List<PlanNode> children();

    /// What EXPLAIN says about this step.
    void describe(Description description);

    /// What stands for this node where it is measured; the node itself, unless it is made anew each time it is
    /// shown.
    default Object identity() {
        return this;
    }

    /// Begins to give rows, measured when the execution is.
    default RowSource open(Frame frame) {
        Instrumentation instrumentation = frame.instrumentation();
        return instrumentation == null ? start(frame) : instrumentation.measure(this, frame);
    }
}
