package io.heliosdb.server.txn.lock;

/// How a request to the lock table ended.
public enum LockGrant {
    /// Its holder had all of it already; nothing new is held.
    HELD,
    /// Granted without waiting.
    AT_ONCE,
    /// Granted after somebody else had gone: the world may have changed meanwhile.
    AFTER_WAIT,
    /// Not granted, as {@link LockWait.SkipLocked} asked.
    NOT_AVAILABLE;

    public boolean isHeld() {
        return this != NOT_AVAILABLE;
    }
}
