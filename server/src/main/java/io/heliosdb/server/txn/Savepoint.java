package io.heliosdb.server.txn;

import io.heliosdb.server.txn.lock.LockHolder;

/// A point in a transaction to which it can be rolled back. Opaque; belongs to the transaction that made it.
public final class Savepoint {

    final WriteSet.Mark writes;
    final LockHolder.Mark locks;

    Savepoint(WriteSet.Mark writes, LockHolder.Mark locks) {
        this.writes = writes;
        this.locks = locks;
    }
}
