package io.heliosdb.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waiting with a deadline.
final class Poll {

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Poll() {}

    /// Returns as soon as `condition` is true; an exception counts as not yet.
    ///
    /// @throws AssertionError after `limit`, with `what` and the last exception
    static void until(String what, Duration limit, Callable<Boolean> condition) {
        long begin = System.nanoTime();
        AssertionError failure = new AssertionError(what + ": not so after " + limit);
        while (System.nanoTime() - begin < limit.toNanos()) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (Exception e) {
                failure = new AssertionError(what + ": not so after " + limit, e);
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
        throw failure;
    }
}
