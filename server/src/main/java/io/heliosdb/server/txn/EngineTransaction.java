package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.storage.KeyRange;
import io.heliosdb.server.storage.LayerChain;
import io.heliosdb.server.storage.MergeCursor;
import io.heliosdb.server.storage.MergeSource;
import io.heliosdb.server.storage.StoreView;
import io.heliosdb.server.txn.lock.AdvisoryKey;
import io.heliosdb.server.txn.lock.LockGrant;
import io.heliosdb.server.txn.lock.LockHolder;
import io.heliosdb.server.txn.lock.LockModes;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.LockTag;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import io.heliosdb.server.txn.lock.SessionLocks;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The engine's {@link Transaction}: a view, a write set, a read set when SERIALIZABLE, a lock holder.
final class EngineTransaction implements Transaction {

    private static final int ANY_COMMAND = Integer.MAX_VALUE - 1;
    private static final int NO_TERM = -1;

    /// Less is not worth a store on disk, when it is others that fill the memory.
    private static final long MIN_SPILL_BYTES = 1 << 20;

    private final StoreEngine engine;
    private final Lsn notBefore;
    private final LockHolder locks;
    private final WriteSet writes;
    private @Nullable ReadSet reads;
    private IsolationLevel isolation;
    private boolean readOnly;
    private Durability durability = Durability.ON;
    private Cancellation cancellation = new Cancellation();
    private @Nullable StoreView view;
    private @Nullable StoreView latest;
    private int command = 1;
    private long id;
    private long reserved;
    private boolean over;
    private int term = NO_TERM;

    EngineTransaction(StoreEngine engine, TransactionOptions options, SessionLocks owner) {
        this.engine = engine;
        this.writes = engine.newWriteSet();
        this.notBefore = options.notBefore();
        this.locks = LockHolder.ofTransaction(owner);
        this.isolation = options.isolation();
        this.readOnly = options.readOnly();
        engine.openTransactions.incrementAndGet();
        trackReads();
    }

    // A read-only transaction reads a prefix of the serial order: there is nothing to validate.
    private void trackReads() {
        reads = isolation == IsolationLevel.SERIALIZABLE && !readOnly ? new ReadSet() : null;
    }

    @Override
    public long id() {
        if (id == 0) {
            checkActive();
            id = engine.nextTransactionId();
            locks.setTransactionId(id);
        }
        return id;
    }

    @Override
    public boolean hasId() {
        return id != 0;
    }

