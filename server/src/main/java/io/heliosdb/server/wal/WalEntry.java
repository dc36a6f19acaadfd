package io.heliosdb.server.wal;

import io.heliosdb.server.common.WriteBatch;
import java.time.Instant;

/// What is to be logged.
///
/// @param transactionId 0 for none
/// @param chunks how many chunks of the transaction precede; only of a CHUNKED_COMMIT
public record WalEntry(RecordType type, long transactionId, Instant commitTime, WriteBatch changes, int chunks) {

    public WalEntry(RecordType type, long transactionId, Instant commitTime, WriteBatch changes) {
        this(type, transactionId, commitTime, changes, 0);
    }
}
