package io.heliosdb.server.admin;

import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.HealthReport;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.node.Node;
import io.heliosdb.server.node.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the HTTP side asks, answered by the running {@link Node} and by the layers that `boot` knows. Any
/// thread.
public final class LiveNode implements NodeInfo {

    private final Node node;
    private final Supplier<List<Metric>> more;

    /// @param more counters of sessions and routing, the same names at every call
    public LiveNode(Node node, Supplier<List<Metric>> more) {
        this.node = node;
        this.more = more;
    }

    @Override
    public NodeStatus status() {
        return node.status();
    }

    @Override
    public List<StandbyStatus> standbys() {
        return node.standbys();
    }

    @Override
    public Optional<PrimaryStatus> primary() {
        return node.primary();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(node.metrics());
        all.addAll(more.get());
        return all;
    }

    @Override
    public ClusterView cluster() {
        return node.cluster();
    }

    @Override
    public boolean writable() {
        return node.writable();
    }

    @Override
    public HealthReport health() {
        Readiness readiness = node.readiness();
        return new HealthReport(true, readiness.started(), readiness.ready(), readiness.reason());
    }
}
