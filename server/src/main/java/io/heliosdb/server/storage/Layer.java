package io.heliosdb.server.storage;

import org.jspecify.annotations.Nullable;

/// The changes of one stretch of the log that the base does not have yet: many small transactions in memory, or
/// one large transaction that stays in the log.
sealed interface Layer permits MemoryLayer, RunLayer {

    /// Bytes of memory held, roughly.
    long bytes();

    /// What the key holds as of `snapshot` by this layer alone; null when it says nothing of the key.
    @Nullable
    Version find(long tree, byte[] key, long snapshot);

    /// The entries of a tree that a snapshot sees, deletes included; null when there can be none.
    @Nullable
    MergeSource source(long tree, KeyRange range, boolean forward, long snapshot);

    /// Whether the tree was dropped in this layer.
    boolean isDropped(long tree, long snapshot);

    /// Whether the key, or its whole tree, has changed behind `snapshot`.
    LayerChain.Answer changed(long tree, byte[] key, long snapshot);

    /// Whether any key of the range has changed behind `snapshot`.
    LayerChain.Answer changed(long tree, KeyRange range, long snapshot);
}
