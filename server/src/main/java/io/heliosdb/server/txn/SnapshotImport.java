package io.heliosdb.server.txn;

import java.nio.ByteBuffer;

/// Fills an empty data directory from a {@link SnapshotExport}, before an engine is opened on it.
///
/// Until {@link #finish} has returned, the directory counts as empty: a broken import is begun anew.
public interface SnapshotImport extends AutoCloseable {

    void accept(ByteBuffer chunk);

    /// Makes it durable; the directory can be opened now.
    void finish();

    /// Gives up when not finished.
    @Override
    void close();
}
