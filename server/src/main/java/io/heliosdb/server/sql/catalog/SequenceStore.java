package io.heliosdb.server.sql.catalog;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.ReadView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counters of sequences, outside of any transaction: a value is never given twice, whatever rolls back, crashes or
/// takes over.
///
/// What is logged is ahead of what is given, by up to {@link #AHEAD} values. A value is given only once the log record
/// that covers it is visible, that is, committed on every in-sync node; the record is written early enough that this
/// seldom means waiting. After a crash or a promotion counting goes on behind what was logged. Safe for any thread.
public final class SequenceStore {

    /// As many values as PostgreSQL logs ahead; so many at most are lost by a crash.
    private static final int AHEAD = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// What a counter shows: `last_value` and `is_called`.
    public record Position(long last, boolean called) {}

    private static final class Counter {
        private final Timeline timeline;
        private long last;
        private boolean called;
        private int covered;
        private Lsn logged = Lsn.ZERO;

        Counter(Timeline timeline, long last, boolean called) {
            this.timeline = timeline;
            this.last = last;
            this.called = called;
        }
    }

    private record Given(long value, Lsn after) {}

    private final Engine engine;
    private final Map<Long, Counter> counters = new ConcurrentHashMap<>();

    public SequenceStore(Engine engine) {
        this.engine = engine;
    }

    /// The next value.
    ///
    /// @throws SqlException 2200H at the end of a sequence that does not cycle
    public long next(String name, SequenceDef def, Cancellation cancellation) {
        Counter counter = counter(def);
        Given given;
        synchronized (counter) {
            given = advance(counter, name, def);
        }
        if (given.after().compareTo(engine.visibleLsn()) > 0
                && !engine.awaitVisible(given.after(), PATIENCE, cancellation)) {
            throw new SqlException(
                    SqlState.TRANSACTION_RESOLUTION_UNKNOWN,
                    "the value of sequence \"" + name + "\" could not be made durable in time");
        }
        return given.value();
    }

    private Given advance(Counter counter, String name, SequenceDef def) {
        long value = counter.called ? after(counter.last, name, def) : counter.last;
        counter.last = value;
        counter.called = true;
        if (counter.covered == 0) {
            counter.logged = log(def, ahead(value, def), true);
            counter.covered = AHEAD;
        } else {
            counter.covered--;
        }
        return new Given(value, counter.logged);
    }

    private static long after(long last, String name, SequenceDef def) {
        boolean up = def.increment() > 0;
        long room = up ? def.max() - last : last - def.min();
        boolean overflowed = room < 0 && (up ? last < 0 : last > 0);
        if (!overflowed && Long.compareUnsigned(room, Math.abs(def.increment())) < 0) {
            if (def.cycle()) {
                return up ? def.min() : def.max();
            }
            throw new SqlException(
                    SqlState.SEQUENCE_GENERATOR_LIMIT_EXCEEDED,
                    "nextval: reached " + (up ? "maximum" : "minimum") + " value of sequence \"" + name + "\" ("
                            + (up ? def.max() : def.min()) + ")");
        }
        return last + def.increment();
    }

    private static long ahead(long value, SequenceDef def) {
        long last = value;
        for (int i = 0; i < AHEAD; i++) {
            long room = def.increment() > 0 ? def.max() - last : last - def.min();
            if (room >= 0 && room < Math.abs(def.increment())) {
                break;
            }
            last += def.increment();
        }
        return last;
    }

    /// Sets the counter.
    public void set(SequenceDef def, long value, boolean called) {
        Counter counter = counter(def);
        synchronized (counter) {
            counter.last = value;
            counter.called = called;
            counter.covered = 0;
            counter.logged = log(def, value, called);
        }
    }

    /// Where the counter is: on a standby, where it is logged to be.
    public Position position(SequenceDef def) {
        if (engine.isStandby()) {
            return read(def);
        }
        Counter counter = counter(def);
        synchronized (counter) {
            return new Position(counter.last, counter.called);
        }
    }

    private Counter counter(SequenceDef def) {
        Timeline now = engine.timeline();
        return counters.compute(def.stateId(), (id, known) -> {
            if (known != null && known.timeline.equals(now)) {
                return known;
            }
            // What the log's end says counts, also where it is not visible yet: after a promotion.
            engine.awaitVisible(engine.writtenLsn(), PATIENCE, new Cancellation());
            Position stored = read(def);
            return new Counter(now, stored.last(), stored.called());
        });
    }

    private Position read(SequenceDef def) {
        try (ReadView view = engine.readAt()) {
            byte[] stored = view.get(CatalogService.SEQUENCES, key(def));
            if (stored == null) {
                return new Position(def.restart(), false);
            }
            ByteBuffer in = ByteBuffer.wrap(stored);
            return new Position(in.getLong(), in.get() != 0);
        }
    }

    private Lsn log(SequenceDef def, long last, boolean called) {
        byte[] value = ByteBuffer.allocate(9)
                .putLong(last)
                .put((byte) (called ? 1 : 0))
                .array();
        return engine.autonomousWrite(new WriteBatch(1).put(CatalogService.SEQUENCES, key(def), value));
    }

    private static byte[] key(SequenceDef def) {
        return ByteBuffer.allocate(8).putLong(def.stateId()).array();
    }
}
