package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.SpaceUsage;
import io.heliosdb.server.storage.VersionStore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the checkpointer does between checkpoints, in small steps: it deletes what dropped trees have left in
/// the base, and compacts the base when that is asked for.
///
/// A compaction is asked for by a record of the log, so that every node compacts its own base. {@link #step} is
/// for the checkpointer, {@link #applied} for the applying thread, the rest for any thread.
final class Upkeep implements ApplyListener {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final TreeId REQUESTS = new TreeId(0);
    private static final byte[] COMPACTION = {'c'};
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final VersionStore store;
    private final Parking parking;
    private final Runnable wake;
    private volatile long asked;
    private volatile long cancelled;
    private volatile long ended;
    private volatile boolean dropped = true;
    private volatile boolean stopped;
    private volatile @Nullable DiskException failure;
    // Of the checkpointer: which request the compaction under way began for; 0 when there is none.
    private long running;
    private long bytesBefore;

    /// @param wake makes the checkpointer look
    Upkeep(VersionStore store, Parking parking, Runnable wake) {
        this.store = store;
        this.parking = parking;
        this.wake = wake;
    }

    /// The record that asks all nodes for a compaction.
    static WriteBatch request() {
        return new WriteBatch().put(REQUESTS, COMPACTION, new byte[0]);
    }

    @Override
    public void applied(AppliedBatch batch) {
        WriteBatch changes = batch.changes();
        if (batch.transactionId() == 0 && changes.size() == 1 && changes.tree(0) == REQUESTS.value()) {
            asked = batch.lsn().position();
            wake.run();
        }
    }

    /// A checkpoint may have dropped trees.
    void checkpointed() {
        dropped = true;
    }

    /// Does a little; false when there is nothing to do.
    ///
    /// @throws DiskException when what trees have left cannot be deleted now
    boolean step() {
        if (dropped) {
            dropped = store.clean();
            if (dropped) {
                return true;
            }
        }
        return isCompactionWanted() && compact();
    }

    /// Whether a compaction is asked for and has not begun.
    boolean isAsked() {
        return running == 0 && asked > ended;
    }

    /// Whether somebody waits for a compaction.
    boolean isCompactionWanted() {
        return running != 0 || asked > ended;
    }

    private boolean compact() {
        if (running == 0) {
            running = asked;
            bytesBefore = store.usage().bytes();
        }
        try {
            if (cancelled >= running) {
                store.abandonCompaction();
                LOG.info("compaction cancelled");
            } else if (store.compact()) {
                return true;
            } else {
                SpaceUsage after = store.usage();
                LOG.info("base compacted bytes={} before={}", after.bytes(), bytesBefore);
            }
            failure = null;
        } catch (DiskException e) {
            LOG.warn("base not compacted error={}", e.getMessage());
            failure = e;
        }
        ended = running;
        running = 0;
        return true;
    }

    /// Waits until the compaction that the record at `request` asks for has ended here.
    ///
    /// @throws SqlException when it is cancelled, 53100 or 58030 when there was no space or the disk failed
    void await(Lsn request, Runnable checkCancelled) {
        while (ended < request.position()) {
            try {
                checkCancelled.run();
            } catch (SqlException e) {
                cancelled = request.position();
                wake.run();
                throw e;
            }
            if (stopped) {
                throw new SqlException(SqlState.ADMIN_SHUTDOWN, "the database system is shutting down");
            }
            parking.park(this, LOOK_NANOS);
        }
        DiskException reason = failure;
        if (reason != null) {
            throw new SqlException(
                            reason.isFull() ? SqlState.DISK_FULL : SqlState.IO_ERROR,
                            "the database could not be compacted: " + reason.getMessage(),
                            reason)
                    .withHint("A compaction needs as much free space as the data take afterwards.");
        }
    }

    /// Nobody waits any more.
    void stop() {
        stopped = true;
    }
}
