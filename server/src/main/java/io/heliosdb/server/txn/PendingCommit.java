package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.txn.lock.LockHolder;
import io.heliosdb.server.wal.RecordType;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A record in the log that is not visible yet.
///
/// @param mark its LSN, timeline and transaction id
/// @param changes what it changes when it becomes visible; nothing for a chunk
/// @param chunks the chunks that become visible with it
/// @param locks what its transaction holds until it is visible; null when it holds nothing here
/// @param outcome who waits for it; null when nobody does
record PendingCommit(
        RecordType type,
        BaseMark mark,
        Instant commitTime,
        WriteBatch changes,
        @Nullable ChunkSequence chunks,
        Durability durability,
        @Nullable LockHolder locks,
        @Nullable CompletableFuture<Lsn> outcome) {

    Lsn lsn() {
        return mark.applied();
    }

    /// Whether it makes something visible.
    boolean isEffective() {
        return type != RecordType.CHUNK && type != RecordType.ABORT;
    }

    /// Whether it is the end of a transaction that was kept.
    boolean isTransaction() {
        return type == RecordType.COMMIT || type == RecordType.CHUNKED_COMMIT;
    }

    /// Whether it changes something that was read; chunks are asked for their stretches only.
    boolean touches(ReadSet reads) {
        ChunkSequence run = chunks;
        return reads.isTouchedBy(changes) || run != null && reads.mayBeTouchedBy(run);
    }
}
