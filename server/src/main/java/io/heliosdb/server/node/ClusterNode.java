package io.heliosdb.server.node;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.Engines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A node: opens the engine in its role, with replication around it.
///
/// | step | primary | standby |
/// |---|---|---|
/// | 1 | an empty directory becomes a new cluster, filled by `bootstrap` | an empty directory is filled
/// from the primary |
/// | 2 | engine opens under the gate | engine opens |
/// | 3 | listens for standbys | follows the primary |
/// | 4 | the recovered tail is settled: ready | ready |
///
/// Made first, so that status and health can be asked while {@link #start} works. Safe for any thread.
public final class ClusterNode implements Node, AutoCloseable {

    private final NodeConfig config;
    private final NodeServices services;
    private final NodeStart start;
    private final Instant startedAt;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable NodePart part;
    private volatile @Nullable Engine engine;
    private volatile Supplier<List<Member>> observers = List::of;
    private volatile boolean closed;
    private Runnable onCopyNeeded = () -> {};

    public ClusterNode(NodeConfig config, NodeServices services) {
        this.config = config;
        this.services = services;
        this.startedAt = services.clock().instant();
        this.start = new NodeStart(config, services, this::changed);
    }

    /// Opens everything; on a standby with an empty directory this lasts until the primary has been copied.
    ///
    /// @param bootstrap fills the engine of a new cluster: catalog and the like; everything it commits is
    ///     committed
    /// @param onCopyNeeded the primary no longer has this standby's place in its log: the owner ends all
    ///     sessions and calls {@link #copyAnew}. Called in a node's thread; it must not block
    /// @throws IllegalStateException with a message for the operator
    public void start(Consumer<Engine> bootstrap, Runnable onCopyNeeded) {
        this.onCopyNeeded = onCopyNeeded;
        start.checkDirectory();
        switch (config.role()) {
            case PRIMARY, STANDALONE -> startPrimary(bootstrap);
            case STANDBY -> startStandby();
            case OBSERVER -> throw new IllegalStateException("an observer holds no data");
        }
        changed();
    }

    private void startPrimary(Consumer<Engine> bootstrap) {
        start.createIfEmpty(() -> new ClusterId(UUID.randomUUID()), bootstrap);
        NodeStart.OpenPrimary open = start.openPrimary();
        engine = open.engine();
        part = open.part();
        open.listen();
    }

    private void startStandby() {
        NodeStart.OpenStandby open = start.standby(this::localTimeline, onCopyNeeded);
        part = open.part();
        if (closed) {
            open.part().close();
        }
        Engine opened = open.openEngine();
        engine = opened;
        if (closed) {
            opened.close();
        }
        open.replication().start(opened);
        open.part().ready();
    }

    /// Throws this standby's data away, copies the primary, and returns when it is followed again. Sessions
    /// have been ended before; who listened to {@link #onChange} has to say so again.
    ///
    /// @throws IllegalStateException when this is no standby, or is closed meanwhile
    public void copyAnew() {
        NodePart old = part;
        Engine opened = engine;
        if (!(old instanceof StandbyPart) || opened == null) {
            throw new IllegalStateException("only a standby that has started can be copied anew");
        }
        listeners.clear();
        part = null;
        engine = null;
        old.close();
        opened.close();
        Engines.discard(config.dataDirectory());
        startStandby();
        changed();
    }

