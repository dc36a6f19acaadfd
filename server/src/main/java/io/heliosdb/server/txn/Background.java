package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.storage.VersionStore;
import io.heliosdb.server.wal.Wal;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An engine's two threads: the flusher makes appended records durable, the checkpointer moves layers into the
/// base, allocates log ahead and drops what nobody needs. Without a thread factory all of it happens in the
/// calling thread.
final class Background {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long DROP_AFTER_BYTES = 256L << 20;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CANCEL_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long STOP_MILLIS = 30_000;

    /// A flush is quick below this: to wake another thread for it, and be woken by it, would take as long.
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /// For how much longer than a step of tidying has taken the next one waits.
    private static final int TIDY_PAUSES = 3;

    /// The weight of the flushes before in the time that one is expected to take.
    private static final int PAST_FLUSHES = 8;

    private final Wal wal;
    private final VersionStore store;
    private final LogRetention retention;
    private final Duration interval;
    private final @Nullable ThreadFactory threads;
    private final LongAdder checkpointSteps = new LongAdder();
    private final Parking parking;
    private final Queue<Thread> waitingForRoom = new ConcurrentLinkedQueue<>();
    private final Upkeep upkeep;
    private volatile boolean checkpointWanted;
    private Runnable seal = () -> {};
    private @Nullable Thread flusher;
    private @Nullable Thread checkpointer;
    private volatile boolean flusherIdle;
    private volatile boolean flusherAsleep;
    private volatile long usualFlushNanos = 2 * QUICK_NANOS;
    private volatile boolean stopping;
    // Of the checkpointer.
    private long nextTidy;

