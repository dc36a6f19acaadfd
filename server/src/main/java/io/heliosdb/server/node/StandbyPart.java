package io.heliosdb.server.node;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.message.Topology;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.replication.ReceiverStatus;
import io.heliosdb.server.replication.ReplicationCounters;
import io.heliosdb.server.replication.StandbyReplication;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A node as standby, also while it takes its first copy.
final class StandbyPart implements NodePart {

    private final StandbyReplication replication;
    private final Supplier<Optional<Timeline>> localTimeline;
    private volatile Readiness readiness =
            Readiness.starting("This standby has no data yet: it waits for its primary.");

    /// @param localTimeline empty while the engine is not open
    StandbyPart(StandbyReplication replication, Supplier<Optional<Timeline>> localTimeline) {
        this.replication = replication;
        this.localTimeline = localTimeline;
    }

    void ready() {
        readiness = Readiness.READY;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public List<StandbyStatus> standbys() {
        return List.of();
    }

    @Override
    public boolean hasStandbys() {
        return false;
    }

    @Override
    public Optional<PrimaryStatus> primary() {
        ReceiverStatus.View view = replication.status().view();
        String address = replication.primary().toString();
        Lsn end = Lsn.max(view.primaryLsn(), view.appliedLsn());
        return Optional.of(new PrimaryStatus(
                view.primaryId(),
                address,
                view.state(),
                end,
                view.appliedLsn(),
                end.minus(view.appliedLsn()),
                view.lagMillis(),
                timeline(view),
                view.connectedAt(),
                view.lastHeard(),
                view.primaryId(),
                address,
                view.state()));
    }

    private Timeline timeline(ReceiverStatus.View view) {
        Timeline said = view.timeline();
        return said != null ? said : localTimeline.get().orElse(Timeline.FIRST);
    }

    @Override
    public List<Member> members() {
        return replication.status().topology().map(TopologyMessages::members).orElse(List.of());
    }

    @Override
    public List<TimelineEntry> history() {
        Optional<Topology> told = replication.status().topology();
        return told.map(TopologyMessages::history).orElse(List.of());
    }

    @Override
    public List<StandbySlot> slots() {
        return List.of();
    }

    @Override
    public List<ReplicationStat> replicationStats() {
        return List.of();
    }

    @Override
    public Optional<WalReceiverStat> walReceiver() {
        ReceiverStatus.View view = replication.status().view();
        return switch (view.state()) {
            case STREAMING -> Optional.of(receiver(view, "streaming"));
            case CONNECTED -> Optional.of(receiver(view, "starting"));
            case CONNECTING, DISCONNECTED, ERROR -> Optional.empty();
        };
    }

    private WalReceiverStat receiver(ReceiverStatus.View view, String status) {
        Timeline timeline = timeline(view);
        return new WalReceiverStat(
                view.connection(),
                status,
                view.startLsn(),
                timeline,
                view.writtenLsn(),
                view.flushedLsn(),
                timeline,
                view.lastSent(),
                view.lastHeard(),
                view.primaryLsn(),
                view.lastHeard(),
                replication.primary().host(),
                replication.primary().port());
    }

    @Override
    public Optional<HostPort> primaryClientAddress() {
        String said = replication.status().view().primaryClientAddress();
        return said.isEmpty() ? Optional.empty() : Optional.of(HostPort.parse(said, 5432));
    }

    @Override
    public boolean writable() {
        return replication.mode() != SyncMode.ASYNC
                && replication.status().view().state() == LinkState.STREAMING;
    }

    @Override
    public ReplicationCounters counters() {
        return replication.counters();
    }

    @Override
    public int missingStandbys() {
        return 0;
    }

    @Override
    public int waitingCommits() {
        return 0;
    }

    /// What stands in the way of replication; empty when nothing does.
    String trouble() {
        ReceiverStatus.View view = replication.status().view();
        return view.state() == LinkState.ERROR ? view.detail() : "";
    }

    @Override
    public void close() {
        replication.close();
    }
}