    private Optional<Timeline> localTimeline() {
        return Optional.ofNullable(engine).map(Engine::timeline);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    /// The engine, once {@link #start} has returned.
    ///
    /// @throws IllegalStateException before
    public Engine engine() {
        Engine opened = engine;
        if (opened == null) {
            throw new IllegalStateException("the node is starting");
        }
        return opened;
    }

    private Optional<NodePart> part() {
        return Optional.ofNullable(part);
    }

    @Override
    public NodeId nodeId() {
        return config.self().id();
    }

    @Override
    public String nodeName() {
        return config.self().name();
    }

    @Override
    public Role role() {
        if (config.role() == Role.STANDBY) {
            return Role.STANDBY;
        }
        boolean alone = config.standbys().isEmpty()
                && !part().map(NodePart::hasStandbys).orElse(false);
        return alone ? Role.STANDALONE : Role.PRIMARY;
    }

    @Override
    public Optional<SyncMode> syncMode() {
        return config.role() == Role.STANDBY ? Optional.of(config.syncMode()) : Optional.empty();
    }

    @Override
    public Readiness readiness() {
        if (closed) {
            return Readiness.starting("The database system is shutting down.");
        }
        return part().map(NodePart::readiness).orElseGet(() -> Readiness.starting("The node is recovering."));
    }

    @Override
    public void checkReady() {
        Readiness now = readiness();
        if (!now.ready()) {
            throw new SqlException(
                            SqlState.CANNOT_CONNECT_NOW,
                            closed ? "the database system is shutting down" : "the database system is starting up")
                    .withDetail(now.reason());
        }
    }

    @Override
    public NodeStatus status() {
        Engine opened = engine;
        List<StandbyStatus> known = standbys();
        return new NodeStatus(
                nodeId(),
                role(),
                syncMode().orElse(null),
                syncMode().filter(mode -> mode == SyncMode.ASYNC).isPresent(),
                opened == null ? Lsn.ZERO : opened.writtenLsn(),
                (int) known.stream()
                        .filter(standby -> standby.connectedAt() != null)
                        .count(),
                config.role() == Role.STANDBY
                        ? config.primary().map(HostPort::toString).orElse(null)
                        : null,
                config.listenAddr(),
                config.self().replication().port(),
                startedAt,
                nodeName(),
                opened == null ? Timeline.FIRST : opened.timeline(),
                opened == null ? Lsn.ZERO : opened.flushedLsn(),
                opened == null ? Lsn.ZERO : opened.visibleLsn(),
                config.listenAddr(),
                Duration.between(startedAt, services.clock().instant()).toSeconds());
    }

    @Override
    public List<StandbyStatus> standbys() {
        return part().map(NodePart::standbys).orElse(List.of());
    }

    @Override
    public Optional<PrimaryStatus> primary() {
        return part().flatMap(NodePart::primary);
    }

    @Override
    public List<Metric> metrics() {
        return NodeMetrics.of(Optional.ofNullable(engine), part());
    }

    @Override
    public ClusterView cluster() {
        List<Member> members = part().map(NodePart::members).orElse(List.of());
        Members view = new Members(this, config, services.clock().instant());
        ClusterView seen = view.of(members, engine);
        List<Member> watching = observers.get();
        if (watching.isEmpty()) {
            return seen;
        }
        List<Member> all = new ArrayList<>(seen.members());
        all.addAll(watching);
        return new ClusterView(seen.source(), seen.sourceRole(), seen.at(), seen.timeline(), seen.primary(), all);
    }

    /// From now on the cluster as this node sees it has these members too, who are not met in replication.
    public void observers(Supplier<List<Member>> source) {
        observers = source;
    }

    @Override
    public List<TimelineEntry> history() {
        return part().map(NodePart::history).orElse(List.of());
    }

    @Override
    public List<StandbySlot> slots() {
        return part().map(NodePart::slots).orElse(List.of());
    }

    @Override
    public List<ReplicationStat> replicationStats() {
        return part().map(NodePart::replicationStats).orElse(List.of());
    }

    @Override
    public Optional<WalReceiverStat> walReceiver() {
        return part().flatMap(NodePart::walReceiver);
    }

    @Override
    public Optional<Instant> lastReplayed() {
        return config.role() == Role.STANDBY
                ? Optional.ofNullable(engine).flatMap(Engine::lastReplayed)
                : Optional.empty();
    }

    @Override
    public Optional<HostPort> primaryClientAddress() {
        return part().flatMap(NodePart::primaryClientAddress);
    }

    @Override
    public boolean writable() {
        return readiness().ready() && part().map(NodePart::writable).orElse(false);
    }

    /// What stands in the way of replication, for the operator: such as a refusal by the primary; empty when
    /// nothing does.
    public String trouble() {
        return part instanceof StandbyPart standby ? standby.trouble() : "";
    }

    @Override
    public boolean awaitApplied(Lsn lsn, Duration timeout, Cancellation cancellation) {
        return engine().awaitVisible(lsn, timeout, cancellation);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// Stops replication, then the engine. Sessions have been ended before.
    @Override
    public void close() {
        closed = true;
        part().ifPresent(NodePart::close);
        Engine opened = engine;
        if (opened != null) {
            opened.close();
        }
    }
}
