package io.heliosdb.server.wire;

import io.heliosdb.server.common.Awaited;
import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for what keeps a message of one connection from being handled in the event loop: without a thread, and
/// for a moment only. Most row locks are free again as soon as the commit of their holder is durable; to wake a
/// thread for that costs more than the statement. Who has to wait longer stands in the lock's queue, looks for
/// deadlocks and minds timeouts: that is for a thread.
///
/// Used by the event loop.
final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    /// Several commits, and far less than a cancel or a deadlock may be left unnoticed.
    private static final long MILLIS = 10;

    private final EventLoop loop;
    private final Runnable tryAgain;
    private @Nullable Future<?> timer;
    private @Nullable Runnable withdraw;
    private long waits;
    private boolean waiting;
    private boolean atEnd;

    /// @param tryAgain handles the message that waits
    Patience(EventLoop loop, Runnable tryAgain) {
        this.loop = loop;
        this.tryAgain = tryAgain;
    }

    /// Waits for it, if there is patience left.
    ///
    /// @return whether the message is tried again by and by; false leaves it to a thread
    boolean waitFor(Awaited awaited) {
        if (atEnd) {
            return false;
        }
        if (timer == null) {
            timer = loop.schedule(this::runOut, MILLIS, TimeUnit.MILLISECONDS);
        }
        waiting = true;
        long number = ++waits;
        withdraw = awaited.whenWorthTrying(() -> wake(number));
        return true;
    }

    /// The message is handled, or somebody else's: the next one finds patience anew.
    void restore() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
        atEnd = false;
    }

    // Any thread.
    private void wake(long number) {
        try {
            loop.execute(() -> {
                if (waiting && waits == number) {
                    goOn();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the node stops while a client waits for a lock");
        }
    }

    private void runOut() {
        atEnd = true;
        Runnable request = withdraw;
        if (waiting && request != null) {
            request.run();
            goOn();
        }
    }

    private void goOn() {
        waiting = false;
        withdraw = null;
        tryAgain.run();
    }
}
