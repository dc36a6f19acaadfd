package io.heliosdb.server.wal;

import io.heliosdb.server.common.WriteBatch;
import java.time.Instant;

/// What is to be logged.
///
/// @param transactionId 0 for none
public record WalEntry(RecordType type, long transactionId, Instant commitTime, WriteBatch changes) {}
