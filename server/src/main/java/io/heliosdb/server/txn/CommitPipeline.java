package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.storage.VersionStore;
import io.heliosdb.server.txn.lock.LockHolder;
import io.heliosdb.server.txn.lock.LockTable;
import io.heliosdb.server.wal.EncodedRecord;
import io.heliosdb.server.wal.FlushListener;
import io.heliosdb.server.wal.RecordType;
import io.heliosdb.server.wal.Wal;
import io.heliosdb.server.wal.WalEntry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of every record from the log's memory to visibility, on primary, standby and in recovery alike.
///
/// ```
/// append (append lock)  ->  pending queue  ->  flushed (any thread)  ->  gate: committed  ->  apply (apply lock):
///     into the store, mark raised, visible, listeners, locks released  ->  gate: applied, acknowledgements
/// ```
/// Order in the queue = order in the log = order of visibility. A record leaves the queue only once it is in the
/// store, so whoever looks at the queue first and at the store afterwards misses nothing.
final class CommitPipeline implements CommitGate.Committer, FlushListener {

    /// What a record carries beside its changes.
    record Request(
            EncodedRecord record,
            WalEntry entry,
            Durability durability,
            @Nullable LockHolder locks,
            @Nullable CompletableFuture<Lsn> outcome) {}

    /// What it works on.
    record Parts(Wal wal, VersionStore store, LockTable lockTable, OpenChunks chunks) {}

