package io.heliosdb.server.admin;

import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.HealthReport;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import java.util.List;
import java.util.Optional;

/// What the HTTP side asks of a node: {@link LiveNode} in a process, a fake in tests.
///
/// Every method answers from memory at once, never waits for another member, and may be called from any thread.
public interface NodeInfo {

    /// This node about itself.
    NodeStatus status();

    /// The standbys that this node knows as a primary; none on a standby.
    List<StandbyStatus> standbys();

    /// The primary that this node follows; empty on a primary.
    Optional<PrimaryStatus> primary();

    /// Counters and gauges, each name once, the same names at every call.
    List<Metric> metrics();

    /// The cluster as this node sees it, with this node's name as the source.
    ClusterView cluster();

    /// Whether a write that arrives here now is executed, here or by forwarding it.
    boolean writable();

    /// What this node says to the three MicroProfile health questions.
    HealthReport health();
}
