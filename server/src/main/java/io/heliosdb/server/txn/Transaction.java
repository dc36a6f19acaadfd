package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.txn.lock.AdvisoryKey;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One transaction: a snapshot to read from, a private write set, locks.
///
/// Used by one thread at a time. Ends with {@link #commit}, {@link #commitAsync} or {@link #rollback}; after an
/// error the owner rolls back, to a savepoint or altogether. Writes take no locks: whoever changes or deletes
/// an existing row locks it first with {@link #lockRow}, whoever inserts a unique value locks that value with
/// {@link
/// #lockKey}. Keys and values handed in are taken over and must not be changed afterwards.
public interface Transaction {

    /// The transaction's id: positive, unique for the life of the cluster, rising. Assigned by the first call
    /// (or the first write), so that a transaction that only reads has none.
    long id();

    /// Whether an id has been assigned.
    boolean hasId();

    IsolationLevel isolation();

    boolean isReadOnly();

    /// `SET TRANSACTION` before the first statement; the caller has checked that it is the first.
    void configure(IsolationLevel isolation, boolean readOnly);

    /// What a commit of this transaction waits for; {@link Durability#ON} unless set.
    void setDurability(Durability durability);

    /// Begins a statement: READ COMMITTED takes a new snapshot, the others keep their first; writes made before
    /// become visible to its reads, writes made from now on do not. Cursors of earlier statements stay usable.
    ///
    /// @param cancellation interrupts every wait of this statement
    void startStatement(Cancellation cancellation);

    /// Interrupts every wait from now on, in place of what the last statement gave: for a commit, which is a
    /// statement of its own.
    void watch(Cancellation cancellation);

    /// Makes the writes so far visible to reads from now on, within the statement and without a new snapshot: a
    /// function's next command, a trigger, constraint checks at the end.
    void nextCommand();

    /// READ COMMITTED: takes a new snapshot for the statement that runs, which has waited before it read
    /// anything.
    void refreshSnapshot();

    /// Does work that must read the newest committed state whatever the isolation level is, under locks that
    /// keep it the newest: DDL over a table's rows. What it reads is not tracked.
    <T> T onNewestSnapshot(Supplier<T> work);

    /// What the current statement reads as of.
    Lsn snapshotLsn();

    /// The value of a key as of the snapshot and this transaction's writes of earlier commands; null when there
    /// is none.
    byte @Nullable [] get(TreeId tree, byte[] key);

    /// Entries of `tree` from `from` (inclusive) to `to` (exclusive; null: to the end) as of the snapshot, own
    /// writes of earlier commands merged in. Backward starts at the end. The result does not change by later
    /// writes.
    Cursor scan(TreeId tree, byte[] from, byte @Nullable [] to, boolean forward);

    /// The newest committed value, or that of any own write, the current command's included.
    byte @Nullable [] getLatest(TreeId tree, byte[] key);

    /// As {@link #scan}, over the newest committed state and all own writes: for checks of uniqueness and
    /// references.
    Cursor scanLatest(TreeId tree, byte[] from, byte @Nullable [] to, boolean forward);

    /// The first key that {@link #scanLatest} would find forward; null when there is none. Cheaper than that
    /// for keys behind all others.
    byte @Nullable [] firstLatest(TreeId tree, byte[] from, byte @Nullable [] to);

    /// @throws io.heliosdb.server.common.SqlException 25006 in a read-only transaction, 54000 when the write
    /// set is full
    void put(TreeId tree, byte[] key, byte[] value);

    void delete(TreeId tree, byte[] key);

    /// Drops every entry of the tree, those of this transaction included. A dropped tree's id is not used
    /// again.
    void dropTree(TreeId tree);

    /// Locks a row for the rest of the transaction.
    ///
    /// @throws io.heliosdb.server.common.SqlException 40001 when the row has changed since the snapshot and the
    ///     isolation level is not READ COMMITTED, 40P01, 55P03, 57014
    LockOutcome lockRow(TreeId tree, byte[] key, RowLockMode mode, LockWait wait);

    /// Locks a table, by its own number (not that of a tree, which TRUNCATE changes).
    ///
    /// @return whether it had to wait: the table's definition and what the snapshot shows may be out of date
    /// @throws io.heliosdb.server.common.SqlException 55P03, 40P01, 57014
    boolean lockTable(long table, TableLockMode mode, LockWait wait);

    /// Locks a value of a unique key (the index's tree, the encoded columns without row id) against other
    /// inserters.
    void lockKey(TreeId tree, byte[] key, LockWait wait);

    /// Takes a transaction-level advisory lock.
    ///
    /// @return false only when `wait` is {@link LockWait.SkipLocked} and somebody else has it
    boolean advisoryLock(AdvisoryKey key, boolean shared, LockWait wait);

    Savepoint savepoint();

    /// Undoes writes and releases locks made since; the savepoint stays.
    void rollbackTo(Savepoint savepoint);

    /// Forgets the savepoint and those made after it; nothing is undone.
    void release(Savepoint savepoint);

    /// Whether the transaction has written anything that a commit would log.
    boolean hasWrites();

    /// Commits and waits as {@link #setDurability} says; does nothing for a transaction that wrote nothing.
    ///
    /// A cancel or a lost gate during the wait is reported as 08007: the outcome is not known here. The
    /// transaction is over in any case; after any other error it is rolled back.
    ///
    /// @return the end of its WAL record, or {@link #snapshotLsn} when nothing was written
    Lsn commit();

    /// As {@link #commit}, without a waiting thread: validation and append happen in the calling thread, which
    /// is never blocked for the log's flush; the future completes in an engine's thread that must not be
    /// blocked.
    ///
    /// @throws io.heliosdb.server.common.WouldWaitException when the transaction's statement must not wait, and
    ///     it would have to: for room in memory, or for the many records of a large transaction; nothing has
    ///     happened then
    CompletableFuture<Lsn> commitAsync();

    /// Ends the transaction without a trace; harmless when it is over.
    void rollback();
}
