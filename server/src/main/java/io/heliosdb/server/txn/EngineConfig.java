package io.heliosdb.server.txn;

import java.time.Duration;

/// Limits and sizes of an engine.
///
/// @param segmentBytes size of a WAL segment; fixed for the life of a data directory
/// @param mapBytes address space of the base's map, see `LmdbBase`
/// @param layerBytes changes in memory that make a checkpoint begin
/// @param memoryLimitBytes changes in memory at which commits wait for the checkpoint
/// @param writeSetLimitBytes what one transaction may hold in memory; the rest of its changes goes to disk
/// @param totalWriteSetBytes what all open transactions together may hold in memory before one is refused with
/// 53200
/// @param recordLimitBytes what one record of the log may carry; larger transactions are logged in chunks
/// @param chunkBytes size of a chunk: what is read at once to find one key
/// @param checkpointInterval the longest time that a change stays in memory only
/// @param deadlockTimeout how long a lock request waits before it looks for a deadlock
public record EngineConfig(
        int segmentBytes,
        long mapBytes,
        long layerBytes,
        long memoryLimitBytes,
        long writeSetLimitBytes,
        long totalWriteSetBytes,
        long recordLimitBytes,
        int chunkBytes,
        Duration checkpointInterval,
        Duration deadlockTimeout) {

    private static final long MEGABYTE = 1 << 20;
    private static final int CHUNK_BYTES = 64 * 1024;

    public EngineConfig {
        if (segmentBytes < 4096 || segmentBytes % 4096 != 0) {
            throw new IllegalArgumentException("a WAL segment is a multiple of 4096 bytes: " + segmentBytes);
        }
        if (layerBytes <= 0 || memoryLimitBytes < layerBytes) {
            throw new IllegalArgumentException("the memory limit is at least the size of one layer");
        }
    }

    /// Sizes that fit a heap: an eighth for one layer, at most 64 MB; a quarter for all; an eighth for one
    /// transaction.
    public static EngineConfig forHeap(long heapBytes) {
        long layer = Math.clamp(heapBytes / 8, 4 * MEGABYTE, 64 * MEGABYTE);
        return new EngineConfig(
                (int) (16 * MEGABYTE),
                1L << 40,
                layer,
                Math.max(2 * layer, heapBytes / 4),
                Math.max(16 * MEGABYTE, heapBytes / 8),
                Math.max(32 * MEGABYTE, heapBytes / 4),
                Math.clamp(heapBytes / 64, MEGABYTE, 8 * MEGABYTE),
                CHUNK_BYTES,
                Duration.ofSeconds(30),
                Duration.ofMillis(200));
    }

    /// How many row and key locks a transaction keeps each by itself: about a tenth of its memory.
    int exactLocks() {
        return Math.clamp(writeSetLimitBytes / 2_000, 16, 100_000);
    }

    /// What the others take for each mode: a power of two, an eighth of a transaction's memory or less.
    int denseLockBytes() {
        return (int) Long.highestOneBit(Math.clamp(writeSetLimitBytes / 8, 64, 32 * MEGABYTE));
    }

    public EngineConfig withSegmentBytes(int value) {
        return new EngineConfig(
                value,
                mapBytes,
                layerBytes,
                memoryLimitBytes,
                writeSetLimitBytes,
                totalWriteSetBytes,
                recordLimitBytes,
                chunkBytes,
                checkpointInterval,
                deadlockTimeout);
    }

    public EngineConfig withLayerBytes(long value) {
        return new EngineConfig(
                segmentBytes,
                mapBytes,
                value,
                Math.max(memoryLimitBytes, 2 * value),
                writeSetLimitBytes,
                totalWriteSetBytes,
                recordLimitBytes,
                chunkBytes,
                checkpointInterval,
                deadlockTimeout);
    }

    public EngineConfig withWriteSetLimitBytes(long value) {
        return new EngineConfig(
                segmentBytes,
                mapBytes,
                layerBytes,
                memoryLimitBytes,
                value,
                totalWriteSetBytes,
                recordLimitBytes,
                chunkBytes,
                checkpointInterval,
                deadlockTimeout);
    }

    /// For tests of large transactions with small ones.
    public EngineConfig withRecordLimit(long limitBytes, int bytesOfChunk) {
        return new EngineConfig(
                segmentBytes,
                mapBytes,
                layerBytes,
                memoryLimitBytes,
                writeSetLimitBytes,
                totalWriteSetBytes,
                limitBytes,
                bytesOfChunk,
                checkpointInterval,
                deadlockTimeout);
    }
}
