package io.heliosdb.server.txn.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One lock that is held or waited for, for `pg_locks`.
///
/// @param pid the session's number; negative for work of no session
/// @param transaction number of the transaction within its session; 0 for a lock of the session
/// @param waitStart null when granted
/// @param fast whether it is held outside of the lock table
public record LockInfo(
        Target target,
        String mode,
        boolean granted,
        int pid,
        long transaction,
        @Nullable Instant waitStart,
        boolean fast) {

    /// What is locked.
    public sealed interface Target {
        record Table(long oid) implements Target {}

        record Advisory(AdvisoryKey key) implements Target {}

        /// A transaction by its id, held by itself: who waits for a row or a unique value waits for its transaction.
        record TransactionId(long id) implements Target {}

        /// A transaction by its number in its session, held by itself while it runs.
        record Virtual(int pid, long transaction) implements Target {}
    }
}