    Background(Wal wal, VersionStore store, LogRetention retention, EngineConfig config, EngineServices services) {
        this.wal = wal;
        this.store = store;
        this.retention = retention;
        this.interval = config.checkpointInterval();
        this.threads = services.threads();
        this.parking = services.parking();
        this.upkeep = new Upkeep(store, parking, this::checkpointSoon);
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /// @param sealLayer seals the active layer, from any thread
    void start(Runnable sealLayer) {
        seal = sealLayer;
        if (threads != null) {
            Thread first = threads.newThread(this::flushLoop);
            Thread second = threads.newThread(this::checkpointLoop);
            flusher = first;
            checkpointer = second;
            first.start();
            second.start();
        }
    }

    /// Something was appended.
    void flushSoon() {
        if (threads == null) {
            flushHere();
            checkpointWhenWanted();
        } else if (flusherIdle) {
            parking.unpark(flusher);
        }
    }

    /// Something was appended, by the only one at work here: there is nobody whose records could share the flush.
    ///
    /// Flushes in the calling thread, an event loop maybe, if the disk is as quick as that.
    void flushHereIfQuick() {
        if (threads == null || !flusherIdle || usualFlushNanos > QUICK_NANOS) {
            flushSoon();
            return;
        }
        flushOnce();
        if (flusherAsleep) {
            parking.unpark(flusher);
        }
    }

    // Whoever waits has been told through the pipeline; the appending thread is not to hear it twice.
    private void flushHere() {
        try {
            wal.flush();
        } catch (DiskException e) {
            LOG.error("flush failed error={}", e.getMessage());
        }
    }

    private void checkpointWhenWanted() {
        if (checkpointWanted) {
            checkpointWanted = false;
            checkpointNow();
            tidy();
        }
        wal.allocateAhead();
    }

    /// Layers that have been filled meanwhile come first, and all that was done before a compaction was asked for:
    /// what it dropped must be gone from the base. To delete what dropped trees have left is in no hurry otherwise,
    /// and leaves most of the time to those who wait for something.
    ///
    /// @return after how long there may be more to do
    private long tidy() {
        if (upkeep.isAsked()) {
            seal.run();
            checkpointNow();
        }
        while (!stopping) {
            long begin = parking.nanos();
            boolean inNoHurry = threads != null && !upkeep.isCompactionWanted();
            if (inNoHurry && begin - nextTidy < 0) {
                return nextTidy - begin;
            }
            if (!upkeep.step()) {
                break;
            }
            long end = parking.nanos();
            nextTidy = end + TIDY_PAUSES * (end - begin);
            checkpointNow();
        }
        return interval.toNanos();
    }

    private void flushLoop() {
        while (!stopping && !wal.isBroken()) {
            if (wal.unflushedBytes() == 0) {
                flusherIdle = true;
                if (wal.unflushedBytes() == 0 && !stopping) {
                    idle();
                }
                flusherIdle = false;
                continue;
            }
            flushOnce();
        }
    }

    private void flushOnce() {
        try {
            long begin = parking.nanos();
            wal.flush();
            long usual = usualFlushNanos;
            usualFlushNanos = usual + (parking.nanos() - begin - usual) / PAST_FLUSHES;
            if (wal.isSegmentShort()) {
                checkpointSoon();
            }
        } catch (DiskException e) {
            LOG.error("flush failed, nothing more is written error={}", e.getMessage());
        } catch (RuntimeException e) {
            // A broken invariant: nothing more may be acknowledged, and what is in the log stays there.
            LOG.error("flush failed, nothing more is written", e);
            wal.breakDown(new DiskException("internal error: " + e, e, false));
        }
    }

    // With nothing behind it, the last flush has no record that proves it: the mark has to, also after a power
    // cut.
    private void idle() {
        if (wal.isMarkForced()) {
            flusherAsleep = true;
            if (wal.isMarkForced() && wal.unflushedBytes() == 0 && !stopping) {
                parking.park(this, Long.MAX_VALUE);
            }
            flusherAsleep = false;
            return;
        }
        Lsn before = wal.flushed();
        parking.park(this, IDLE_NANOS);
        if (wal.flushed().equals(before) && wal.unflushedBytes() == 0 && !stopping) {
            try {
                wal.forceMark();
            } catch (DiskException e) {
                LOG.warn("mark of the write-ahead log cannot be written, will be tried again error={}", e.getMessage());
            }
        }
    }

    /// A layer is full, or space is short. Never blocks.
    void checkpointSoon() {
        if (threads == null) {
            checkpointWanted = true;
            return;
        }
        checkpointWanted = true;
        parking.unpark(checkpointer);
    }

    private void checkpointLoop() {
        long lastSeal = parking.nanos();
        long pause = interval.toNanos();
        nextTidy = lastSeal;
        while (!stopping) {
            try {
                awaitWanted(Math.min(pause, interval.toNanos()));
                if (parking.nanos() - lastSeal >= interval.toNanos()) {
                    lastSeal = parking.nanos();
                    seal.run();
                }
                wal.allocateAhead();
                checkpointNow();
                pause = tidy();
            } catch (RuntimeException e) {
                LOG.error("checkpoint failed and will be tried again error={}", e.getMessage(), e);
                parking.park(this, RETRY_NANOS);
            }
        }
    }

    private void awaitWanted(long nanos) {
        long begin = parking.nanos();
        long left = nanos;
        while (!checkpointWanted && !stopping && left > 0) {
            parking.park(this, left);
            left = nanos - (parking.nanos() - begin);
        }
        checkpointWanted = false;
    }

    boolean hasThreads() {
        return threads != null;
    }

    /// Does in the calling thread what is asked of the checkpointer, when there is none.
    void runWithoutThreads() {
        if (threads == null) {
            checkpointWhenWanted();
        }
    }

    /// Moves all sealed layers into the base and drops log that nobody needs any more, in the calling thread.
    void checkpointNow() {
        boolean any = false;
        Lsn redo = store.baseMark().redo();
        while (store.checkpoint()) {
            any = true;
            checkpointSteps.increment();
            upkeep.checkpointed();
            waitingForRoom.forEach(parking::unpark);
            // Under load there is always one more layer: the log must not wait for the last one.
            if (store.baseMark().redo().minus(redo) > DROP_AFTER_BYTES) {
                redo = store.baseMark().redo();
                wal.forceMark();
                retention.dropUnneeded();
            }
        }
        if (any) {
            wal.forceMark();
        }
        // Also when nothing has changed: a standby may have moved on since.
        retention.dropUnneeded();
    }

    /// Waits until there is room in memory for more changes; false when `timeout` passed without any progress.
    boolean awaitRoom(Duration timeout, long limitBytes, Cancellation cancellation) {
        checkpointSoon();
        if (threads == null) {
            checkpointWhenWanted();
            return store.hasRoom(limitBytes);
        }
        long begin = parking.nanos();
        long seen = checkpointSteps.sum();
        Thread waiting = Thread.currentThread();
        waitingForRoom.add(waiting);
        try {
            while (!store.hasRoom(limitBytes)) {
                cancellation.check();
                if (checkpointSteps.sum() != seen) {
                    seen = checkpointSteps.sum();
                    begin = parking.nanos();
                }
                long left = timeout.toNanos() - (parking.nanos() - begin);
                if (left <= 0 || stopping || waiting.isInterrupted()) {
                    return false;
                }
                parking.park(this, Math.min(left, CANCEL_CHECK_NANOS));
            }
            return true;
        } finally {
            waitingForRoom.remove(waiting);
        }
    }

    void stop() {
        stopping = true;
        upkeep.stop();
        checkpointSoon();
        parking.unpark(flusher);
        join(flusher);
        join(checkpointer);
    }

    private static void join(@Nullable Thread thread) {
        if (thread == null) {
            return;
        }
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
