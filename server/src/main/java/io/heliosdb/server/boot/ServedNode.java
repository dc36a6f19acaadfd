package io.heliosdb.server.boot;

import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.HealthReport;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.admin.NodeInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A node that is not ready before its listener for clients is open, however ready its engine is. Any thread.
record ServedNode(NodeInfo node, BooleanSupplier serving) implements NodeInfo {

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
        return node.metrics();
    }

    @Override
    public ClusterView cluster() {
        return node.cluster();
    }

    @Override
    public boolean writable() {
        return serving.getAsBoolean() && node.writable();
    }

    @Override
    public HealthReport health() {
        HealthReport health = node.health();
        boolean open = serving.getAsBoolean();
        String reason = health.ready() && !open ? "The node is about to listen for clients." : health.reason();
        return new HealthReport(health.live(), health.started(), health.ready() && open, reason);
    }
}
