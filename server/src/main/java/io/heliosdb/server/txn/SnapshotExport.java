package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A copy of the database in chunks. Used by one thread at a time; must be closed; holds no lock.
///
/// The log is kept from {@link #lsn()} on until it is closed, so that the receiver can stream from there
/// afterwards.
public interface SnapshotExport extends AutoCloseable {

    /// Where the receiver's log begins: what the copy is as of, or before that when a large transaction was in
    /// the log in part by then.
    Lsn lsn();

    /// Identity and timelines, for the receiver's metadata.
    DatabaseMetadata metadata();

    /// The next chunk, at most about `maxBytes` long (more when a single entry is); null at the end. Opaque, to
    /// be given to {@link SnapshotImport#accept} in this order.
    @Nullable
    ByteBuffer nextChunk(int maxBytes);

    @Override
    void close();
}
