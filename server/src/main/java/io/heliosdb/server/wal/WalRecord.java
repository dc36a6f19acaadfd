package io.heliosdb.server.wal;

import io.heliosdb.server.common.WriteBatch;

/// A record as found in the log.
///
/// @param chunks how many chunks of the transaction precede; only of a CHUNKED_COMMIT
public record WalRecord(RecordHeader header, WriteBatch changes, int chunks) {}
