package io.heliosdb.server.txn;

/// A point in a transaction to which it can be rolled back. Opaque; belongs to the transaction that made it.
public final class Savepoint {

    final WriteSet.Mark writes;
    final int lockPosition;
    final int fastLockPosition;

    Savepoint(WriteSet.Mark writes, int lockPosition, int fastLockPosition) {
        this.writes = writes;
        this.lockPosition = lockPosition;
        this.fastLockPosition = fastLockPosition;
    }
}
