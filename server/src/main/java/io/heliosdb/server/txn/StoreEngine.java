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
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.storage.SpaceUsage;
import io.heliosdb.server.storage.StoreView;
import io.heliosdb.server.storage.VersionStore;
import io.heliosdb.server.txn.lock.LockInfo;
import io.heliosdb.server.txn.lock.LockOwner;
import io.heliosdb.server.txn.lock.LockTable;
import io.heliosdb.server.txn.lock.SessionLocks;
import io.heliosdb.server.wal.RecordType;
import io.heliosdb.server.wal.Wal;
import io.heliosdb.server.wal.WalCorruptException;
import io.heliosdb.server.wal.WalReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    private static final Duration LOOK = Duration.ofMillis(50);

    private final AutoCloseable claim;
    private final EngineConfig config;
    private final VersionStore store;
    private final Wal wal;
    private final LockTable locks;
    private final CommitPipeline pipeline;
    private final RecordWriter writer;
    private final EngineScratch scratch;
    private final TransactionIds ids = new TransactionIds(this::logId);
    private final MemoryBudget memory;
    private final Background background;
    private final LogRetention retention;
    private final AtomicInteger anonymousPids = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LongAdder commits = new LongAdder();
    final AtomicInteger openTransactions = new AtomicInteger();
    final LongAdder rollbacks = new LongAdder();
    final LongAdder serializationFailures = new LongAdder();
    private final MetadataKeeper metadata;

    StoreEngine(EngineConfig config, EngineServices services, AutoCloseable claim) {
        this.claim = claim;
        Clock clock = services.clock();
        this.scratch = new EngineScratch(services.disk(), services.scratch());
        this.config = config;
        this.metadata = MetadataKeeper.open(services.disk());
        this.store = new VersionStore(services.base().get(), config.layerBytes(), config.memoryLimitBytes());
        this.locks = new LockTable(config.deadlockTimeout(), services.parking(), services.clock());
        locks.keepExactly(config.exactLocks(), config.denseLockBytes());
        this.memory = new MemoryBudget(config.writeSetLimitBytes(), config.totalWriteSetBytes());
        OpenChunks chunks = new OpenChunks();
        store.setOldestUnfinished(chunks::oldest);
        RecoveredLog found = new RecoveredLog(store.baseMark(), chunks);
        this.wal = Wal.open(
                services.disk().directory("wal"),
                config.segmentBytes(),
                store.baseMark().redo(),
                found);
        checkReachesBase();
        this.retention = new LogRetention(store, wal);
        this.background = new Background(wal, store, retention, config, services);
        this.pipeline = new CommitPipeline(
                new CommitPipeline.Parts(wal, store, locks, chunks),
                metadata.current().timeline(),
                background::checkpointSoon);
        this.writer = new RecordWriter(pipeline, background, config, clock);
        ids.seen(found.maxTransactionId());
        pipeline.recover(found);
        wal.addListener(pipeline);
        pipeline.listeners().add(background.upkeep());
    }

    // With part of a transaction in it, the base is of no use without that transaction's log.
    private void checkReachesBase() {
        BaseMark mark = store.baseMark();
        if (!mark.newest().equals(mark.applied()) && wal.written().isBefore(mark.newest())) {
            throw new WalCorruptException("the base contains part of a transaction up to " + mark.newest()
                    + ", but the write-ahead log ends at " + wal.written()
                    + ": restore the missing segments, or copy this node anew from another one");
        }
    }

    // A fresh copy has the data before it has the log.
    private void checkMayBePrimary() {
        if (wal.written().isBefore(store.visible())) {
            throw new WalCorruptException("this copy of a database is not complete: its log ends at " + wal.written()
                    + ", its data at " + store.visible() + "; let it follow the primary first");
        }
    }

    /// Begins to work, as a primary under `gate` or, when it is null, as a standby.
    void start(@Nullable CommitGate gate) {
        background.start(() -> pipeline.whileStill(store::seal));
        pipeline.committed(Lsn.max(wal.committedMark(), pipeline.committedLsn()));
        if (gate != null) {
            checkMayBePrimary();
            ids.takeOver();
            pipeline.setGate(gate);
            writer.abortUnfinished();
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
        SessionLocks session = owner instanceof SessionLocks own
                ? own
                : SessionLocks.anonymous(locks, -anonymousPids.incrementAndGet());
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

    /// Everything of a commit but the transaction's own end. Throws before the record is in the log, never
    /// after.
    CompletableFuture<Lsn> commit(EngineTransaction transaction) {
        admit(transaction.cancellation());
        CompletableFuture<Lsn> outcome = writer.commit(transaction);
        ids.seen(transaction.id());
        commits.increment();
        return outcome;
    }

    // Commits wait here, not in the pipeline, when the disk cannot keep up: nothing is locked yet.
    private void admit(Cancellation cancellation) {
        if (closed.get()) {
            throw closing();
        }
        pipeline.checkWritable();
        if (store.hasRoom(config.memoryLimitBytes())) {
            return;
        }
        cancellation.aboutToWait();
        if (!background.awaitRoom(ROOM_TIMEOUT, config.memoryLimitBytes(), cancellation)) {
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
        if (!store.hasRoom(config.memoryLimitBytes())) {
            background.awaitRoom(ROOM_TIMEOUT, config.memoryLimitBytes(), new Cancellation());
        }
    }

    @Override
    public Lsn autonomousWrite(WriteBatch batch) {
        admit(new Cancellation());
        return writer.autonomous(RecordType.AUTONOMOUS, batch, 0);
    }

    private void logId(long id) {
        writer.autonomous(RecordType.NOOP, OpenChunks.NOTHING, id);
    }

    int term() {
        return pipeline.term();
    }

    boolean awaitTail(Cancellation cancellation) {
        return pipeline.awaitTail(cancellation);
    }

    long nextTransactionId() {
        return ids.next();
    }

    WriteSet newWriteSet() {
        return new WriteSet(scratch, WriteSet.Packing.DEFAULT);
    }

    boolean canSpill() {
        return scratch.isThere();
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
    public Optional<Instant> lastReplayed() {
        return Optional.ofNullable(pipeline.lastReplayed);
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
        return pipeline.awaitVisible(lsn, timeout, cancellation);
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
        return SessionLocks.ofSession(locks, pid);
    }

    @Override
    public List<LockInfo> heldLocks() {
        return locks.list();
    }

    @Override
    public List<Integer> blockers(int pid) {
        return locks.blockers(pid);
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
    public void compact(Runnable checkCancelled) {
        Lsn request = autonomousWrite(Upkeep.request());
        background.runWithoutThreads();
        while (!awaitVisible(request, LOOK, new Cancellation())) {
            checkCancelled.run();
            if (!background.hasThreads()) {
                throw CommitPipeline.uncertain("it is not committed");
            }
        }
        background.upkeep().await(request, checkCancelled);
    }

    @Override
    public SpaceUsage space() {
        return store.usage();
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
        checkMayBePrimary();
        wal.flush();
        metadata.add(timeline, wal.written());
        pipeline.setTimeline(timeline);
        ids.takeOver();
        pipeline.setGate(gate);
        writer.abortUnfinished();
        LOG.info("engine is primary timeline={} start={}", timeline, wal.written());
    }

    @Override
    public void becomeStandby() {
        pipeline.setGate(null);
        LOG.info("engine is standby end={}", wal.written());
    }

    @Override
    public SnapshotExport exportSnapshot() {
        while (true) {
            checkpoint();
            BaseExport export = BaseExport.open(store, metadata.current(), retention);
            if (export.isWhole()) {
                return export;
            }
            // A large transaction has come in between, and the base has part of it.
            export.close();
        }
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
                locks.deadlocks(),
                serializationFailures.sum(),
                wal.bytesWritten(),
                wal.flushCount(),
                pipeline.records.sum(),
                pipeline.lastAppendMillis,
                store.checkpoints(),
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