    @Override
    public IsolationLevel isolation() {
        return isolation;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void configure(IsolationLevel newIsolation, boolean newReadOnly) {
        isolation = newIsolation;
        readOnly = newReadOnly;
        trackReads();
    }

    @Override
    public void setDurability(Durability value) {
        durability = value;
    }

    @Override
    public void startStatement(Cancellation statement) {
        checkActive();
        cancellation = statement;
        statement.check();
        command++;
        StoreView current = view;
        boolean keep = current != null
                && (isolation != IsolationLevel.READ_COMMITTED || current.lsn().equals(engine.visibleLsn()));
        if (!keep) {
            StoreView fresh = freshView();
            if (current != null) {
                current.close();
            }
            view = fresh;
        }
    }

    @Override
    public void watch(Cancellation statement) {
        cancellation = statement;
    }

    @Override
    public void refreshSnapshot() {
        checkActive();
        StoreView current = view;
        if (isolation == IsolationLevel.READ_COMMITTED
                && current != null
                && !current.lsn().equals(engine.visibleLsn())) {
            StoreView fresh = freshView();
            current.close();
            view = fresh;
        }
    }

    @Override
    public <T> T onNewestSnapshot(Supplier<T> work) {
        StoreView kept = view();
        ReadSet tracking = reads;
        StoreView newest = engine.view();
        view = newest;
        reads = null;
        try {
            return work.get();
        } finally {
            view = kept;
            reads = tracking;
            newest.close();
        }
    }

    private StoreView freshView() {
        engine.awaitVisible(notBefore, Duration.ZERO, cancellation);
        return engine.view();
    }

    private StoreView view() {
        StoreView current = view;
        if (current == null) {
            checkActive();
            current = freshView();
            view = current;
        }
        return current;
    }

    // The statement's own view will do as long as nothing has become visible since.
    private StoreView latest() {
        StoreView statement = view();
        Lsn visible = engine.visibleLsn();
        if (statement.lsn().equals(visible)) {
            return statement;
        }
        StoreView current = latest;
        if (current == null || !current.lsn().equals(visible)) {
            StoreView fresh = engine.view();
            if (current != null) {
                current.close();
            }
            latest = fresh;
            return fresh;
        }
        return current;
    }

    @Override
    public void nextCommand() {
        checkActive();
        command++;
    }

    @Override
    public Lsn snapshotLsn() {
        return view().lsn();
    }

    @Override
    public byte @Nullable [] get(TreeId tree, byte[] key) {
        StoreView from = view();
        ReadSet tracking = reads;
        if (tracking != null) {
            tracking.addKey(tree.value(), key);
        }
        return read(from, tree.value(), key, command);
    }

    @Override
    public byte @Nullable [] getLatest(TreeId tree, byte[] key) {
        return read(latest(), tree.value(), key, ANY_COMMAND);
    }

    private byte @Nullable [] read(StoreView from, long tree, byte[] key, int asOf) {
        if (!writes.isEmpty()) {
            if (writes.isDropped(tree, asOf)) {
                return null;
            }
            OwnVersion own = writes.find(tree, key, asOf);
            if (own != null) {
                return own.value;
            }
        }
        return from.get(tree, key);
    }

    @Override
    public Cursor scan(TreeId tree, byte[] from, byte @Nullable [] to, boolean forward) {
        KeyRange range = KeyRange.of(from, to);
        Cursor cursor = merged(view(), tree.value(), range, forward, command);
        ReadSet tracking = reads;
        return tracking == null ? cursor : tracking.track(tree.value(), range, forward, cursor);
    }

    @Override
    public Cursor scanLatest(TreeId tree, byte[] from, byte @Nullable [] to, boolean forward) {
        return merged(latest(), tree.value(), KeyRange.of(from, to), forward, ANY_COMMAND);
    }

    @Override
    public byte @Nullable [] firstLatest(TreeId tree, byte[] from, byte @Nullable [] to) {
        KeyRange range = KeyRange.of(from, to);
        if (latest().isBehindAll(tree.value(), from) && !writes.mayTouch(tree.value(), range)) {
            return null;
        }
        try (Cursor cursor = merged(latest(), tree.value(), range, true, ANY_COMMAND)) {
            return cursor.next() ? cursor.key() : null;
        }
    }

    private Cursor merged(StoreView from, long tree, KeyRange range, boolean forward, int asOf) {
        if (writes.isEmpty()) {
            return from.scan(tree, range.from(), range.to(), forward);
        }
        if (writes.isDropped(tree, asOf)) {
            return new MergeCursor(List.of(), forward);
        }
        List<MergeSource> sources = writes.sources(tree, range, forward, asOf);
        Cursor committed = from.scan(tree, range.from(), range.to(), forward);
        if (sources.isEmpty()) {
            return committed;
        }
        sources.add(MergeCursor.source(committed));
        return new MergeCursor(sources, forward);
    }

    @Override
    public void put(TreeId tree, byte[] key, byte[] value) {
        checkWritable();
        writes.write(tree.value(), key, value, command);
        reserve();
    }

    @Override
    public void delete(TreeId tree, byte[] key) {
        checkWritable();
        writes.write(tree.value(), key, null, command);
        reserve();
    }

    @Override
    public void dropTree(TreeId tree) {
        checkWritable();
        writes.dropTree(tree.value(), command);
    }

    private void reserve() {
        if (held() <= reserved) {
            return;
        }
        // What rows do not hold, spilling them does not free.
        if (engine.memory().isTooMuch(held()) && writes.rowBytes() > held() / 4) {
            spill();
        }
        if (!engine.memory().hasRoom(held() - reserved) && writes.rowBytes() > MIN_SPILL_BYTES) {
            spill();
        }
        if (held() > reserved) {
            reserved = engine.memory().reserve(reserved, held());
        }
    }

    private long held() {
        return writes.bytes() + locks.bytes();
    }

    private void spill() {
        if (engine.canSpill()) {
            writes.spill(command);
            engine.memory().release(Math.max(0, reserved - held()));
            reserved = Math.min(reserved, held());
        }
    }

    private void checkWritable() {
        checkActive();
        if (readOnly) {
            throw new SqlException(
                    SqlState.READ_ONLY_SQL_TRANSACTION, "cannot execute write operations in a read-only transaction");
        }
        if (id == 0 || term == NO_TERM) {
            if (engine.isStandby()) {
                throw CommitPipeline.readOnly();
            }
            enterTerm();
            engine.awaitTail(cancellation);
            id();
        }
    }

    // From its first lock on, a transaction needs the node to stay what it is.
    private void enterTerm() {
        int now = engine.term();
        if (term == NO_TERM) {
            term = now;
        } else if (term != now) {
            throw roleChanged();
        }
    }

    /// @return whether it had to wait once more
    private boolean locked() {
        enterTerm();
        return engine.awaitTail(cancellation);
    }

    private static SqlException roleChanged() {
        return new SqlException(
                        SqlState.T_R_SERIALIZATION_FAILURE,
                        "could not serialize access: the node has changed its role during the transaction")
                .withHint("The transaction might succeed if retried.");
    }

    private void checkActive() {
        if (over) {
            throw new SqlException(SqlState.NO_ACTIVE_SQL_TRANSACTION, "the transaction is over");
        }
    }

    @Override
    public LockOutcome lockRow(TreeId tree, byte[] key, RowLockMode mode, LockWait wait) {
        StoreView snapshot = view();
        if (isMineAlone(tree.value(), key)) {
            return LockOutcome.UNCHANGED;
        }
        // Whoever waits for this lock is told the id.
        id();
        LockTag tag = LockTag.row(tree.value(), key);
        enterTerm();
        LockGrant grant = engine.locks().acquire(locks, tag, LockModes.of(mode), wait, cancellation);
        if (!grant.isHeld()) {
            return LockOutcome.NOT_AVAILABLE;
        }
        locked();
        reserve();
        LayerChain.Answer answer =
                snapshot.chain().changedSince(tree.value(), key, snapshot.lsn().position());
        return switch (answer) {
            case UNCHANGED -> LockOutcome.UNCHANGED;
            case CHANGED, UNKNOWN -> changed(mode);
        };
    }

    // Nobody else can know a row that is not committed yet.
    private boolean isMineAlone(long tree, byte[] key) {
        return !writes.isEmpty() && writes.find(tree, key, ANY_COMMAND) != null && latest().get(tree, key) == null;
    }

    // A key-share lock is what a foreign key takes: it asks for the row's existence now, not as of the
    // snapshot.
    private LockOutcome changed(RowLockMode mode) {
        if (isolation == IsolationLevel.READ_COMMITTED || mode == RowLockMode.KEY_SHARE) {
            return LockOutcome.CHANGED;
        }
        engine.serializationFailures.increment();
        throw new SqlException(
                SqlState.T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
    }

    @Override
    public boolean lockTable(long table, TableLockMode mode, LockWait wait) {
        checkActive();
        // The weaker modes are those of reads, which wait for no commit and for no role.
        boolean forWrites = mode.compareTo(TableLockMode.ROW_EXCLUSIVE) >= 0;
        if (forWrites) {
            enterTerm();
        }
        LockGrant grant = engine.locks().acquireTable(locks, table, LockModes.of(mode), wait, cancellation);
        boolean waited = forWrites && grant.isHeld() && locked();
        return waited || grant == LockGrant.AFTER_WAIT;
    }

    @Override
    public void lockKey(TreeId tree, byte[] key, LockWait wait) {
        checkActive();
        id();
        enterTerm();
        engine.locks().acquire(locks, LockTag.uniqueKey(tree.value(), key), LockModes.EXCLUSIVE, wait, cancellation);
        locked();
        reserve();
    }

    @Override
    public boolean advisoryLock(AdvisoryKey key, boolean shared, LockWait wait) {
        checkActive();
        int mode = shared ? LockModes.SHARED : LockModes.EXCLUSIVE;
        enterTerm();
        LockGrant grant = engine.locks().acquire(locks, LockTag.advisory(key), mode, wait, cancellation);
        if (!grant.isHeld()) {
            return false;
        }
        locked();
        return true;
    }

    @Override
    public Savepoint savepoint() {
        checkActive();
        return new Savepoint(writes.mark(), locks.mark());
    }

    @Override
    public void rollbackTo(Savepoint savepoint) {
        checkActive();
        writes.rollbackTo(savepoint.writes);
        engine.locks().releaseSince(locks, savepoint.locks);
    }

    @Override
    public void release(Savepoint savepoint) {
        checkActive();
        writes.release(savepoint.writes);
    }

    @Override
    public boolean hasWrites() {
        return !writes.isEmpty();
    }

    @Override
    public Lsn commit() {
        CompletableFuture<Lsn> outcome = commitAsync();
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommitPipeline.uncertain("the wait for it was interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SqlException error
                    ? error
                    : new SqlException(SqlState.INTERNAL_ERROR, "commit failed: " + e.getCause(), e);
        }
    }

    @Override
    public CompletableFuture<Lsn> commitAsync() {
        if (over) {
            return CompletableFuture.failedFuture(
                    new SqlException(SqlState.NO_ACTIVE_SQL_TRANSACTION, "the transaction is over"));
        }
        if (writes.isEmpty()) {
            StoreView current = view;
            Lsn seen = current == null ? engine.visibleLsn() : current.lsn();
            end();
            engine.locks().releaseAll(locks);
            return CompletableFuture.completedFuture(seen);
        }
        try {
            CompletableFuture<Lsn> outcome = engine.commit(this);
            end();
            giveUpWhenCancelled(outcome);
            return outcome;
        } catch (SqlException e) {
            rollback();
            return CompletableFuture.failedFuture(e);
        }
    }

    private void giveUpWhenCancelled(CompletableFuture<Lsn> outcome) {
        if (outcome.isDone()) {
            return;
        }
        Cancellation statement = cancellation;
        Runnable giveUp = () -> outcome.completeExceptionally(CommitPipeline.uncertain("the wait for it was canceled"));
        statement.onCancel(giveUp);
        outcome.whenComplete((lsn, error) -> statement.remove(giveUp));
    }

    WriteSet writes() {
        return writes;
    }

    /// Whether no other transaction is open in this engine.
    boolean isAlone() {
        return engine.openTransactions.get() == 1;
    }

    LockHolder lockHolder() {
        return locks;
    }

    Durability durability() {
        return durability;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /// Refuses when its locks were given away by a change of role meanwhile and, at SERIALIZABLE, when
    /// something read has changed. Runs under the append lock, at this commit's place.
    void validate(CommitPipeline pipeline) {
        if (pipeline.term() != term) {
            throw roleChanged();
        }
        ReadSet tracking = reads;
        StoreView snapshot = view;
        if (tracking == null || snapshot == null) {
            return;
        }
        long lsn = snapshot.lsn().position();
        if (pipeline.isTouchedByPending(tracking, lsn) || tracking.hasChanged(snapshot.chain(), lsn)) {
            engine.serializationFailures.increment();
            throw new SqlException(
                            SqlState.T_R_SERIALIZATION_FAILURE,
                            "could not serialize access due to read/write dependencies among transactions")
                    .withHint("The transaction might succeed if retried.");
        }
    }

    private void end() {
        over = true;
        engine.openTransactions.decrementAndGet();
        StoreView statement = view;
        if (statement != null) {
            statement.closeAll();
            view = null;
        }
        StoreView newest = latest;
        if (newest != null) {
            newest.closeAll();
            latest = null;
        }
        writes.close();
        engine.memory().release(reserved);
        reserved = 0;
    }

    @Override
    public void rollback() {
        if (!over) {
            end();
            engine.locks().releaseAll(locks);
            engine.rollbacks.increment();
        }
    }
}
