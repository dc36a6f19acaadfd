package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.wal.RecordHeader;
import io.heliosdb.server.wal.RecordType;
import io.heliosdb.server.wal.WalCorruptException;
import io.heliosdb.server.wal.WalRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The large transactions that are in the log, in part or as a whole, and not applied yet: what recovery would
/// have to read again. Changed under the append lock, but for {@link #applied}; read by any thread.
final class OpenChunks {

    static final WriteBatch NOTHING = new WriteBatch(0);

    private final Map<Long, ChunkSequence> sequences = new ConcurrentHashMap<>();

    /// Where a record got its place.
    record Place(RecordType type, long transactionId, Lsn start, int length) {}

    /// Takes note of a record that got its place in the log.
    ///
    /// @param count how many chunks must precede
    /// @return the whole transaction when the record is the end of one that has chunks
    /// @throws WalCorruptException when chunks are missing
    @Nullable
    ChunkSequence note(Place place, WriteBatch changes, int count) {
        long id = place.transactionId;
        switch (place.type) {
            case CHUNK -> add(id, place.start.position(), place.length, changes);
            case ABORT -> sequences.remove(id);
            case CHUNKED_COMMIT -> {
                ChunkSequence sequence = sequences.get(id);
                if (sequence == null || sequence.size() != count) {
                    throw new WalCorruptException("the WAL record at " + place.start + " ends transaction " + id
                            + " of " + count + " chunks, but " + (sequence == null ? 0 : sequence.size())
                            + " were found");
                }
                sequence.commit(place.start.position() + place.length);
                return sequence;
            }
            case COMMIT, AUTONOMOUS, NOOP -> {
                // Complete in itself.
            }
        }
        return null;
    }

    /// Whether all chunks of a transaction are there, so that it may end. Not when the node was a standby
    /// meanwhile.
    boolean isComplete(long id, int count) {
        ChunkSequence sequence = sequences.get(id);
        return sequence != null && sequence.size() == count;
    }

    private void add(long id, long start, int length, WriteBatch changes) {
        ChunkSequence sequence = sequences.get(id);
        if (sequence == null) {
            sequences.put(id, new ChunkSequence(start, length, changes));
        } else {
            sequence.add(start, length, changes);
        }
    }

    /// A record of another node's log, or of an earlier life, which nobody here waits for.
    ///
    /// @param applied the store has everything up to here already
    /// @return what is still to be applied; null when nothing
    @Nullable
    PendingCommit pendingOf(WalRecord record, Lsn applied) {
        RecordHeader header = record.header();
        boolean old = !header.end().isAfter(applied);
        if (old && header.type() == RecordType.CHUNKED_COMMIT) {
            // Its first chunks may lie before what is read.
            applied(header.transactionId());
            return null;
        }
        Place place = new Place(header.type(), header.transactionId(), header.start(), header.length());
        ChunkSequence whole = note(place, record.changes(), record.chunks());
        if (old) {
            return null;
        }
        return new PendingCommit(
                header.type(),
                new BaseMark(header.end(), header.timeline(), header.transactionId()),
                header.commitTime(),
                header.type() == RecordType.CHUNK ? NOTHING : record.changes(),
                whole,
                Durability.ON,
                null,
                null);
    }

    /// The transaction is part of the store.
    void applied(long id) {
        sequences.remove(id);
    }

    /// Whether the transaction is in the log in part.
    boolean has(long id) {
        return sequences.containsKey(id);
    }

    /// Where the oldest of them begins.
    long oldest() {
        long oldest = Long.MAX_VALUE;
        for (ChunkSequence sequence : sequences.values()) {
            oldest = Math.min(oldest, sequence.start());
        }
        return oldest;
    }

    /// Those whose end is not in the log.
    List<Long> unfinished() {
        return sequences.entrySet().stream()
                .filter(entry -> !entry.getValue().isCommitted())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    void truncate(Lsn lsn) {
        sequences.values().removeIf(sequence -> !sequence.truncate(lsn.position()));
    }
}
