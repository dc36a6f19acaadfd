package io.heliosdb.server.txn;

/// Told of every transaction, on primary and standby alike, in LSN order: after it is visible, before its locks are
/// released and its client is answered. It runs in an engine's thread: it must be quick and must not block.
public interface ApplyListener {

    void applied(AppliedBatch batch);
}
