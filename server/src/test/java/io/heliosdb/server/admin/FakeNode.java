package io.heliosdb.server.admin;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.HealthReport;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.MetricNames;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A node whose role, mode, link and lag a test sets.
final class FakeNode implements NodeInfo {

    static final NodeId ID = NodeId.parse("22222222-2222-2222-2222-222222222222");
    private static final Instant AT = Instant.parse("2026-03-01T10:11:12Z");

    Role role = Role.PRIMARY;

    @Nullable
    SyncMode mode;

    LinkState link = LinkState.STREAMING;
    long lagBytes;
    boolean writable = true;
    HealthReport health = HealthReport.UP;

    static FakeNode standby(SyncMode mode) {
        FakeNode node = new FakeNode();
        node.role = Role.STANDBY;
        node.mode = mode;
        node.writable = mode.canBeInSync();
        return node;
    }

    @Override
    public NodeStatus status() {
        Lsn lsn = Lsn.of(4096);
        return new NodeStatus(
                ID,
                role,
                mode,
                mode == SyncMode.ASYNC,
                lsn,
                0,
                null,
                "127.0.0.1:15442",
                15443,
                AT,
                "standby-sync",
                Timeline.FIRST,
                lsn,
                lsn,
                "127.0.0.1:15442",
                60);
    }

    @Override
    public List<StandbyStatus> standbys() {
        return List.of();
    }

    @Override
    public Optional<PrimaryStatus> primary() {
        return role.isPrimary()
                ? Optional.empty()
                : Optional.of(new PrimaryStatus(
                        ID,
                        "127.0.0.1:15433",
                        link,
                        Lsn.of(4096),
                        Lsn.of(4000),
                        lagBytes,
                        3,
                        Timeline.FIRST,
                        AT,
                        AT,
                        ID,
                        "127.0.0.1:15433",
                        link));
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                new Metric(MetricNames.COMMITS, 17, "Transactions committed"),
                new Metric(MetricNames.SESSIONS, 2, "Open client connections"));
    }

    @Override
    public ClusterView cluster() {
        return new ClusterView("standby-sync", role, AT, Timeline.FIRST, "primary", List.of());
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public HealthReport health() {
        return health;
    }
}
