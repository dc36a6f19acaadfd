package io.heliosdb.server.replication;

import com.google.protobuf.ByteString;
import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.cluster.message.Refusal;
import io.heliosdb.cluster.message.Welcome;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.server.txn.DatabaseMetadata;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.StandbyLog;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The standby's side of replication: follows the primary, and takes a copy of it first when there is nothing
/// here.
///
/// An actor: all that happens runs in its own mailbox; public methods may be called by any thread.
public final class StandbyReplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandbyReplication.class);

    /// Whom this standby follows and how.
    public record Following(HostPort primary, SyncMode mode) {}

    private final Self self;
    private final Following following;
    private final ReplicationConfig config;
    private final ReplicationServices services;
    private final SerialExecutor mailbox;
    private final Connector connector;
    private final Backoff backoff;
    private final ReplicationCounters counters = new ReplicationCounters();
    private final ReceiverStatus status;
    private final Runnable onCopyNeeded;
    private final String instance;
    private @Nullable Engine engine;
    private @Nullable SnapshotTarget target;
    private CompletableFuture<Void> copied = new CompletableFuture<>();
    private @Nullable PrimaryConnection current;
    private Connector.@Nullable PrimaryConnectionHandle handle;
    private @Nullable LogReceiver receiver;
    private @Nullable SnapshotReceiver copy;
    private long heardNanos;
    private boolean connectedBefore;
    private boolean stopped;
    private boolean watching;
    /// Rises with each connection tried: what comes of an older one is not heard.
    private long attempt;

    /// What the owner is told, in this standby's mailbox; neither may block.
    ///
    /// @param onChange state or primary have changed
    /// @param onCopyNeeded the primary no longer has the log that would be needed; nothing more happens here
    public record Listeners(Runnable onChange, Runnable onCopyNeeded) {}

    public StandbyReplication(
            Self self,
            Following following,
            ReplicationConfig config,
            ReplicationServices services,
            Listeners listeners) {
        this.self = self;
        this.following = following;
        this.config = config;
        this.services = services;
        this.mailbox = new SerialExecutor(services.workers());
        this.connector = new Connector(config.secret(), services);
        this.backoff = new Backoff(services.random());
        this.status = new ReceiverStatus(services.timing(), counters, listeners.onChange());
        this.onCopyNeeded = listeners.onCopyNeeded();
        byte[] drawn = new byte[16];
        services.random().nextBytes(drawn);
        this.instance = UUID.nameUUIDFromBytes(drawn).toString();
        this.heardNanos = services.timing().nanos();
    }

    /// Fills an empty data directory; tries again until that has succeeded or this is closed.
    public CompletableFuture<Void> copy(SnapshotTarget into) {
        mailbox.execute(() -> {
            target = into;
            copied = new CompletableFuture<>();
            if (stopped) {
                copied.completeExceptionally(new IllegalStateException("the node is shutting down"));
            }
            begin();
        });
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        mailbox.execute(() -> copied.whenComplete((nothing, error) -> {
            if (error == null) {
                outcome.complete(null);
            } else {
                outcome.completeExceptionally(error);
            }
        }));
        return outcome;
    }

    /// Follows the primary with `opened`, a standby's engine, until closed.
    public void start(Engine opened) {
        mailbox.execute(() -> {
            engine = opened;
            target = null;
            begin();
        });
    }

    private void begin() {
        watch();
        connect();
    }

    private void watch() {
        if (!watching) {
            watching = true;
            beatLater();
        }
    }

    private void beatLater() {
        services.timing().after(config.heartbeatInterval(), () -> mailbox.execute(this::beat));
    }

    private void beat() {
        if (stopped) {
            return;
        }
        LogReceiver log = receiver;
        if (log != null) {
            log.beat();
        }
        PrimaryConnection open = current;
        if (open != null
                && services.timing().nanos() - heardNanos
                        > config.silenceLimit().toNanos()) {
            LOG.warn("primary is silent address={}", following.primary());
            open.close();
        }
        beatLater();
    }

    private void connect() {
        if (stopped || engine == null && target == null) {
            return;
        }
        LOG.info("Streaming client connecting to primary at {}", following.primary());
        if (status.view().state() != LinkState.ERROR) {
            status.state(LinkState.CONNECTING, status.view().detail());
        }
        heardNanos = services.timing().nanos();
        attempt++;
        handle = connector.connect(following.primary(), hello(), new Host(attempt), mailbox);
    }

    private void connectLater(Duration delay) {
        long last = attempt;
        services.timing()
                .after(
                        delay,
                        () -> mailbox.execute(() -> {
                            if (attempt == last) {
                                connect();
                            }
                        }));
    }

    private Hello hello() {
        byte[] nonce = new byte[ClusterSecret.NONCE_BYTES];
        services.random().nextBytes(nonce);
        Hello.Builder hello = Hello.newBuilder()
                .setProtocolVersion(Handshake.PROTOCOL_VERSION)
                .setNonce(ByteString.copyFrom(nonce))
                .setNodeId(self.id().toString())
                .setNodeName(self.name())
                .setSyncMode(following.mode().text())
                .setInstance(instance)
                .setEndpoints(self.endpoints());
        Engine opened = engine;
        if (opened != null) {
            DatabaseMetadata metadata = opened.metadata();
            // What the primary counts as flushed must be.
            Lsn flushed = opened.standbyLog().flush();
            hello.setClusterId(metadata.clusterId().toString())
                    .setWrittenLsn(flushed.position())
                    .setCommittedLsn(opened.committedLsn().position())
                    .addAllHistory(Handshake.messages(metadata.history()));
        }
        return hello.build();
    }

    private final class Host implements PrimaryConnection.Host {

        private final long number;

        Host(long number) {
            this.number = number;
        }

        @Override
        public void received(PrimaryConnection connection, Frame frame) {
            if (stopped || number != attempt) {
                connection.close();
                return;
            }
            current = connection;
            heardNanos = services.timing().nanos();
            try {
                handle(connection, frame);
            } catch (RuntimeException e) {
                LOG.error("replication failed reason={}", e.getMessage(), e);
                status.failed(String.valueOf(e.getMessage()));
                connection.close();
            }
        }

        @Override
        public void lost(PrimaryConnection connection, String reason) {
            failed(reason);
        }

        @Override
        public void unusable(String reason) {
            if (number == attempt && !stopped) {
                status.failed(reason);
            }
        }

        @Override
        public void failed(String reason) {
            if (number == attempt) {
                dropped(reason);
            }
        }
    }

    private void handle(PrimaryConnection connection, Frame frame) {
        switch (frame) {
            case Frame.RefusalFrame refusal -> refused(refusal.message());
            case Frame.WelcomeFrame welcome -> welcomed(connection, welcome.message());
            case Frame.Wal _, Frame.Heartbeat _, Frame.TopologyFrame _ -> stream(frame);
            case Frame.SnapshotBeginFrame begin -> copying().begin(begin.message());
            case Frame.SnapshotChunk chunk -> copying().chunk(chunk);
            case Frame.SnapshotEndFrame end -> {
                copying().end(end.message());
                copyDone(connection);
            }
            case Frame.HelloFrame _, Frame.ChallengeFrame _, Frame.ProofFrame _, Frame.Ack _ ->
                throw new BadFrameException("unexpected frame from the primary");
        }
    }

    private void stream(Frame frame) {
        LogReceiver log = receiver;
        if (log != null) {
            log.received(frame);
        }
    }

    private SnapshotReceiver copying() {
        SnapshotReceiver found = copy;
        if (found == null) {
            throw new BadFrameException("a snapshot was not announced");
        }
        return found;
    }

    private void refused(Refusal refusal) {
        LOG.error(
                "primary refuses this standby address={} reason={} message={}",
                following.primary(),
                refusal.getReason(),
                refusal.getMessage());
        if (refusal.getReason() == Refusal.Reason.BUSY) {
            // It will be ready soon: no error, just the next attempt.
            return;
        }
        status.failed(refusal.getMessage());
        if (refusal.getReason() == Refusal.Reason.FOREIGN_CLUSTER) {
            LOG.error("replication stopped: this standby follows the primary of another cluster; mend "
                    + "HELIOSDB_PRIMARY_HOST or the data directory, then start the node again");
            stopped = true;
            copied.completeExceptionally(new IllegalStateException(refusal.getMessage()));
        }
    }

    private void welcomed(PrimaryConnection connection, Welcome welcome) {
        Engine opened = engine;
        if (welcome.getPlanCase() == Welcome.PlanCase.SNAPSHOT) {
            beginCopy(connection, welcome);
            return;
        }
        if (opened == null) {
            throw new BadFrameException("the primary streams to an empty standby");
        }
        StandbyLog log = opened.standbyLog();
        if (welcome.getPlanCase() == Welcome.PlanCase.TRUNCATE_TO) {
            Lsn to = Lsn.of(welcome.getTruncateTo());
            LOG.warn("log truncated to what the primary has from={} to={}", log.writtenLsn(), to);
            log.truncateTo(to);
        }
        backoff.reset();
        countConnection();
        LOG.info(
                "Connected to primary (node: {}, LSN: {}, fencing: {})",
                welcome.getNodeId(),
                welcome.getCurrentLsn(),
                welcome.getTimeline());
        status.welcomed(welcome, log.writtenLsn(), connection.number());
        receiver = new LogReceiver(log, Handshake.starts(welcome.getHistoryList()), connection.link(), status, mailbox);
        receiver.beat();
    }

    private void countConnection() {
        if (connectedBefore) {
            counters.reconnects.increment();
        }
        connectedBefore = true;
    }

    private void beginCopy(PrimaryConnection connection, Welcome welcome) {
        SnapshotTarget into = target;
        if (into == null) {
            String why = "the primary no longer has the log from "
                    + status.view().writtenLsn() + " on: this standby needs a new copy";
            LOG.error("replication stopped reason={}", why);
            status.failed(why);
            stopped = true;
            connection.close();
            onCopyNeeded.run();
            return;
        }
        LOG.info("copying the primary node={} lsn={}", welcome.getNodeId(), welcome.getCurrentLsn());
        status.welcomed(welcome, Lsn.ZERO, connection.number());
        countConnection();
        counters.snapshots.increment();
        copy = new SnapshotReceiver(into, self.id());
    }

    private void copyDone(PrimaryConnection connection) {
        LOG.info("copy of the primary is complete bytes={}", copying().bytes());
        copy = null;
        target = null;
        backoff.reset();
        connection.close();
        copied.complete(null);
    }

    // Also called for a connection that never was.
    private void dropped(String reason) {
        current = null;
        LogReceiver log = receiver;
        if (log != null) {
            log.close();
            receiver = null;
        }
        SnapshotReceiver unfinished = copy;
        if (unfinished != null) {
            unfinished.close();
            copy = null;
        }
        if (stopped) {
            return;
        }
        boolean error = status.view().state() == LinkState.ERROR;
        if (!error) {
            status.state(LinkState.DISCONNECTED, reason);
        }
        Duration delay = error ? Backoff.SLOW : backoff.next();
        LOG.info("not connected to primary address={} reason={} retry={}", following.primary(), reason, delay);
        connectLater(delay);
    }

    public ReceiverStatus status() {
        return status;
    }

    public ReplicationCounters counters() {
        return counters;
    }

    /// Address of the primary's replication port.
    public HostPort primary() {
        return following.primary();
    }

    public SyncMode mode() {
        return following.mode();
    }

    /// Follows no longer. What was received stays.
    @Override
    public void close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        mailbox.execute(() -> {
            stopped = true;
            Connector.PrimaryConnectionHandle open = handle;
            if (open != null) {
                open.close();
            }
            dropped("closed");
            copied.completeExceptionally(new IllegalStateException("the node is shutting down"));
            done.complete(null);
        });
        done.orTimeout(5, TimeUnit.SECONDS).exceptionally(late -> null).join();
        connector.close();
    }
}
