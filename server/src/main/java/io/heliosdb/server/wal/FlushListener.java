package io.heliosdb.server.wal;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.DiskException;

/// Told of the log's progress in the thread that flushed, outside the log's locks.
public interface FlushListener {

    /// Everything up to `lsn` is durable here.
    void flushed(Lsn lsn);

    /// The disk refused: it is not known what of the unflushed log will be there after a restart. Nothing can be
    /// appended any more.
    void failed(DiskException cause);
}
