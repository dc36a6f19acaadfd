package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.StoreView;
import io.heliosdb.server.storage.VersionStore;
import io.heliosdb.server.wal.RecordCodec;
import io.heliosdb.server.wal.RecordType;
import io.heliosdb.server.wal.Wal;
import io.heliosdb.server.wal.WalEntry;
import io.heliosdb.server.wal.WalReader;
import io.heliosdb.server.wal.WalRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine over a WAL and a version store. Opened by {@link Engines}.
final class StoreEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(StoreEngine.class);
    private static final Duration ROOM_TIMEOUT = Duration.ofSeconds(30);

    private final AutoCloseable claim;
    private final Clock clock;
    private final EngineConfig config;
    private final VersionStore store;
    private final Wal wal;
    private final LockTable locks;
    private final CommitPipeline pipeline;
    private final TransactionIds ids = new TransactionIds(this::logId);
    private final MemoryBudget memory;
    private final Background background;
    private final LogRetention retention;
    private final AtomicInteger anonymousPids = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LongAdder commits = new LongAdder();
    final LongAdder rollbacks = new LongAdder();
    final LongAdder serializationFailures = new LongAdder();
    private final MetadataKeeper metadata;

    StoreEngine(EngineConfig config, EngineServices services, AutoCloseable claim) {
        this.claim = claim;
        this.clock = services.clock();
        this.config = config;
        this.metadata = MetadataKeeper.open(services.disk());
        this.store = new VersionStore(services.base().get(), config.layerBytes(), config.memoryLimitBytes());
        this.locks = new LockTable(config.deadlockTimeout(), services.parking());
        this.memory = new MemoryBudget(config.writeSetLimitBytes(), config.totalWriteSetBytes());
        List<WalRecord> found = new ArrayList<>();
        this.wal = Wal.open(
                services.disk().directory("wal"),
                config.segmentBytes(),
                store.baseMark().applied(),
                found::add);
        this.retention = new LogRetention(store, wal);
        this.background = new Background(wal, store, retention, config, services);
        this.pipeline =
                new CommitPipeline(wal, store, locks, metadata.current().timeline(), background::checkpointSoon);
        ids.seen(store.maxTransactionId());
        pipeline.recover(found, ids::seen);
        wal.addListener(pipeline);
    }

    /// Begins to work, as a primary under `gate` or, when it is null, as a standby.
    void start(@Nullable CommitGate gate) {
        background.start(() -> pipeline.whileStill(store::seal));
        pipeline.committed(Lsn.max(wal.committedMark(), pipeline.committedLsn()));
        if (gate != null) {
            ids.takeOver();
            pipeline.setGate(gate);
        }
        LOG.info(
                "engine opened cluster={} timeline={} visible={} end={} role={}",
                metadata.current().clusterId(),
                pipeline.timeline(),
                visibleLsn(),
                writtenLsn(),
                gate == null ? "standby" : "primary");
    }

    @Override
    public Transaction begin(TransactionOptions options) {
        LockOwner owner = options.owner();
        SessionLocks session =
                owner instanceof SessionLocks own ? own : new SessionLocks(locks, -anonymousPids.incrementAndGet());
        return new EngineTransaction(this, options, session);
    }

    StoreView view() {
        if (closed.get()) {
            throw closing();
        }
        return store.view();
    }

    @Override
    public ReadView readAt() {
        return new EngineReadView(view());
    }

    private record EngineReadView(StoreView view) implements ReadView {
        @Override
        public Lsn lsn() {
            return view.lsn();
        }

        @Override
        public byte @Nullable [] get(TreeId tree, byte[] key) {
            return view.get(tree.value(), key);
        }

        @Override
        public Cursor scan(TreeId tree, byte[] from, byte @Nullable [] to, boolean forward) {
            return view.scan(tree.value(), from, to, forward);
        }

        @Override
        public void close() {
            view.close();
        }
    }

    /// Everything of a commit but the transaction's own end. Throws before the record is in the log, never after.
    CompletableFuture<Lsn> commit(EngineTransaction transaction) {
        admit(transaction.cancellation());
        WriteBatch changes = transaction.writes().toBatch();
        Instant now = now();
        long id = transaction.id();
        CompletableFuture<Lsn> outcome = new CompletableFuture<>();
        CommitPipeline.Request request = new CommitPipeline.Request(
                RecordCodec.encode(new WalEntry(RecordType.COMMIT, id, now, changes)),
                changes,
                id,
                now,
                transaction.durability(),
                transaction.lockHolder(),
                outcome);
        Lsn lsn = pipeline.append(request, () -> transaction.validate(pipeline));
        ids.seen(id);
        commits.increment();
        background.flushSoon();
        if (transaction.durability() == Durability.OFF) {
            outcome.complete(lsn);
        }
        return outcome;
    }

    // Commits wait here, not in the pipeline, when the disk cannot keep up: nothing is locked yet.
    private void admit(Cancellation cancellation) {
        if (closed.get()) {
            throw closing();
        }
        pipeline.checkWritable();
        if (store.memoryBytes() > config.memoryLimitBytes()
                && !background.awaitRoom(ROOM_TIMEOUT, config.memoryLimitBytes(), cancellation)) {
            throw new SqlException(
                            SqlState.DISK_FULL,
                            "changes cannot be written to the base: the checkpoint makes no progress")
                    .withHint("Check the space of the data directory and the log of the node.");
        }
    }

    private void admitReplicated() {
        if (closed.get()) {
            throw closing();
        }
        if (store.memoryBytes() > config.memoryLimitBytes()) {
            background.awaitRoom(ROOM_TIMEOUT, config.memoryLimitBytes(), new Cancellation());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Lsn autonomousWrite(WriteBatch batch) {
        admit(new Cancellation());
        return logAutonomous(RecordType.AUTONOMOUS, batch, 0);
    }

    private void logId(long id) {
        logAutonomous(RecordType.NOOP, new WriteBatch(0), id);
    }

    private Lsn logAutonomous(RecordType type, WriteBatch batch, long id) {
        Instant now = now();
        CommitPipeline.Request request = new CommitPipeline.Request(
                RecordCodec.encode(new WalEntry(type, id, now, batch)), batch, id, now, Durability.OFF, null, null);
        Lsn lsn = pipeline.append(request, () -> {});
        background.flushSoon();
        return lsn;
    }

    long nextTransactionId() {
        return ids.next();
    }

    LockTable locks() {
        return locks;
    }

    MemoryBudget memory() {
        return memory;
    }

    @Override
    public Lsn visibleLsn() {
        return store.visible();
    }

    @Override
    public Lsn committedLsn() {
        return pipeline.committedLsn();
    }

    @Override
    public Lsn flushedLsn() {
        return wal.flushed();
    }

    @Override
    public Lsn writtenLsn() {
        return wal.written();
    }

    @Override
    public boolean awaitVisible(Lsn lsn, Duration timeout, Cancellation cancellation) {
        return pipeline.waiters().await(lsn.position(), () -> store.visible().position(), timeout, cancellation);
    }

    @Override
    public void addApplyListener(ApplyListener listener) {
        pipeline.listeners().add(listener);
    }

    @Override
    public void removeApplyListener(ApplyListener listener) {
        pipeline.listeners().remove(listener);
    }

    @Override
    public LockOwner newLockOwner(int pid) {
        return new SessionLocks(locks, pid);
    }

    @Override
    public WalReader readLog(Lsn from) {
        return wal.reader(from);
    }

    @Override
    public Lsn oldestLsn() {
        return wal.oldest();
    }

    @Override
    public void retainLogFrom(Lsn floor) {
        retention.setFloor(floor);
    }

    @Override
    public LogHold holdLog() {
        return retention.holdAll();
    }

    @Override
    public void checkpoint() {
        pipeline.whileStill(store::seal);
        background.checkpointNow();
    }

    @Override
    public void setCommitGate(CommitGate gate) {
        pipeline.setGate(gate);
    }

    @Override
    public Timeline timeline() {
        return pipeline.timeline();
    }

    @Override
    public boolean isStandby() {
        return pipeline.isStandby();
    }

    @Override
    public StandbyLog standbyLog() {
        if (!isStandby()) {
            throw new IllegalStateException("only a standby's log grows from outside");
        }
        return new EngineStandbyLog(
                wal, store, pipeline, metadata, new EngineStandbyLog.Hooks(this::admitReplicated, ids::seen));
    }

    @Override
    public void becomePrimary(Timeline timeline, CommitGate gate) {
        wal.flush();
        metadata.add(timeline, wal.written());
        pipeline.setTimeline(timeline);
        ids.takeOver();
        pipeline.setGate(gate);
        LOG.info("engine is primary timeline={} start={}", timeline, wal.written());
    }

    @Override
    public void becomeStandby() {
        pipeline.setGate(null);
        LOG.info("engine is standby end={}", wal.written());
    }

    @Override
    public SnapshotExport exportSnapshot() {
        checkpoint();
        return BaseExport.open(store, metadata.current(), retention);
    }

    @Override
    public DatabaseMetadata metadata() {
        return metadata.current();
    }

    @Override
    public EngineStats stats() {
        return new EngineStats(
                commits.sum(),
                rollbacks.sum(),
                locks.deadlocks.sum(),
                serializationFailures.sum(),
                wal.bytesWritten(),
                wal.flushCount(),
                pipeline.records.sum(),
                pipeline.lastAppendMillis,
                background.checkpoints(),
                store.memoryBytes());
    }

    private static SqlException closing() {
        return new SqlException(SqlState.ADMIN_SHUTDOWN, "the database system is shutting down");
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        pipeline.close(closing());
        background.stop();
        try {
            wal.close();
        } catch (DiskException e) {
            LOG.error("write-ahead log could not be closed error={}", e.getMessage());
        }
        pipeline.failOutcomes(CommitPipeline.uncertain("the database system is shutting down"));
        store.close();
        try {
            claim.close();
        } catch (Exception e) {
            throw new DiskException("cannot release the data directory", e, false);
        }
    }
}
