package io.heliosdb.server.storage;

import io.heliosdb.server.common.Cursor;
import org.jspecify.annotations.Nullable;

/// One state of a base. Used by one thread at a time, but not always the same. Its cursors are closed before it is.
public interface BaseReader extends AutoCloseable {

    /// What the state contains.
    BaseMark mark();

    byte @Nullable [] get(long tree, byte[] key);

    /// Entries from `from` (inclusive) to `to` (exclusive; null: to the end).
    Cursor scan(long tree, byte[] from, byte @Nullable [] to, boolean forward);

    /// All entries of all trees, in order.
    TreeCursor scanAll();

    @Override
    void close();

    /// A cursor that crosses trees.
    interface TreeCursor extends Cursor {

        /// The tree of the entry that the last {@link #next()} found.
        long tree();
    }
}