    /// A layer can be sealed only between groups.
    private static final int MAX_GROUP = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CommitPipeline.class);

    private final Wal wal;
    private final VersionStore store;
    private final LockTable lockTable;
    private final OpenChunks chunks;
    private final VisibleWaiters waiters;
    private final ReentrantLock appendLock = new ReentrantLock();
    private final ReentrantLock applyLock = new ReentrantLock();
    private final Queue<PendingCommit> pending = new ConcurrentLinkedQueue<>();
    private final List<ApplyListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong committed;
    private final Runnable onLayerFull;
    private volatile @Nullable CommitGate gate;
    private volatile Timeline timeline;
    private volatile boolean localWaiters;
    private volatile Lsn tail = Lsn.ZERO;
    private final AtomicInteger term = new AtomicInteger();
    private @Nullable SqlException closed;
    final LongAdder records = new LongAdder();
    volatile long lastAppendMillis;
    volatile @Nullable Instant lastReplayed;

    /// @param onLayerFull hears that there is something to checkpoint
    CommitPipeline(Parts parts, Timeline timeline, Runnable onLayerFull) {
        this.wal = parts.wal;
        this.store = parts.store;
        this.lockTable = parts.lockTable;
        this.chunks = parts.chunks;
        this.waiters = new VisibleWaiters(parts.lockTable.parking());
        this.timeline = timeline;
        this.onLayerFull = onLayerFull;
        this.committed = new AtomicLong(store.visible().position());
    }

    /// Recovery: what was found in the log behind the base. Nothing is applied yet.
    void recover(RecoveredLog found) {
        committed.accumulateAndGet(found.committed().position(), Math::max);
        raiseTimeline(found.timeline());
        pending.addAll(found.pending());
    }

    /// Gives a record its place in the log. `validate` runs in that very moment of the commit order and may
    /// refuse.
    Lsn append(Request request, Runnable validate) {
        Lsn lsn;
        appendLock.lock();
        try {
            SqlException reason = closed;
            if (reason != null) {
                throw reason;
            }
            if (gate == null) {
                throw readOnly();
            }
            validate.run();
            WalEntry entry = request.entry;
            if (entry.type() == RecordType.CHUNKED_COMMIT
                    && !chunks.isComplete(entry.transactionId(), entry.chunks())) {
                throw readOnly();
            }
            Timeline current = timeline;
            lsn = wal.append(request.record, current, Lsn.of(committed.get()));
            int length = request.record.length();
            OpenChunks.Place place =
                    new OpenChunks.Place(entry.type(), entry.transactionId(), Lsn.of(lsn.position() - length), length);
            ChunkSequence run = chunks.note(place, entry.changes(), entry.chunks());
            if (request.durability == Durability.LOCAL) {
                localWaiters = true;
            }
            pending.add(new PendingCommit(
                    entry.type(),
                    new BaseMark(lsn, current, entry.transactionId()),
                    entry.commitTime(),
                    entry.type() == RecordType.CHUNK ? OpenChunks.NOTHING : entry.changes(),
                    run,
                    request.durability,
                    request.locks,
                    request.outcome));
        } finally {
            appendLock.unlock();
        }
        records.increment();
        lastAppendMillis = request.entry.commitTime().toEpochMilli();
        // A flush by somebody else may have passed between the two lines above, before the queue had the record.
        if (committable() >= lsn.position()) {
            apply();
        }
        return lsn;
    }

    static SqlException readOnly() {
        return new SqlException(
                SqlState.READ_ONLY_SQL_TRANSACTION, "cannot execute write operations in a read-only node");
    }

    // While a standby catches up, older records follow on the news of a newer timeline.
    private void raiseTimeline(Timeline seen) {
        if (seen.compareTo(timeline) > 0) {
            timeline = seen;
        }
    }

    /// Standby: whole records of the primary.
    void appendRaw(ByteBuffer bytes, LongConsumer seenId) {
        appendLock.lock();
        try {
            wal.appendRaw(bytes, record -> {
                raiseTimeline(record.header().timeline());
                records.increment();
                seenId.accept(record.header().transactionId());
                lastAppendMillis = record.header().commitTime().toEpochMilli();
                PendingCommit found = chunks.pendingOf(record, store.visible());
                if (found != null) {
                    pending.add(found);
                }
            });
        } finally {
            appendLock.unlock();
        }
        if (committable() > store.visible().position()) {
            apply();
        }
    }

    /// Whether a transaction that is in the log but not in the store touches what was read. Under the append
    /// lock.
    boolean isTouchedByPending(ReadSet reads, long snapshot) {
        for (PendingCommit each : pending) {
            if (each.lsn().position() > snapshot && each.touches(reads)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void committed(Lsn lsn) {
        long raised = committed.accumulateAndGet(lsn.position(), Math::max);
        if (raised > store.visible().position()) {
            apply();
        }
    }

    private long committable() {
        return Math.min(committed.get(), wal.flushed().position());
    }

    /// Applies what is both committed and flushed.
    void apply() {
        List<PendingCommit> done = applyGroup();
        while (!done.isEmpty()) {
            acknowledge(done);
            done = applyGroup();
        }
    }

    private List<PendingCommit> applyGroup() {
        List<PendingCommit> done = new ArrayList<>();
        applyLock.lock();
        try {
            long target = committable();
            for (PendingCommit next = pending.peek();
                    next != null && next.lsn().position() <= target && done.size() < MAX_GROUP;
                    next = pending.peek()) {
                ChunkSequence run = next.chunks();
                if (run != null && !done.isEmpty()) {
                    break;
                }
                applyOne(next, run);
                done.add(next);
                pending.poll();
                if (run != null) {
                    break;
                }
            }
            if (!done.isEmpty()) {
                publish(done);
            }
            return done;
        } finally {
            applyLock.unlock();
        }
    }

    private void applyOne(PendingCommit next, @Nullable ChunkSequence run) {
        if (run == null) {
            store.apply(next.mark(), next.changes());
        } else {
            store.applyRun(next.mark(), LoggedRun.open(wal, run), next.changes());
            chunks.applied(next.mark().maxTransactionId());
        }
    }

    // In this order: what a client may learn is safe before it learns it, and who gets a lock sees what was done under
    // it.
    private void publish(List<PendingCommit> done) {
        Lsn last = done.getLast().lsn();
        wal.raiseCommitted(last);
        if (store.publish(last)) {
            onLayerFull.run();
        }
        if (gate == null) {
            replayed(done);
        }
        for (PendingCommit each : done) {
            tellListeners(each);
            LockHolder locks = each.locks();
            if (locks != null) {
                lockTable.releaseAll(locks);
            }
        }
        waiters.wake(last.position());
    }

    private void replayed(List<PendingCommit> done) {
        for (int i = done.size() - 1; i >= 0; i--) {
            if (done.get(i).isTransaction()) {
                lastReplayed = done.get(i).commitTime();
                return;
            }
        }
    }

    // What is in the log cannot be refused any more: a listener's fault is its own.
    private void tellListeners(PendingCommit each) {
        if (listeners.isEmpty() || !each.isEffective()) {
            return;
        }
        AppliedBatch batch =
                new AppliedBatch(each.lsn(), each.mark().maxTransactionId(), each.commitTime(), each.changes());
        for (ApplyListener listener : listeners) {
            try {
                listener.applied(batch);
            } catch (RuntimeException e) {
                LOG.error("apply listener failed lsn={} listener={}", each.lsn(), listener, e);
            }
        }
    }

    private void acknowledge(List<PendingCommit> done) {
        CommitGate current = gate;
        if (current != null) {
            current.applied(done.getLast().lsn());
        }
        for (PendingCommit each : done) {
            CompletableFuture<Lsn> outcome = each.outcome();
            if (outcome == null || outcome.isDone()) {
                continue;
            }
            if (current == null) {
                outcome.completeExceptionally(uncertain("the node is no longer the primary"));
            } else {
                current.whenAcknowledged(each.lsn(), each.durability(), new Outcome(each.lsn(), outcome));
                // A gate that was let go in between has said goodbye to its waiters before this one came.
                if (gate != current) {
                    outcome.completeExceptionally(uncertain("the node has changed its role"));
                }
            }
        }
    }

    private record Outcome(Lsn lsn, CompletableFuture<Lsn> future) implements CommitGate.Acknowledgement {
        @Override
        public void acknowledged() {
            future.complete(lsn);
        }

        @Override
        public void uncertain(SqlException error) {
            future.completeExceptionally(error);
        }
    }

    @Override
    public void flushed(Lsn lsn) {
        if (localWaiters) {
            completeLocal(lsn);
        }
        CommitGate current = gate;
        if (current != null) {
            current.flushed(lsn);
        }
        if (committable() > store.visible().position()) {
            apply();
        }
    }

    private void completeLocal(Lsn flushed) {
        localWaiters = false;
        for (PendingCommit each : pending) {
            CompletableFuture<Lsn> outcome = each.outcome();
            if (each.durability() != Durability.LOCAL || outcome == null) {
                continue;
            }
            if (each.lsn().isAfter(flushed)) {
                localWaiters = true;
            } else {
                outcome.complete(each.lsn());
            }
        }
    }

    @Override
    public void failed(DiskException cause) {
        failOutcomes(uncertain("the write-ahead log could not be written: " + cause.getMessage()));
    }

    /// Ends all waits: nobody here will know how these commits end.
    void failOutcomes(SqlException error) {
        for (PendingCommit each : pending) {
            CompletableFuture<Lsn> outcome = each.outcome();
            if (outcome != null) {
                outcome.completeExceptionally(error);
            }
        }
        waiters.fail(error);
    }

    static SqlException uncertain(String why) {
        return new SqlException(
                        SqlState.TRANSACTION_RESOLUTION_UNKNOWN, "the outcome of the transaction is unknown: " + why)
                .withDetail("The transaction is in the write-ahead log and may still be committed.");
    }

    /// From now on nothing is appended.
    void close(SqlException reason) {
        appendLock.lock();
        try {
            closed = reason;
        } finally {
            appendLock.unlock();
        }
    }

    /// Begins to ask `next`; null on a standby. What waits for locks of pending transactions is let go on a
    /// standby, for there it can only read.
    void setGate(@Nullable CommitGate next) {
        CommitGate before;
        appendLock.lock();
        try {
            before = gate;
            gate = next;
            if (next == null) {
                term.incrementAndGet();
                tail = Lsn.ZERO;
            } else if (before == null) {
                term.incrementAndGet();
                tail = wal.written();
            }
        } finally {
            appendLock.unlock();
        }
        if (before != null) {
            before.detach();
        }
        if (next == null) {
            failOutcomes(uncertain("the node is no longer the primary"));
            releasePendingLocks();
        } else {
            next.attach(this, wal.flushed(), Lsn.of(committed.get()));
        }
    }

    /// Changes with the node's role: locks taken before keep off nobody who wrote in between, or in the pending
    /// tail.
    int term() {
        return term.get();
    }

    /// Waits until a new primary has committed all that its log held when it became one. Nobody has locks on
    /// what that changes, so that nobody else may lock or write before.
    ///
    /// @return whether it had to wait
    /// @throws SqlException 25006 when this is no primary any more, 57014
    boolean awaitTail(Cancellation cancellation) {
        if (store.visible().isAtLeast(tail)) {
            return false;
        }
        try {
            waiters.await(tail.position(), () -> store.visible().position(), Duration.ZERO, cancellation);
        } catch (SqlException e) {
            throw gate == null ? readOnly() : e;
        }
        return true;
    }

    private void releasePendingLocks() {
        applyLock.lock();
        try {
            for (PendingCommit each : pending) {
                LockHolder locks = each.locks();
                if (locks != null) {
                    lockTable.releaseAll(locks);
                }
            }
        } finally {
            applyLock.unlock();
        }
    }

    /// Asks the gate, or refuses on a standby.
    void checkWritable() {
        CommitGate current = gate;
        if (current == null) {
            throw readOnly();
        }
        current.checkWritable();
    }

    void setTimeline(Timeline next) {
        timeline = next;
    }

    Timeline timeline() {
        return timeline;
    }

    boolean isStandby() {
        return gate == null;
    }

    Lsn committedLsn() {
        return Lsn.of(committed.get());
    }

    /// Forgets what lies behind `lsn`, which was never committed.
    void truncateTo(Lsn lsn) {
        applyLock.lock();
        appendLock.lock();
        try {
            if (lsn.isBefore(store.visible()) || lsn.position() < committable()) {
                throw new IllegalArgumentException("cannot truncate to " + lsn + ": committed up to " + committedLsn());
            }
            wal.truncateTo(lsn);
            pending.removeIf(each -> each.lsn().isAfter(lsn));
            chunks.truncate(lsn);
        } finally {
            appendLock.unlock();
            applyLock.unlock();
        }
    }

    /// Runs `action` while nothing is applied.
    void whileStill(Runnable action) {
        applyLock.lock();
        try {
            action.run();
        } finally {
            applyLock.unlock();
        }
    }

    /// @return false when `timeout` passed first; zero waits for ever
    boolean awaitVisible(Lsn lsn, Duration timeout, Cancellation cancellation) {
        return waiters.await(lsn.position(), () -> store.visible().position(), timeout, cancellation);
    }

    OpenChunks chunks() {
        return chunks;
    }

    List<ApplyListener> listeners() {
        return listeners;
    }
}
