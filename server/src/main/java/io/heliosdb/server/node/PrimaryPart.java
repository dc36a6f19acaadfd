package io.heliosdb.server.node;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyState;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.replication.PrimaryReplication;
import io.heliosdb.server.replication.ReplicationCounters;
import io.heliosdb.server.replication.StandbySpec;
import io.heliosdb.server.replication.StandbyView;
import io.heliosdb.server.txn.Engine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A node as primary.
final class PrimaryPart implements NodePart {

    private final NodeConfig config;
    private final PrimaryReplication replication;
    private final Engine engine;
    private final List<TimelineEntry> history;
    private final InstantSource clock;

    PrimaryPart(
            NodeConfig config,
            PrimaryReplication replication,
            Engine engine,
            List<TimelineEntry> history,
            InstantSource clock) {
        this.config = config;
        this.replication = replication;
        this.engine = engine;
        this.history = history;
        this.clock = clock;
        replication.setTopology(() -> TopologyMessages.of(members(), history));
    }

    @Override
    public Readiness readiness() {
        return replication.isSettled()
                ? Readiness.READY
                : Readiness.settling("Recovered changes wait for the in-sync standbys: this node has "
                        + engine.flushedLsn() + ", " + engine.committedLsn() + " is known to be committed.");
    }

    @Override
    public List<StandbyStatus> standbys() {
        return replication.standbys().stream().map(PrimaryPart::status).toList();
    }

    @Override
    public boolean hasStandbys() {
        return replication.hasStandbys();
    }

    private static StandbyStatus status(StandbyView standby) {
        Optional<StandbyView.Connection> connection = standby.connection();
        return new StandbyStatus(
                standby.id(),
                connection
                        .map(found -> found.host() + ":" + found.port())
                        .orElse(standby.endpoints().getReplication()),
                standby.state(),
                standby.mode(),
                standby.written(),
                standby.flushed(),
                standby.applied(),
                standby.lagBytes(),
                standby.lagMillis(),
                connection.map(StandbyView.Connection::connectedAt).orElse(null),
                standby.lastHeard(),
                standby.name(),
                standby.inSync());
    }

    @Override
    public Optional<PrimaryStatus> primary() {
        return Optional.empty();
    }

    @Override
    public List<Member> members() {
        List<StandbyView> seen = replication.standbys();
        List<Member> members = new ArrayList<>();
        members.add(self());
        seen.forEach(standby -> members.add(member(standby)));
        for (StandbySpec spec : config.standbys()) {
            if (seen.stream()
                    .noneMatch(standby -> standby.name().equals(spec.name())
                            || standby.endpoints()
                                    .getReplication()
                                    .equals(spec.replication().toString()))) {
                members.add(neverSeen(spec));
            }
        }
        return members;
    }

    private Member self() {
        Role role = config.standbys().isEmpty() && !hasStandbys() ? Role.STANDALONE : Role.PRIMARY;
        return new Member(
                config.self().id(),
                config.self().name(),
                role,
                null,
                MemberState.RUNNING,
                config.self().client().toString(),
                config.self().replication().toString(),
                config.self().http().toString(),
                false,
                engine.visibleLsn(),
                0L,
                0L,
                true,
                clock.instant(),
                engine.timeline(),
                null,
                null);
    }

    private Member member(StandbyView standby) {
        boolean connected = standby.connection().isPresent();
        return new Member(
                standby.id(),
                standby.name(),
                Role.STANDBY,
                standby.mode(),
                MemberState.of(standby.state()),
                standby.endpoints().getClient(),
                standby.endpoints().getReplication(),
                standby.endpoints().getHttp(),
                standby.inSync(),
                connected ? standby.applied() : null,
                connected ? Long.valueOf(standby.lagBytes()) : null,
                connected ? Long.valueOf(standby.lagMillis()) : null,
                connected && standby.state() != StandbyState.CONNECTING,
                standby.lastHeard(),
                connected ? engine.timeline() : null,
                null,
                connected ? null : "not connected to the primary");
    }

    private static Member neverSeen(StandbySpec spec) {
        return new Member(
                null,
                spec.name(),
                Role.STANDBY,
                spec.mode(),
                MemberState.UNREACHABLE,
                null,
                spec.replication().toString(),
                null,
                false,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                "has never connected to the primary");
    }

    @Override
    public List<TimelineEntry> history() {
        return history;
    }

    @Override
    public List<ReplicationStat> replicationStats() {
        return replication.standbys().stream()
                .flatMap(standby -> standby.connection().map(open -> stat(standby, open)).stream())
                .toList();
    }

    @Override
    public List<StandbySlot> slots() {
        return replication.standbys().stream().map(this::slot).toList();
    }

    private StandbySlot slot(StandbyView standby) {
        Integer pid = standby.connection().map(StandbyView.Connection::number).orElse(null);
        return StandbySlot.of(
                new StandbySlot.Standby(standby.name(), pid),
                standby.flushed(),
                engine.oldestLsn(),
                engine.flushedLsn(),
                replication.walKeepBytes());
    }

    private static ReplicationStat stat(StandbyView standby, StandbyView.Connection connection) {
        String state =
                connection.copying() ? "backup" : standby.state() == StandbyState.CATCHING_UP ? "catchup" : "streaming";
        return new ReplicationStat(
                connection.number(),
                standby.name(),
                connection.host(),
                connection.port(),
                connection.connectedAt(),
                state,
                connection.sent(),
                standby.written(),
                standby.flushed(),
                standby.applied(),
                orNull(connection.writeLag()),
                orNull(connection.flushLag()),
                orNull(connection.applyLag()),
                priority(standby.mode()),
                standby.inSync() ? "sync" : standby.mode().canBeInSync() ? "potential" : "async",
                connection.replyTime());
    }

    private static @Nullable Duration orNull(Duration lag) {
        return lag.isZero() ? null : lag;
    }

    private static int priority(SyncMode mode) {
        return switch (mode) {
            case SYNC -> 1;
            case SEMI_SYNC -> 2;
            case ASYNC -> 0;
        };
    }

    @Override
    public Optional<WalReceiverStat> walReceiver() {
        return Optional.empty();
    }

    @Override
    public Optional<HostPort> primaryClientAddress() {
        return Optional.empty();
    }

    @Override
    public boolean writable() {
        return replication.isSettled() && replication.missingStandbys() == 0;
    }

    @Override
    public ReplicationCounters counters() {
        return replication.counters();
    }

    @Override
    public int missingStandbys() {
        return replication.missingStandbys();
    }

    @Override
    public int waitingCommits() {
        return replication.waitingCommits();
    }

    @Override
    public void close() {
        replication.close();
    }
}
