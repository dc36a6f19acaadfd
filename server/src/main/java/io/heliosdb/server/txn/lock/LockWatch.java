package io.heliosdb.server.txn.lock;

/// Somebody who wants a lock and does not stand in its queue: is told when it is worth trying, and may find
/// that another was faster. Guarded by the lock's stripe.
///
/// @param retry runs under the stripe
record LockWatch(LockHolder holder, int mode, Runnable retry) {}
