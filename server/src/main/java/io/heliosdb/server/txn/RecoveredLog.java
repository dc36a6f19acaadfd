package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.wal.WalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What recovery finds in the log: what the base does not have, and the large transactions that were under way.
/// Of chunks only the place is kept.
final class RecoveredLog implements Consumer<WalRecord> {

    private final Lsn applied;
    private final OpenChunks chunks;
    private final List<PendingCommit> pending = new ArrayList<>();
    private Timeline timeline;
    private Lsn committed;
    private long maxTransactionId;

    RecoveredLog(BaseMark base, OpenChunks chunks) {
        this.applied = base.applied();
        this.chunks = chunks;
        this.timeline = base.timeline();
        this.committed = base.newest();
        this.maxTransactionId = base.maxTransactionId();
    }

    @Override
    public void accept(WalRecord record) {
        committed = Lsn.max(committed, record.header().committed());
        maxTransactionId = Math.max(maxTransactionId, record.header().transactionId());
        if (record.header().timeline().compareTo(timeline) > 0) {
            timeline = record.header().timeline();
        }
        PendingCommit found = chunks.pendingOf(record, applied);
        if (found != null) {
            pending.add(found);
        }
    }

    List<PendingCommit> pending() {
        return pending;
    }

    Timeline timeline() {
        return timeline;
    }

    Lsn committed() {
        return committed;
    }

    long maxTransactionId() {
        return maxTransactionId;
    }
}
