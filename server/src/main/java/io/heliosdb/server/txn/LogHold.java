package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;

/// Keeps the log from a position on, whatever checkpoints would allow to drop, until it is closed. Safe for any
/// thread.
public interface LogHold extends AutoCloseable {

    /// From where it is kept.
    Lsn from();

    /// What is before `lsn` is no longer needed.
    void moveTo(Lsn lsn);

    @Override
    void close();
}
