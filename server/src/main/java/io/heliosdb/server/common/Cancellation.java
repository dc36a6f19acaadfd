package io.heliosdb.server.common;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the work of one statement that it must stop, and why: a cancel request, a timeout, a shutdown.
///
/// Any thread may cancel, once; whoever works asks {@link #check()} at intervals, whoever waits registers a
/// callback.
public final class Cancellation {

    private final boolean mayWait;

    private volatile @Nullable SqlException reason;
    private final List<Runnable> callbacks = new ArrayList<>(2);

    public Cancellation() {
        this(true);
    }

    private Cancellation(boolean mayWait) {
        this.mayWait = mayWait;
    }

    /// For work on a thread that must never wait: where it would have to, it ends with {@link
    /// WouldWaitException}.
    public static Cancellation withoutWaiting() {
        return new Cancellation(false);
    }

    /// To be called by whoever is about to wait, before anything has been done that a second try would repeat.
    ///
    /// @throws WouldWaitException when waiting is forbidden
    public void aboutToWait() {
        aboutToWait(null);
    }

    /// As {@link #aboutToWait()}, for what can be waited for without a thread too.
    ///
    /// @throws WouldWaitException with `awaited`, when waiting is forbidden
    public void aboutToWait(@Nullable Awaited awaited) {
        if (!mayWait) {
            throw new WouldWaitException(awaited);
        }
    }

    /// Ends the work with an error made by `cause`, such as 57014; only the first call counts.
    public void cancel(SqlException cause) {
        List<Runnable> toRun;
        synchronized (callbacks) {
            if (reason != null) {
                return;
            }
            reason = cause;
            toRun = List.copyOf(callbacks);
            callbacks.clear();
        }
        toRun.forEach(Runnable::run);
    }

    public boolean isCancelled() {
        return reason != null;
    }

    /// Why it was cancelled.
    ///
    /// @throws IllegalStateException when it was not
    public SqlException reason() {
        SqlException cause = reason;
        if (cause == null) {
            throw new IllegalStateException("not cancelled");
        }
        return cause;
    }

    /// @throws SqlException the reason, once cancelled
    public void check() {
        SqlException cause = reason;
        if (cause != null) {
            throw cause;
        }
    }

    /// Runs `callback` when cancelled, at once if that is so already. It must not block and may run in any
    /// thread.
    public void onCancel(Runnable callback) {
        synchronized (callbacks) {
            if (reason == null) {
                callbacks.add(callback);
                return;
            }
        }
        callback.run();
    }

    /// Forgets a callback; it may still be running when this returns.
    public void remove(Runnable callback) {
        synchronized (callbacks) {
            callbacks.remove(callback);
        }
    }
}
