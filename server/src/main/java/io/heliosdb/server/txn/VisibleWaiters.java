package io.heliosdb.server.txn;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.common.SqlException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Threads that wait until an LSN is visible.
final class VisibleWaiters {

    private static final class Waiter {
        final long lsn;
        final Thread thread;
        volatile @Nullable SqlException failure;

        Waiter(long lsn, Thread thread) {
            this.lsn = lsn;
            this.thread = thread;
        }
    }

    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final Parking parking;

    VisibleWaiters(Parking parking) {
        this.parking = parking;
    }

    void wake(long visible) {
        for (Waiter waiter : waiters) {
            if (waiter.lsn <= visible) {
                parking.unpark(waiter.thread);
            }
        }
    }

    void fail(SqlException error) {
        for (Waiter waiter : waiters) {
            waiter.failure = error;
            parking.unpark(waiter.thread);
        }
    }

    /// @throws io.heliosdb.server.common.WouldWaitException when it would have to and must not
    /// @return false when `timeout` passed first; zero waits for ever
    boolean await(long lsn, LongSupplier visible, Duration timeout, Cancellation cancellation) {
        if (visible.getAsLong() >= lsn) {
            return true;
        }
        cancellation.aboutToWait();
        Waiter waiter = new Waiter(lsn, Thread.currentThread());
        Runnable wake = () -> parking.unpark(waiter.thread);
        waiters.add(waiter);
        cancellation.onCancel(wake);
        try {
            long begin = parking.nanos();
            long limit = timeout.isZero() ? Long.MAX_VALUE : timeout.toNanos();
            while (visible.getAsLong() < lsn) {
                cancellation.check();
                SqlException failure = waiter.failure;
                if (failure != null) {
                    throw failure;
                }
                long left = limit - (parking.nanos() - begin);
                if (left <= 0) {
                    return false;
                }
                parking.park(this, left);
            }
            return true;
        } finally {
            cancellation.remove(wake);
            waiters.remove(waiter);
        }
    }
}
