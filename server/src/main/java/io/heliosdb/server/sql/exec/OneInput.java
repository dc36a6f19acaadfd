package io.heliosdb.server.sql.exec;

import java.util.List;

/// A step that reads one other, and gives about as many rows where it does not say how many.
interface OneInput extends PlanNode {

    PlanNode child();

    @Override
    default double rows() {
        return child().rows();
    }

    @Override
    default List<PlanNode> children() {
        return List.of(child());
    }
}
