package io.heliosdb.server.txn.lock;

import io.heliosdb.server.common.Parking;
import java.time.Instant;

/// One request in a lock's queue, made by the thread that waits. Its fields but `granted` are guarded by the lock's
/// stripe.
final class LockWaiter {

    final LockHolder holder;
    final LockState state;
    final int mode;
    final Instant since;
    private final Thread thread = Thread.currentThread();
    private final Parking parking;
    private volatile boolean granted;

    LockWaiter(LockHolder holder, LockState state, int mode, Parking parking, Instant since) {
        this.holder = holder;
        this.state = state;
        this.mode = mode;
        this.parking = parking;
        this.since = since;
    }

    boolean isGranted() {
        return granted;
    }

    void grant() {
        granted = true;
        wake();
    }

    void wake() {
        parking.unpark(thread);
    }
}
