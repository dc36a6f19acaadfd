package io.heliosdb.server.session;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/// What the sessions of a node have done since its process began. Safe for any thread.
final class SessionCounters {

    /// How a session ends that its client has not ended.
    enum End {
        /// The client was gone.
        ABANDONED,
        /// The server ended it by itself.
        FATAL,
        /// An operator ended it.
        KILLED
    }

    private static final long MICROS = 1_000_000;

    private final LongAdder commits = new LongAdder();
    private final LongAdder rollbacks = new LongAdder();
    private final LongAdder activeMicros = new LongAdder();
    private final LongAdder idleInTransactionMicros = new LongAdder();
    private final LongAdder sessions = new LongAdder();
    private final LongAdder endedMicros = new LongAdder();
    private final LongAdder abandoned = new LongAdder();
    private final LongAdder fatal = new LongAdder();
    private final LongAdder killed = new LongAdder();

    void transactionEnded(boolean committed) {
        (committed ? commits : rollbacks).increment();
    }

    void active(Instant from, Instant to) {
        activeMicros.add(micros(from, to));
    }

    void idleInTransaction(Instant from, Instant to) {
        idleInTransactionMicros.add(micros(from, to));
    }

    void began() {
        sessions.increment();
    }

    void ended(Instant from, Instant to) {
        endedMicros.add(micros(from, to));
    }

    void ended(End end) {
        switch (end) {
            case ABANDONED -> abandoned.increment();
            case FATAL -> fatal.increment();
            case KILLED -> killed.increment();
        }
    }

    /// A clock that was set back lets no time pass.
    static long micros(Instant from, Instant to) {
        long micros = (to.getEpochSecond() - from.getEpochSecond()) * MICROS + (to.getNano() - from.getNano()) / 1_000;
        return Math.max(0, micros);
    }

    /// @param openMicros how long the sessions that are open now have been so
    SessionTotals totals(long openMicros) {
        return new SessionTotals(
                commits.sum(),
                rollbacks.sum(),
                endedMicros.sum() + openMicros,
                activeMicros.sum(),
                idleInTransactionMicros.sum(),
                sessions.sum(),
                abandoned.sum(),
                fatal.sum(),
                killed.sum());
    }
}
