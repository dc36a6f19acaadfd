/// Who holds which lock: of tables, rows, values of unique keys, and advisory ones; who waits, and for whom in vain.
///
/// Begin with {@link io.heliosdb.server.txn.lock.LockTable}. Knows nothing of transactions but that they hold locks
/// ({@link io.heliosdb.server.txn.lock.LockHolder}) on behalf of a session
/// ({@link io.heliosdb.server.txn.lock.SessionLocks}). What holds and which test shows it: `txn/README.md`.
@NullMarked
package io.heliosdb.server.txn.lock;

import org.jspecify.annotations.NullMarked;
