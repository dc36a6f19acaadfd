package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.WriteBatch;
import java.time.Instant;

/// A transaction that has just become visible.
///
/// @param transactionId 0 for an autonomous write
public record AppliedBatch(Lsn lsn, long transactionId, Instant commitTime, WriteBatch changes) {}
