package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.wal.WalCorruptException;
import java.util.Arrays;

/// Where the chunks of one large transaction are in the log, and with which key each begins.
///
/// A chunk holds changes of one tree, and all chunks together are sorted by tree and key. Grows under the append
/// lock; what is committed does not change any more and may be read by any thread.
final class ChunkSequence {

    private long[] starts = new long[8];
    private int[] lengths = new int[8];
    private long[] trees = new long[8];
    private byte[][] firstKeys = new byte[8][];
    private final long first;
    private int size;

    /// Where the record is that ends the transaction; 0 while there is none.
    private long committed;

    /// Begins with a chunk.
    ChunkSequence(long start, int length, WriteBatch changes) {
        first = start;
        add(start, length, changes);
    }

    void add(long start, int length, WriteBatch changes) {
        if (changes.isEmpty() || isOutOfOrder(changes)) {
            throw new WalCorruptException("the chunk in the WAL record at " + Lsn.of(start) + " is out of order");
        }
        if (size == starts.length) {
            int capacity = size * 2;
            starts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            trees = Arrays.copyOf(trees, capacity);
            firstKeys = Arrays.copyOf(firstKeys, capacity);
        }
        starts[size] = start;
        lengths[size] = length;
        trees[size] = changes.tree(0);
        firstKeys[size] = changes.key(0);
        size++;
    }

    // Of the chunk before only the first key is known.
    private boolean isOutOfOrder(WriteBatch changes) {
        long tree = changes.tree(0);
        return size > 0
                && (tree < trees[size - 1]
                        || tree == trees[size - 1] && Arrays.compareUnsigned(changes.key(0), firstKeys[size - 1]) <= 0);
    }

    void commit(long lsn) {
        committed = lsn;
    }

    boolean isCommitted() {
        return committed != 0;
    }

    /// Forgets what lies behind `lsn`; false when nothing is left.
    boolean truncate(long lsn) {
        if (committed > lsn) {
            committed = 0;
        }
        while (size > 0 && starts[size - 1] + lengths[size - 1] > lsn) {
            size--;
        }
        return size > 0;
    }

    int size() {
        return size;
    }

    /// Where the first chunk begins.
    long start() {
        return first;
    }

    /// Where the last chunk ends.
    long end() {
        return starts[size - 1] + lengths[size - 1];
    }

    Lsn start(int chunk) {
        return Lsn.of(starts[chunk]);
    }

    int length(int chunk) {
        return lengths[chunk];
    }

    long tree(int chunk) {
        return trees[chunk];
    }

    byte[] firstKey(int chunk) {
        return firstKeys[chunk];
    }
}
