package io.heliosdb.server.storage;

import org.jspecify.annotations.Nullable;

/// One of several sorted inputs of a {@link MergeCursor}.
public interface MergeSource {

    boolean next();

    byte[] key();

    /// Null: this source knows that the key is deleted.
    byte @Nullable [] value();

    void close();
}
