package io.heliosdb.server.txn;

/// A point in a transaction to which it can be rolled back. Opaque; belongs to the transaction that made it.
public final class Savepoint {

    final int undoPosition;
    final int lockPosition;
    final int fastLockPosition;

    Savepoint(int undoPosition, int lockPosition, int fastLockPosition) {
        this.undoPosition = undoPosition;
        this.lockPosition = lockPosition;
        this.fastLockPosition = fastLockPosition;
    }
}
