package io.heliosdb.server.txn.lock;

/// How a request for a row lock ended.
public enum LockOutcome {
    /// Held, and the row is as the statement's snapshot shows it.
    UNCHANGED,
    /// Held, but another transaction has committed a change of the row since the statement's snapshot: look again with
    /// {@link Transaction#getLatest}. Only in READ COMMITTED; the other levels fail with 40001.
    CHANGED,
    /// Not held: somebody else has it and the request was {@link LockWait.SkipLocked}.
    NOT_AVAILABLE
}
