package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.BaseMark;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A record in the log that is not visible yet.
///
/// @param mark its LSN, timeline and transaction id
/// @param locks what its transaction holds until it is visible; null when it holds nothing here
/// @param outcome who waits for it; null when nobody does
record PendingCommit(
        BaseMark mark,
        Instant commitTime,
        WriteBatch changes,
        Durability durability,
        @Nullable LockHolder locks,
        @Nullable CompletableFuture<Lsn> outcome) {

    Lsn lsn() {
        return mark.applied();
    }
}
