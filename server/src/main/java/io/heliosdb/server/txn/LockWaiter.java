package io.heliosdb.server.txn;

import java.util.concurrent.locks.LockSupport;

/// One request in a lock's queue. Its fields but `granted` are guarded by the lock's stripe.
final class LockWaiter {

    final LockHolder holder;
    final LockState state;
    final int mode;
    private final Thread thread;
    private volatile boolean granted;

    LockWaiter(LockHolder holder, LockState state, int mode, Thread thread) {
        this.holder = holder;
        this.state = state;
        this.mode = mode;
        this.thread = thread;
    }

    boolean isGranted() {
        return granted;
    }

    void grant() {
        granted = true;
        wake();
    }

    void wake() {
        LockSupport.unpark(thread);
    }
}
