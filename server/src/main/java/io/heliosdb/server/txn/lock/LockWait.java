package io.heliosdb.server.txn.lock;

import java.time.Duration;

/// What to do when a lock is not free.
public sealed interface LockWait {

    /// Wait; after `timeout` fail with 55P03. Zero waits for ever, as `lock_timeout = 0` does.
    ///
    /// @param deadlockTimeout after how long to look for a deadlock; zero leaves it to the engine's configuration
    record Block(Duration timeout, Duration deadlockTimeout) implements LockWait {
        public Block(Duration timeout) {
            this(timeout, Duration.ZERO);
        }
    }

    /// Fail at once with 55P03.
    record NoWait() implements LockWait {}

    /// Report {@link LockOutcome#NOT_AVAILABLE} at once.
    record SkipLocked() implements LockWait {}

    /// Waits until the lock is free, the statement is cancelled or a deadlock is found.
    LockWait FOREVER = new Block(Duration.ZERO);

    LockWait NO_WAIT = new NoWait();

    LockWait SKIP_LOCKED = new SkipLocked();
}
