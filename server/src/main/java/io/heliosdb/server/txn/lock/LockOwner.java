package io.heliosdb.server.txn.lock;

import io.heliosdb.server.common.Cancellation;

/// A session as the lock table knows it: owns its transactions' locks and the session-level advisory locks.
///
/// Made by {@link Engine#newLockOwner}; used by one thread at a time; closed when the session ends.
public interface LockOwner extends AutoCloseable {

    /// The number that a deadlock report names.
    int pid();

    /// Takes a session-level advisory lock; taken n times it must be released n times.
    ///
    /// @return false only when `wait` is {@link LockWait.SkipLocked} and somebody else has it
    boolean advisoryLock(AdvisoryKey key, boolean shared, LockWait wait, Cancellation cancellation);

    /// Releases one session-level hold; false when there was none.
    boolean advisoryUnlock(AdvisoryKey key, boolean shared);

    /// Releases all session-level advisory locks.
    void advisoryUnlockAll();

    /// Releases everything.
    @Override
    void close();
}
