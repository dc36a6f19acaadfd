package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ends a session whose transaction lasts longer than `transaction_timeout` (PostgreSQL 18 manual, 19.11.1),
/// whether it works or is idle. Used by the session's thread.
final class TransactionTimer {

    private final Settings settings;
    private final Clock clock;
    private final ScheduledExecutorService timers;
    private final Consumer<SqlException> terminate;
    private @Nullable Future<?> pending;
    private Instant begun = Instant.EPOCH;
    private long settingsVersion;
    private int armedFor;

    /// @param terminate ends the session; called by any thread
    TransactionTimer(
            Settings settings, Clock clock, ScheduledExecutorService timers, Consumer<SqlException> terminate) {
        this.settings = settings;
        this.clock = clock;
        this.timers = timers;
        this.terminate = terminate;
    }

    /// A transaction begins.
    void begin() {
        begun = clock.instant();
        arm();
    }

    /// The setting may have changed within the transaction.
    void adjust() {
        if (settingsVersion != settings.version()) {
            if (settings.integer("transaction_timeout") != armedFor) {
                end();
                arm();
            }
            settingsVersion = settings.version();
        }
    }

    private void arm() {
        settingsVersion = settings.version();
        armedFor = settings.integer("transaction_timeout");
        if (armedFor > 0) {
            long left = armedFor - Duration.between(begun, clock.instant()).toMillis();
            pending = timers.schedule(
                    () -> terminate.accept(new SqlException(
                            SqlState.TRANSACTION_TIMEOUT, "terminating connection due to transaction timeout")),
                    Math.max(0, left),
                    TimeUnit.MILLISECONDS);
        }
    }

    /// The transaction has ended.
    void end() {
        Future<?> timer = pending;
        if (timer != null) {
            timer.cancel(false);
            pending = null;
        }
    }
}
