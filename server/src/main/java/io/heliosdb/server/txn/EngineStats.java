package io.heliosdb.server.txn;

/// Counters since the engine was opened, for metrics views.
public record EngineStats(
        long commits,
        long rollbacks,
        long deadlocks,
        long serializationFailures,
        long walBytesWritten,
        long walFlushes,
        long walRecords,
        long lastWalWriteEpochMillis,
        long checkpoints,
        long memoryVersionBytes) {}
