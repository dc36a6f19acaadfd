package io.heliosdb.server.txn;

/// How a request to the lock table ended.
enum LockGrant {
    /// Its holder had all of it already; nothing new is held.
    HELD,
    /// Granted without waiting.
    AT_ONCE,
    /// Granted after somebody else had gone: the world may have changed meanwhile.
    AFTER_WAIT,
    /// Not granted, as {@link LockWait.SkipLocked} asked.
    NOT_AVAILABLE;

    boolean isHeld() {
        return this != NOT_AVAILABLE;
    }
}
