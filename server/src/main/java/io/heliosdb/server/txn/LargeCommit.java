package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.ChangeVisitor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.wal.RecordType;
import io.heliosdb.server.wal.WalEntry;
import java.time.Instant;

/// Logs the changes of a transaction that is too large for one record, as chunks that do not count yet. Others
/// commit between them. Given the changes sorted, one per key. Used by the transaction's thread.
final class LargeCommit implements ChangeVisitor {

    /// How far the log may run ahead of what is committed: what this node holds unflushed, and what standbys owe.
    private static final long PACE_BYTES = 16L << 20;

    /// How chunks get into the log.
    interface Log {

        /// Appends a record of no consequence yet.
        Lsn append(RecordType type, long id, Instant time, WriteBatch changes);

        /// Waits until `lsn` is committed.
        ///
        /// @throws SqlException when cancelled, or when that will not happen here
        void await(Lsn lsn);
    }

    private final Log log;
    private final long id;
    private final Instant time;
    private final int chunkBytes;
    private WriteBatch batch = new WriteBatch();
    private int chunks;

    LargeCommit(Log log, long id, Instant time, int chunkBytes) {
        this.log = log;
        this.id = id;
        this.time = time;
        this.chunkBytes = chunkBytes;
    }

    @Override
    public void put(long tree, byte[] key, byte[] value) {
        begin(tree);
        batch.put(tree, key, value);
    }

    @Override
    public void delete(long tree, byte[] key) {
        begin(tree);
        batch.delete(tree, key);
    }

    @Override
    public void dropTree(long tree) {
        throw new IllegalArgumentException("a dropped tree belongs to the last record");
    }

    private void begin(long tree) {
        if (!batch.isEmpty() && (batch.tree(0) != tree || batch.bytes() >= chunkBytes)) {
            flush();
        }
    }

    private void flush() {
        Lsn end = log.append(RecordType.CHUNK, id, time, batch);
        batch = new WriteBatch(batch.size() + 1);
        chunks++;
        if (end.position() > PACE_BYTES) {
            await(Lsn.of(end.position() - PACE_BYTES));
        }
    }

    /// Logs what is left.
    ///
    /// @return the number of chunks
    int finish() {
        if (!batch.isEmpty()) {
            flush();
        }
        return chunks;
    }

    /// What the record that ends the transaction is to say.
    WalEntry end(WriteBatch rest, Instant commitTime) {
        return new WalEntry(RecordType.CHUNKED_COMMIT, id, commitTime, rest, chunks);
    }

    // A wait that ended with an unknown outcome: that of a transaction without an end is known.
    private void await(Lsn lsn) {
        try {
            log.await(lsn);
        } catch (SqlException e) {
            if (e.state() != SqlState.TRANSACTION_RESOLUTION_UNKNOWN) {
                throw e;
            }
            throw new SqlException(
                    SqlState.READ_ONLY_SQL_TRANSACTION,
                    "transaction is rolled back: the node can no longer write: " + e.message(),
                    e);
        }
    }
}
