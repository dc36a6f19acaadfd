package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.TreeId;
import org.jspecify.annotations.Nullable;

/// A consistent state of the database for reading, without transaction or locks. Used by one thread at a time.
public interface ReadView extends AutoCloseable {

    /// What it reads as of.
    Lsn lsn();

    byte @Nullable [] get(TreeId tree, byte[] key);

    /// Entries from `from` (inclusive) to `to` (exclusive; null: to the end).
    Cursor scan(TreeId tree, byte[] from, byte @Nullable [] to, boolean forward);

    @Override
    void close();
}
