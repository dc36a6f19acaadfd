package io.heliosdb.server.replication;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.cluster.message.Refusal;
import io.heliosdb.cluster.message.Topology;
import io.heliosdb.cluster.message.Welcome;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.txn.CommitGate;
import io.heliosdb.server.txn.DatabaseMetadata;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.wal.WalGoneException;
import io.heliosdb.server.wal.WalReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The primary's side of replication: listens for standbys, sends them the log, decides what is committed.
///
/// Made before the engine is opened, because its {@link #gate} has to be there when recovery has found a tail;
/// {@link #start}ed with the engine afterwards. Safe for any thread.
public final class PrimaryReplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PrimaryReplication.class);

    /// The in-sync set is looked at ten times within the shortest of its limits.
    private static final Duration TICK = Duration.ofMillis(50);

    private static final Duration SAVE_INTERVAL = Duration.ofSeconds(5);

    private final Self self;
    private final ReplicationConfig config;
    private final ReplicationServices services;
    private final DatabaseMetadata metadata;
    private final PrimaryGate gate;
    private final StandbyRegistry registry;
    private final ReplicationCounters counters = new ReplicationCounters();
    private final StandbyListener listener;
    private final SerialExecutor housekeeping;
    private volatile Supplier<Topology> topology = Topology::getDefaultInstance;
    private volatile @Nullable Engine engine;
    private volatile boolean closed;

    /// @param metadata of the data directory
    /// @param disk the data directory, for the files of the in-sync set and of known standbys
    public PrimaryReplication(
            Self self, ReplicationConfig config, ReplicationServices services, DatabaseMetadata metadata, Disk disk) {
        this.self = self;
        this.config = config;
        this.services = services;
        this.metadata = metadata;
        this.housekeeping = new SerialExecutor(services.workers());
        Timeline timeline = metadata.timeline();
        this.gate = new PrimaryGate(
                config.rules(),
                new FileInSyncAuthority(disk, metadata.clusterId(), timeline, services.workers()),
                timeline,
                services.timing());
        this.registry = new StandbyRegistry(disk);
        this.listener = new StandbyListener(new Host(), config, services);
        gate.onCommitted(() -> registry.connections().forEach(StandbyConnection::wake));
    }

    /// Decides over the engine's commits.
    public CommitGate gate() {
        return gate;
    }

    /// What is told to standbys with each heartbeat; asked in a worker's thread.
    public void setTopology(Supplier<Topology> source) {
        topology = source;
    }

    /// Listens, with `opened` under this {@link #gate}.
    ///
    /// @return the port, which is of interest when `bind` names port 0
    public int start(Engine opened, String host, int port) {
        engine = opened;
        retain(opened);
        int bound = listener.bind(host, port);
        LOG.info("Streaming server listening on {}:{}", host, bound);
        every(TICK, gate::tick);
        every(config.heartbeatInterval(), this::beat);
        every(SAVE_INTERVAL, () -> {
            retain(opened);
            registry.save();
        });
        return bound;
    }

    private void every(Duration interval, Runnable task) {
        services.timing()
                .after(
                        interval,
                        () -> housekeeping.execute(() -> {
                            if (closed) {
                                return;
                            }
                            try {
                                task.run();
                            } finally {
                                every(interval, task);
                            }
                        }));
    }

    private void beat() {
        Topology now = topology.get();
        registry.connections().forEach(connection -> connection.beat(now, config.silenceLimit()));
    }

    /// How much of the log is kept for standbys that are away.
    public long walKeepBytes() {
        return config.walKeepBytes();
    }

    // As far back as the slowest standby, but no more than what may be kept for it.
    private void retain(Engine opened) {
        learnProgress();
        Lsn end = opened.flushedLsn();
        Lsn cap = Lsn.of(Math.max(0, end.position() - config.walKeepBytes()));
        opened.retainLogFrom(Lsn.max(cap, registry.lowestNeed(end)));
    }

    private void learnProgress() {
        gate.standbys().forEach(standby -> registry.progressed(standby.id(), standby.flushed()));
    }

    private final class Host implements StandbyConnection.Host {

        @Override
        public ClusterSecret secret() {
            return config.secret();
        }

        @Override
        public byte[] newNonce() {
            byte[] nonce = new byte[ClusterSecret.NONCE_BYTES];
            services.random().nextBytes(nonce);
            return nonce;
        }

        @Override
        public void admitted(StandbyConnection connection) {
            Engine opened = engine;
            if (opened == null || closed) {
                connection.refuse(Refusal.Reason.BUSY, "the primary is not open");
                return;
            }
            try {
                welcome(connection, opened);
            } catch (WalGoneException e) {
                // Retention was quicker than the handshake: it takes a copy when it comes again.
                LOG.info("standby has to connect again node={} reason={}", connection.id(), e.getMessage());
                connection.close();
            } catch (DiskException e) {
                LOG.error("standby cannot be served node={} reason={}", connection.id(), e.getMessage());
                connection.close();
            }
        }

        @Override
        public void gone(StandbyConnection connection) {
            Hello hello = connection.hello();
            if (connection.isAdmitted() && registry.unregister(connection.id(), connection)) {
                gate.disconnected(connection.id());
                LOG.info("Standby {} disconnected name={}", connection.id(), hello.getNodeName());
            }
        }
    }

    private void welcome(StandbyConnection connection, Engine opened) {
        Hello hello = connection.hello();
        Handshake.PrimaryFacts facts = new Handshake.PrimaryFacts(
                metadata.clusterId(), self.id(), metadata.history(), opened.flushedLsn(), opened.oldestLsn());
        switch (Handshake.plan(facts, hello)) {
            case StreamPlan.Refuse refuse -> connection.refuse(refuse.reason(), refuse.message());
            case StreamPlan.Stream plan -> stream(connection, opened, plan.from(), false);
            case StreamPlan.Truncate plan -> stream(connection, opened, plan.to(), true);
            case StreamPlan.Snapshot _ -> copy(connection, opened);
        }
    }

    private boolean register(StandbyConnection connection, Lsn flushed) {
        Hello hello = connection.hello();
        KnownStandby standby = new KnownStandby(
                connection.id(),
                hello.getNodeName(),
                SyncMode.parse(hello.getSyncMode()),
                hello.getEndpoints(),
                flushed);
        StandbyConnection other = registry.register(standby, connection).orElse(null);
        if (other == null) {
            return true;
        }
        connection.refuse(
                Refusal.Reason.DUPLICATE_NODE_ID,
                "node id " + standby.id() + " is connected already as \""
                        + other.hello().getNodeName() + "\" from " + address(other) + "; \"" + hello.getNodeName()
                        + "\" from " + address(connection)
                        + " is another process: give it a HELIOSDB_NODE_ID and a data directory of its own, or stop"
                        + " the first");
        return false;
    }

    private static String address(StandbyConnection connection) {
        return connection.remoteAddress().getAddress().getHostAddress() + ":"
                + connection.remoteAddress().getPort();
    }

    private void stream(StandbyConnection connection, Engine opened, Lsn from, boolean truncate) {
        LogSender.Shared shared =
                new LogSender.Shared(new EngineLog(opened), gate, metadata.timeline(), services.timing(), counters);
        LogSender sender = new LogSender(connection.id(), from, shared, connection.link(), connection.executor());
        if (!register(connection, from)) {
            sender.close();
            return;
        }
        Hello hello = connection.hello();
        Lsn theirs = Lsn.of(hello.getCommittedLsn());
        if (!theirs.isAfter(from)) {
            gate.learntCommitted(theirs);
        }
        gate.connected(connection.id(), SyncMode.parse(hello.getSyncMode()), from);
        Welcome.Builder answer = answer(opened);
        connection
                .link()
                .send(new Frame.WelcomeFrame(
                        (truncate ? answer.setTruncateTo(from.position()) : answer.setStreamFrom(from.position()))
                                .build()));
        connection.stream(sender);
        registered(connection, from);
    }

    private void copy(StandbyConnection connection, Engine opened) {
        SnapshotSender sender = new SnapshotSender(
                opened.exportSnapshot(), connection.link(), connection.executor(), config.snapshotChunkBytes());
        if (!register(connection, sender.lsn())) {
            sender.close();
            return;
        }
        counters.snapshots.increment();
        gate.connected(connection.id(), SyncMode.parse(connection.hello().getSyncMode()), Lsn.ZERO);
        connection
                .link()
                .send(new Frame.WelcomeFrame(answer(opened).setSnapshot(true).build()));
        connection.copy(sender);
        retain(opened);
        registered(connection, sender.lsn());
    }

    private void registered(StandbyConnection connection, Lsn from) {
        Hello hello = connection.hello();
        LOG.info(
                "Standby {} registered name={} mode={} address={} from={} plan={}",
                connection.id(),
                hello.getNodeName(),
                hello.getSyncMode(),
                connection.remoteAddress(),
                from,
                connection.isCopying() ? "snapshot" : "stream");
    }

    private Welcome.Builder answer(Engine opened) {
        return Welcome.newBuilder()
                .setClusterId(metadata.clusterId().toString())
                .setNodeId(self.id().toString())
                .setNodeName(self.name())
                .setTimeline(metadata.timeline().number())
                .addAllHistory(Handshake.messages(metadata.history()))
                .setCurrentLsn(opened.flushedLsn().position())
                .setCommittedLsn(gate.committed().position())
                .setEndpoints(self.endpoints());
    }

    private record EngineLog(Engine engine) implements LogSource {

        @Override
        public WalReader read(Lsn from) {
            return engine.readLog(from);
        }

        @Override
        public Lsn flushed() {
            return engine.flushedLsn();
        }
    }

    /// Standbys that have ever connected, connected or not.
    public List<StandbyView> standbys() {
        Engine opened = engine;
        return opened == null ? List.of() : new StandbyViews(gate, registry, services.timing()).of(opened.writtenLsn());
    }

    /// Whether any standby is known. From memory: asked for every statement.
    public boolean hasStandbys() {
        return !registry.isEmpty() || !gate.members().isEmpty();
    }

    /// Members of the in-sync set as recorded.
    public Set<NodeId> inSyncMembers() {
        return gate.members();
    }

    /// Whether the tail found at the start is committed: before, what readers see here may be behind.
    public boolean isSettled() {
        return gate.isSettled();
    }

    /// In-sync standbys that are missing for writes to be accepted.
    public int missingStandbys() {
        return gate.missing();
    }

    /// Commits that wait for standbys.
    public int waitingCommits() {
        return gate.waitingCommits();
    }

    public ReplicationCounters counters() {
        return counters;
    }

    /// Where it listens.
    public HostPort address() {
        return self.replication();
    }

    /// Cuts all standbys off. The engine is closed after this.
    @Override
    public void close() {
        closed = true;
        listener.close();
        registry.connections().forEach(StandbyConnection::close);
        learnProgress();
        registry.save();
    }
}
