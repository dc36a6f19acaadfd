package io.heliosdb.server.txn.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads take and give back all kinds of locks at random, wait in all ways, are cancelled, run into deadlocks and
/// go back to savepoints. Whoever has a lock writes that into a book, which must never hold two that conflict.
@Timeout(120)
class LockTableStressTest {

    private static final int THREADS = 8;
    private static final int TRANSACTIONS = 1_500;
    private static final List<LockTag> TAGS = List.of(
            LockTag.row(1, new byte[] {1}),
            LockTag.row(1, new byte[] {2}),
            LockTag.row(1, new byte[] {3}),
            LockTag.row(2, new byte[] {1}),
            LockTag.table(1),
            LockTag.table(2),
            LockTag.uniqueKey(1, new byte[] {1}),
            LockTag.uniqueKey(1, new byte[] {2}),
            LockTag.advisory(AdvisoryKey.of(1)));

    private final long seed = new Random().nextLong();
    private final LockTable table = new LockTable(Duration.ofMillis(2), Parking.SYSTEM, Clock.systemUTC());
    private final Book book = new Book();
    private final AtomicReferenceArray<Cancellation> running = new AtomicReferenceArray<>(THREADS);
    private final AtomicBoolean done = new AtomicBoolean();

    private record Held(LockTag tag, int mode) {}

    /// Who has what. An entry is made after the lock is there and removed before it is given back, so that what is
    /// written here is held in fact.
    private static final class Book {
        private final Map<LockTag, Map<LockHolder, Integer>> entries = new HashMap<>();

        synchronized void enter(LockHolder holder, Held held, long seed) {
            Map<LockHolder, Integer> holders = entries.computeIfAbsent(held.tag, t -> new HashMap<>());
            int conflicts = LockModes.conflicts(held.tag.kind, held.mode);
            holders.forEach((other, modes) -> {
                if (other != holder) {
                    assertThat(modes & conflicts)
                            .as("seed %d: %s in mode %d beside modes %s", seed, held.tag, held.mode, modes)
                            .isZero();
                }
            });
            holders.merge(holder, 1 << held.mode, (before, mode) -> before | mode);
        }

        /// `holder` keeps only `rest`.
        synchronized void leave(LockHolder holder, List<Held> rest) {
            entries.values().forEach(holders -> holders.remove(holder));
            for (Held held : rest) {
                entries.computeIfAbsent(held.tag, t -> new HashMap<>())
                        .merge(holder, 1 << held.mode, (before, mode) -> before | mode);
            }
        }
    }

    /// One thread's transactions.
    private final class Worker {
        private final int number;
        private final Random random;
        private final SessionLocks session;
        private int deadlocks;
        private int waited;

        Worker(int number) {
            this.number = number;
            this.random = new Random(seed + number);
            this.session = SessionLocks.ofSession(table, number + 1);
        }

        Worker run() {
            for (int i = 0; i < TRANSACTIONS; i++) {
                Cancellation cancellation = new Cancellation();
                running.set(number, cancellation);
                LockHolder holder = LockHolder.ofTransaction(session);
                holder.setTransactionId((long) i * THREADS + number + 1);
                try {
                    transaction(holder, cancellation);
                } catch (SqlException e) {
                    assertThat(e.state())
                            .as("seed %d", seed)
                            .isIn(SqlState.T_R_DEADLOCK_DETECTED, SqlState.LOCK_NOT_AVAILABLE, SqlState.QUERY_CANCELED);
                    deadlocks += e.state() == SqlState.T_R_DEADLOCK_DETECTED ? 1 : 0;
                } finally {
                    book.leave(holder, List.of());
                    table.releaseAll(holder);
                }
            }
            session.close();
            return this;
        }

        private void transaction(LockHolder holder, Cancellation cancellation) {
            List<Held> held = new ArrayList<>();
            int savedCount = 0;
            LockHolder.Mark saved = holder.mark();
            int steps = 1 + random.nextInt(8);
            for (int i = 0; i < steps; i++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        saved = holder.mark();
                        savedCount = held.size();
                    }
                    case 1 -> {
                        held.subList(savedCount, held.size()).clear();
                        book.leave(holder, held);
                        table.releaseSince(holder, saved);
                    }
                    default -> take(holder, held, cancellation);
                }
            }
        }

        private void take(LockHolder holder, List<Held> held, Cancellation cancellation) {
            LockTag tag = TAGS.get(random.nextInt(TAGS.size()));
            int modes =
                    switch (tag.kind) {
                        case ROW -> RowLockMode.values().length;
                        case TABLE -> TableLockMode.values().length;
                        case UNIQUE_KEY, ADVISORY -> 2;
                    };
            int mode = random.nextInt(modes);
            LockWait wait =
                    switch (random.nextInt(8)) {
                        case 0 -> LockWait.NO_WAIT;
                        case 1 -> LockWait.SKIP_LOCKED;
                        case 2 -> new LockWait.Block(Duration.ofMillis(1));
                        default -> LockWait.FOREVER;
                    };
            LockGrant grant = tag.kind == LockTag.Kind.TABLE
                    ? table.acquireTable(holder, tag.space, mode, wait, cancellation)
                    : table.acquire(holder, tag, mode, wait, cancellation);
            waited += grant == LockGrant.AFTER_WAIT ? 1 : 0;
            if (grant.isHeld()) {
                Held now = new Held(tag, mode);
                book.enter(holder, now, seed);
                held.add(now);
            }
        }
    }

    private void cancelNowAndThen() {
        Random random = new Random(seed - 1);
        while (!done.get()) {
            Cancellation victim = running.get(random.nextInt(THREADS));
            if (victim != null) {
                victim.cancel(new SqlException(SqlState.QUERY_CANCELED, "canceled"));
            }
            LockSupport.parkNanos(200_000);
        }
    }

    private void neverHoldsTwoThatConflict() throws Exception {
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            Future<?> canceller = pool.submit(this::cancelNowAndThen);
            List<Future<Worker>> workers = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Worker worker = new Worker(t);
                workers.add(pool.submit(worker::run));
            }
            int deadlocks = 0;
            int waited = 0;
            try {
                for (Future<Worker> each : workers) {
                    Worker worker = each.get(100, TimeUnit.SECONDS);
                    deadlocks += worker.deadlocks;
                    waited += worker.waited;
                }
            } finally {
                done.set(true);
            }
            canceller.get();
            assertThat(table.deadlocks()).as("seed %d", seed).isEqualTo(deadlocks);
            assertThat(waited).as("seed %d", seed).isPositive();
        }
        assertThat(table.size()).as("seed %d: states left", seed).isZero();
        assertThat(table.strong().isWanted(1)).isFalse();
        assertThat(table.strong().isWanted(2)).isFalse();
    }

    @Test
    void locksKeptEachByItself() throws Exception {
        neverHoldsTwoThatConflict();
    }

    /// Beyond two of them, as bits of a hash.
    @Test
    void manyLocksOfATransaction() throws Exception {
        table.keepExactly(2, 64);
        neverHoldsTwoThatConflict();
    }
}
