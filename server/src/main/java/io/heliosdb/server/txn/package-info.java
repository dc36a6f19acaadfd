/// Transactions: snapshots, write sets, locks, isolation levels and the commit pipeline.
///
/// Entry point: {@link io.heliosdb.server.txn.Engine}. Knows no SQL and no network. See README.md here.
@NullMarked
package io.heliosdb.server.txn;

import org.jspecify.annotations.NullMarked;
