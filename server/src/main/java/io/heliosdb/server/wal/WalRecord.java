package io.heliosdb.server.wal;

import io.heliosdb.server.common.WriteBatch;

/// A record as found in the log.
public record WalRecord(RecordHeader header, WriteBatch changes) {}
