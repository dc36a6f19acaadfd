package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.txn.lock.LockOwner;
import org.jspecify.annotations.Nullable;

/// How a transaction is begun.
///
/// @param deferrable accepted for the sake of PostgreSQL's syntax: a read-only snapshot is always a safe one here
/// @param notBefore every snapshot waits until this LSN is visible here: a session's own last write
/// @param owner the session's lock owner; null for work of no session, which gets one of its own
public record TransactionOptions(
        IsolationLevel isolation,
        boolean readOnly,
        boolean deferrable,
        Lsn notBefore,
        @Nullable LockOwner owner) {

    /// READ COMMITTED, read and write.
    public static final TransactionOptions DEFAULT =
            new TransactionOptions(IsolationLevel.READ_COMMITTED, false, false, Lsn.ZERO, null);

    public TransactionOptions withIsolation(IsolationLevel value) {
        return new TransactionOptions(value, readOnly, deferrable, notBefore, owner);
    }

    public TransactionOptions withReadOnly(boolean value) {
        return new TransactionOptions(isolation, value, deferrable, notBefore, owner);
    }

    public TransactionOptions withNotBefore(Lsn value) {
        return new TransactionOptions(isolation, readOnly, deferrable, value, owner);
    }

    public TransactionOptions withOwner(LockOwner value) {
        return new TransactionOptions(isolation, readOnly, deferrable, notBefore, value);
    }
}
