package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.ChangeRun;
import io.heliosdb.server.wal.Wal;
import io.heliosdb.server.wal.WalLease;

/// A committed large transaction whose changes are read from the log, where its chunks are. Safe for any thread.
final class LoggedRun implements ChangeRun {

    private final ChunkSequence chunks;
    private final WalLease lease;

    private LoggedRun(ChunkSequence chunks, WalLease lease) {
        this.chunks = chunks;
        this.lease = lease;
    }

    static LoggedRun open(Wal wal, ChunkSequence chunks) {
        return new LoggedRun(chunks, wal.lease(Lsn.of(chunks.start()), Lsn.of(chunks.end())));
    }

    @Override
    public int pieces() {
        return chunks.size();
    }

    @Override
    public long tree(int piece) {
        return chunks.tree(piece);
    }

    @Override
    public byte[] firstKey(int piece) {
        return chunks.firstKey(piece);
    }

    @Override
    public int bytes(int piece) {
        return chunks.length(piece);
    }

    @Override
    public WriteBatch read(int piece) {
        return lease.read(chunks.start(piece), chunks.length(piece)).changes();
    }

    @Override
    public void close() {
        lease.close();
    }
}
