package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.SpaceUsage;
import io.heliosdb.server.txn.lock.LockInfo;
import io.heliosdb.server.txn.lock.LockOwner;
import io.heliosdb.server.wal.WalReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An ordered, versioned, transactional store of keys and values; it knows no SQL and no network.
///
/// Safe for any thread. One engine owns one data directory. It is a primary or a standby and can change on the
/// fly: a standby serves reads and applies what {@link StandbyLog} brings, its writers are refused with 25006.
public interface Engine extends AutoCloseable {

    /// Begins a transaction; its first snapshot is taken by its first statement (or first read).
    Transaction begin(TransactionOptions options);

    /// The newest visible state, for short internal reads.
    ReadView readAt();

    /// What a new snapshot would see.
    Lsn visibleLsn();

    /// What the gate has committed; visible follows at once.
    Lsn committedLsn();

    /// What the local disk holds for certain.
    Lsn flushedLsn();

    /// End of the local log, flushed or not.
    Lsn writtenLsn();

    /// The commit time of the transaction that was applied last from a log that others have written, or in recovery;
    /// empty when there was none since the engine was opened.
    Optional<Instant> lastReplayed();

    /// Waits until `lsn` is visible here; false when `timeout` passed first.
    boolean awaitVisible(Lsn lsn, Duration timeout, Cancellation cancellation);

    /// Logs changes outside any transaction, such as a sequence's next block; not waited for. They precede in
    /// the log whatever is committed by the calling thread afterwards, and become visible in that order.
    ///
    /// @return the end of the record
    Lsn autonomousWrite(WriteBatch batch);

    void addApplyListener(ApplyListener listener);

    void removeApplyListener(ApplyListener listener);

    /// A session's owner of locks.
    LockOwner newLockOwner(int pid);

    /// All locks that are held or waited for now, but for those on rows that nobody waits for.
    List<LockInfo> heldLocks();

    /// The sessions that keep the session of that number waiting for a lock.
    List<Integer> blockers(int pid);

    /// Reads the log from `from`, a record boundary, for streaming.
    ///
    /// @throws io.heliosdb.server.wal.WalGoneException when `from` is older than what is kept
    WalReader readLog(Lsn from);

    /// The oldest LSN from which {@link #readLog} works.
    Lsn oldestLsn();

    /// Keeps the log from `floor` on, whatever checkpoints would allow to drop; the lowest need of all
    /// standbys.
    void retainLogFrom(Lsn floor);

    /// Keeps the log that is there now for whoever reads it on, such as an archive, until the hold moves.
    LogHold holdLog();

    /// Makes everything visible now part of the base and drops log that nobody needs.
    void checkpoint();

    /// Asks every node to write its base anew, without the space that deleted rows and dropped trees have left,
    /// and waits until this one has done so. Reads and commits go on meanwhile.
    ///
    /// @param checkCancelled throws when this is not wanted any more, which stops it on this node
    /// @throws io.heliosdb.server.common.SqlException 53100 when there is no space for it, 25006 on a standby
    void compact(Runnable checkCancelled);

    /// What the base takes on disk.
    SpaceUsage space();

    /// Replaces what decides over commits. Those not yet committed move over to the new gate; those that only
    /// wait for an acknowledgement of the old one end with 08007.
    void setCommitGate(CommitGate gate);

    Timeline timeline();

    boolean isStandby();

    /// The log's end for what comes from a primary; only while this is a standby.
    StandbyLog standbyLog();

    /// From now on this is a primary on `timeline`, which begins at the log's end; the gate decides over the
    /// pending tail.
    void becomePrimary(Timeline timeline, CommitGate gate);

    /// From now on this is a standby. New writes are refused, those that wait for the gate end with 08007.
    void becomeStandby();

    /// A copy of the whole database as of one LSN, for the first copy of a standby.
    SnapshotExport exportSnapshot();

    /// Identity and timeline history of this data directory.
    DatabaseMetadata metadata();

    EngineStats stats();

    /// Flushes and closes; commits that wait end with 08007. Open transactions fail afterwards.
    @Override
    void close();
}
