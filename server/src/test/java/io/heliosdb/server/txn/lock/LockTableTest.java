package io.heliosdb.server.txn.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.Awaited;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.WouldWaitException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LockTableTest {

    private static final LockTag ROW = LockTag.row(1, new byte[] {1});
    private static final List<TableLockMode> WEAK =
            List.of(TableLockMode.ACCESS_SHARE, TableLockMode.ROW_SHARE, TableLockMode.ROW_EXCLUSIVE);
    private static final LockTag OTHER = LockTag.row(1, new byte[] {2});
    private static final int UPDATE = LockModes.of(RowLockMode.UPDATE);
    private static final int SHARE = LockModes.of(RowLockMode.SHARE);

    private final LockTable table = new LockTable(Duration.ofMillis(10), Parking.SYSTEM, Clock.systemUTC());
    private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger pids = new AtomicInteger();

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private LockHolder holder() {
        LockHolder holder = new LockHolder(SessionLocks.ofSession(table, pids.incrementAndGet()), false);
        holder.transactionId = 700L + holder.owner.pid();
        return holder;
    }

    private boolean acquire(LockHolder holder, LockTag tag, int mode, LockWait wait, Cancellation cancellation) {
        LockGrant grant = tag.kind == LockTag.Kind.TABLE
                ? table.acquireTable(holder, tag.space, mode, wait, cancellation)
                : table.acquire(holder, tag, mode, wait, cancellation);
        return grant.isHeld();
    }

    private boolean tryLock(LockHolder holder, LockTag tag, int mode) {
        return acquire(holder, tag, mode, LockWait.SKIP_LOCKED, new Cancellation());
    }

    private Future<Boolean> lock(LockHolder holder, LockTag tag, int mode) {
        Future<Boolean> request = pool.submit(() -> acquire(holder, tag, mode, LockWait.FOREVER, new Cancellation()));
        return request;
    }

    /// Whichever of two ends first: which one finds the deadlock depends on the scheduler.
    private static Future<Boolean> victim(Future<Boolean> one, Future<Boolean> two) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!one.isDone() && !two.isDone() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return one.isDone() ? one : two;
    }

    private static void awaitWaiting(LockHolder holder) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (holder.waiting == null) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void assertConflicts(LockTag tag, int modes, String... rows) {
        for (int held = 0; held < modes; held++) {
            for (int asked = 0; asked < modes; asked++) {
                LockHolder first = holder();
                LockHolder second = holder();
                assertThat(tryLock(first, tag, held)).isTrue();
                assertThat(tryLock(second, tag, asked))
                        .as("held %d asked %d", held, asked)
                        .isEqualTo(rows[asked].charAt(held) == '.');
                table.releaseAll(first);
                table.releaseAll(second);
            }
        }
        assertThat(table.size()).isZero();
    }

    // PostgreSQL 18 manual, table 13.3.
    @Test
    void rowLocksConflictAsInPostgres() {
        assertConflicts(ROW, 4, "...X", "..XX", ".XXX", "XXXX");
    }

    // PostgreSQL 18 manual, table 13.2.
    @Test
    void tableLocksConflictAsInPostgres() {
        assertConflicts(
                LockTag.table(5),
                8,
                ".......X",
                "......XX",
                "....XXXX",
                "...XXXXX",
                "..XX.XXX",
                "..XXXXXX",
                ".XXXXXXX",
                "XXXXXXXX");
    }

    @Test
    void aQueueIsFair() throws Exception {
        LockTag tag = LockTag.table(5);
        int reads = LockModes.of(TableLockMode.SHARE);
        LockHolder first = holder();
        LockHolder second = holder();
        LockHolder third = holder();
        tryLock(first, tag, reads);
        Future<Boolean> writer = lock(second, tag, LockModes.of(TableLockMode.ACCESS_EXCLUSIVE));
        awaitWaiting(second);
        assertThat(tryLock(third, tag, reads)).isFalse();
        table.releaseAll(first);
        assertThat(writer.get()).isTrue();
        Future<Boolean> reader = lock(third, tag, reads);
        awaitWaiting(third);
        table.releaseAll(second);
        assertThat(reader.get()).isTrue();
        table.releaseAll(third);
        assertThat(table.size()).isZero();
    }

    // PostgreSQL 15 looks at who holds a row only.
    @Test
    void aSharedRowIsSharedOnWhoeverWaitsToChangeIt() throws Exception {
        LockHolder first = holder();
        LockHolder second = holder();
        LockHolder third = holder();
        tryLock(first, ROW, SHARE);
        Future<Boolean> writer = lock(second, ROW, UPDATE);
        awaitWaiting(second);
        assertThat(tryLock(third, ROW, SHARE)).isTrue();
        table.releaseAll(first);
        assertThat(writer.isDone()).isFalse();
        table.releaseAll(third);
        assertThat(writer.get()).isTrue();
        table.releaseAll(second);
        assertThat(table.size()).isZero();
    }

    @Test
    void aCircleThatOnlyAQueueMakesIsBrokenByLettingPass() throws Exception {
        LockTag shared = LockTag.advisory(new AdvisoryKey(1, false));
        LockTag other = LockTag.advisory(new AdvisoryKey(2, false));
        LockHolder first = holder();
        LockHolder second = holder();
        LockHolder third = holder();
        tryLock(first, shared, LockModes.SHARED);
        tryLock(third, other, LockModes.EXCLUSIVE);
        Future<Boolean> writer = lock(second, shared, LockModes.EXCLUSIVE);
        awaitWaiting(second);
        Future<Boolean> behind = lock(third, shared, LockModes.SHARED);
        awaitWaiting(third);
        Future<Boolean> circle = lock(first, other, LockModes.SHARED);
        assertThat(behind.get(10, TimeUnit.SECONDS)).isTrue();
        table.releaseAll(third);
        assertThat(circle.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.isDone()).isFalse();
        table.releaseAll(first);
        assertThat(writer.get(10, TimeUnit.SECONDS)).isTrue();
        table.releaseAll(second);
        assertThat(table.size()).isZero();
    }

    // The first waits for two others: one is kept off by a queue only, the other one is not.
    @Test
    void aDeadlockThatNoPassingSolvesLeavesTheQueueInItsOrder() throws Exception {
        LockTag queue = LockTag.advisory(new AdvisoryKey(1, false));
        LockTag other = LockTag.advisory(new AdvisoryKey(2, false));
        LockWait patient = new LockWait.Block(Duration.ZERO, Duration.ofHours(1));
        LockHolder first = holder();
        LockHolder writer = holder();
        LockHolder reader = holder();
        tryLock(first, queue, LockModes.SHARED);
        tryLock(reader, other, LockModes.SHARED);
        tryLock(writer, other, LockModes.SHARED);
        Future<Boolean> ahead =
                pool.submit(() -> acquire(writer, queue, LockModes.EXCLUSIVE, patient, new Cancellation()));
        awaitWaiting(writer);
        Future<Boolean> behind =
                pool.submit(() -> acquire(reader, queue, LockModes.SHARED, patient, new Cancellation()));
        awaitWaiting(reader);
        assertThatThrownBy(() -> acquire(first, other, LockModes.EXCLUSIVE, LockWait.FOREVER, new Cancellation()))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.T_R_DEADLOCK_DETECTED));
        table.releaseAll(first);
        assertThat(ahead.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(behind.isDone()).isFalse();
        table.releaseAll(writer);
        assertThat(behind.get(10, TimeUnit.SECONDS)).isTrue();
        table.releaseAll(reader);
        assertThat(table.size()).isZero();
    }

    @Test
    void reportsADeadlockToOneOfTwo() throws Exception {
        LockHolder first = holder();
        LockHolder second = holder();
        tryLock(first, ROW, UPDATE);
        tryLock(second, OTHER, UPDATE);
        Future<Boolean> one = lock(first, OTHER, UPDATE);
        awaitWaiting(first);
        Future<Boolean> victim = victim(one, lock(second, ROW, UPDATE));
        assertThatThrownBy(victim::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(SqlException.class, e -> {
                    assertThat(e.state()).isEqualTo(SqlState.T_R_DEADLOCK_DETECTED);
                    assertThat(e.detail().orElse(""))
                            .contains("Process 1 waits for ShareLock on transaction 702; blocked by process 2.")
                            .contains("Process 2 waits for ShareLock on transaction 701; blocked by process 1.");
                });
        assertThat(table.deadlocks()).isEqualTo(1);
    }

    @Test
    void findsADeadlockOfAnUpgrade() {
        LockHolder first = holder();
        LockHolder second = holder();
        tryLock(first, ROW, SHARE);
        tryLock(second, ROW, SHARE);
        Future<Boolean> one = lock(first, ROW, UPDATE);
        awaitWaiting(first);
        Future<Boolean> victim = victim(one, lock(second, ROW, UPDATE));
        assertThatThrownBy(() -> victim.get(1, TimeUnit.SECONDS)).hasMessageContaining("deadlock detected");
    }

    @Test
    void waitsEndByTimeoutAndCancel() {
        LockHolder first = holder();
        LockHolder second = holder();
        tryLock(first, ROW, UPDATE);
        LockWait brief = new LockWait.Block(Duration.ofMillis(20));
        assertThatThrownBy(() -> table.acquire(second, ROW, UPDATE, brief, new Cancellation()))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.LOCK_NOT_AVAILABLE));
        Cancellation cancellation = new Cancellation();
        Future<Boolean> waiting = pool.submit(() -> acquire(second, ROW, UPDATE, LockWait.FOREVER, cancellation));
        awaitWaiting(second);
        cancellation.cancel(new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
        assertThatThrownBy(waiting::get).hasMessageContaining("user request");
        assertThatThrownBy(() -> table.acquire(second, ROW, UPDATE, LockWait.NO_WAIT, new Cancellation()))
                .isInstanceOf(SqlException.class);
        table.releaseAll(first);
        assertThat(table.size()).isZero();
    }

    @Test
    void sessionLocksAreCountedAndSharedWithTheirTransactions() {
        SessionLocks session = SessionLocks.ofSession(table, 1);
        SessionLocks stranger = SessionLocks.ofSession(table, 2);
        AdvisoryKey key = AdvisoryKey.of(1, 2);
        Cancellation none = new Cancellation();
        assertThat(session.advisoryLock(key, false, LockWait.SKIP_LOCKED, none)).isTrue();
        assertThat(session.advisoryLock(key, false, LockWait.SKIP_LOCKED, none)).isTrue();
        assertThat(session.advisoryLock(key, true, LockWait.SKIP_LOCKED, none)).isTrue();
        LockHolder transaction = new LockHolder(session, false);
        assertThat(tryLock(transaction, LockTag.advisory(key), LockModes.EXCLUSIVE))
                .isTrue();
        table.releaseAll(transaction);
        assertThat(stranger.advisoryLock(key, true, LockWait.SKIP_LOCKED, none)).isFalse();
        assertThat(session.advisoryUnlock(key, false)).isTrue();
        assertThat(stranger.advisoryLock(key, true, LockWait.SKIP_LOCKED, none)).isFalse();
        assertThat(session.advisoryUnlock(key, false)).isTrue();
        assertThat(session.advisoryUnlock(key, false)).isFalse();
        assertThat(stranger.advisoryLock(key, true, LockWait.SKIP_LOCKED, none)).isTrue();
        assertThat(stranger.advisoryLock(AdvisoryKey.of(1L << 32 | 2), false, LockWait.SKIP_LOCKED, none))
                .isTrue();
        session.close();
        stranger.close();
        assertThat(table.size()).isZero();
    }

    @Test
    void manyThreadsNeverShareAnExclusiveLockAndNobodyStarves() throws Exception {
        int threads = 8;
        int[] counters = new int[5];
        List<Future<Integer>> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int seed = t;
            workers.add(pool.submit(() -> work(counters, new Random(seed))));
        }
        int deadlocks = 0;
        for (Future<Integer> worker : workers) {
            deadlocks += worker.get(60, TimeUnit.SECONDS);
        }
        int sum = 0;
        for (int counter : counters) {
            sum += counter;
        }
        assertThat(sum).isEqualTo(threads * 100 * 2);
        assertThat(table.deadlocks()).isEqualTo(deadlocks);
        assertThat(table.size()).isZero();
    }

    @Test
    void weakLocksStayOutsideOfTheTableUntilSomebodyWantsAStrongOne() {
        LockHolder reader = holder();
        LockHolder writer = holder();
        LockHolder owner = holder();
        LockTag tag = LockTag.table(7);
        assertThat(tryLock(reader, tag, LockModes.of(TableLockMode.ACCESS_SHARE)))
                .isTrue();
        assertThat(tryLock(writer, tag, LockModes.of(TableLockMode.ROW_EXCLUSIVE)))
                .isTrue();
        assertThat(table.size()).isZero();
        assertThat(tryLock(owner, tag, LockModes.of(TableLockMode.SHARE))).isFalse();
        assertThat(table.size()).isOne();
        table.releaseAll(writer);
        assertThat(tryLock(owner, tag, LockModes.of(TableLockMode.SHARE))).isTrue();
        assertThat(tryLock(writer, tag, LockModes.of(TableLockMode.ROW_EXCLUSIVE)))
                .isFalse();
        table.releaseAll(reader);
        table.releaseAll(owner);
        assertThat(table.size()).isZero();
        assertThat(tryLock(writer, tag, LockModes.of(TableLockMode.ROW_EXCLUSIVE)))
                .isTrue();
        assertThat(table.size()).isZero();
        table.releaseAll(writer);
    }

    @Test
    void aSavepointGivesBackWeakLocksThatWereMoved() throws Exception {
        LockHolder reader = holder();
        LockHolder owner = holder();
        LockTag tag = LockTag.table(7);
        LockHolder.Mark before = reader.mark();
        tryLock(reader, tag, LockModes.of(TableLockMode.ACCESS_SHARE));
        Future<Boolean> waiting = lock(owner, tag, LockModes.of(TableLockMode.ACCESS_EXCLUSIVE));
        awaitWaiting(owner);
        assertThat(table.blockers(owner.owner.pid())).containsExactly(reader.owner.pid());
        table.releaseSince(reader, before);
        assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
        table.releaseAll(owner);
    }

    // Readers and writers of a table never see it while somebody has it for himself.
    @Test
    void noWeakLockIsGrantedBesideAStrongOne() throws Exception {
        long seed = System.nanoTime();
        int[] shared = new int[3];
        AtomicInteger[] inside = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        List<Future<?>> workers = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Random random = new Random(seed + t);
            workers.add(pool.submit(() -> shareAndOwn(random, inside, shared)));
        }
        for (Future<?> worker : workers) {
            worker.get(60, TimeUnit.SECONDS);
        }
        assertThat(table.size()).as("seed %d", seed).isZero();
        for (int i = 0; i < 3; i++) {
            assertThat(table.strong().isWanted(i)).isFalse();
        }
    }

    private void shareAndOwn(Random random, AtomicInteger[] inside, int[] owned) {
        LockHolder holder = holder();
        for (int i = 0; i < 2_000; i++) {
            int space = random.nextInt(owned.length);
            LockTag tag = LockTag.table(space);
            if (random.nextInt(8) == 0) {
                acquire(
                        holder,
                        tag,
                        LockModes.of(TableLockMode.ACCESS_EXCLUSIVE),
                        LockWait.FOREVER,
                        new Cancellation());
                int before = owned[space];
                assertThat(inside[space].get()).isZero();
                owned[space] = before + 1;
            } else {
                TableLockMode mode = WEAK.get(random.nextInt(WEAK.size()));
                acquire(holder, tag, LockModes.of(mode), LockWait.FOREVER, new Cancellation());
                inside[space].incrementAndGet();
                int seen = owned[space];
                Thread.onSpinWait();
                assertThat(owned[space]).isEqualTo(seen);
                inside[space].decrementAndGet();
            }
            table.releaseAll(holder);
        }
    }

    // Two locks in any order: deadlocks are part of it, and are tried again.
    private int work(int[] counters, Random random) {
        int deadlocks = 0;
        for (int done = 0; done < 100; ) {
            LockHolder holder = holder();
            int one = random.nextInt(counters.length);
            int two = (one + 1 + random.nextInt(counters.length - 1)) % counters.length;
            try {
                table.acquire(
                        holder, LockTag.row(9, new byte[] {(byte) one}), UPDATE, LockWait.FOREVER, new Cancellation());
                table.acquire(
                        holder, LockTag.row(9, new byte[] {(byte) two}), UPDATE, LockWait.FOREVER, new Cancellation());
                counters[one]++;
                counters[two]++;
                done++;
            } catch (SqlException e) {
                assertThat(e.state()).isEqualTo(SqlState.T_R_DEADLOCK_DETECTED);
                deadlocks++;
            } finally {
                table.releaseAll(holder);
            }
        }
        return deadlocks;
    }

    private Awaited refused(LockHolder holder, LockTag tag, int mode) {
        try {
            acquire(holder, tag, mode, LockWait.FOREVER, Cancellation.withoutWaiting());
        } catch (WouldWaitException e) {
            return Objects.requireNonNull(e.awaited());
        }
        throw new AssertionError("the lock was free");
    }

    @Test
    void tellsWhoMustNotWaitWhenTheLockIsFree() {
        LockHolder first = holder();
        LockHolder second = holder();
        AtomicInteger told = new AtomicInteger();
        assertThat(tryLock(first, ROW, UPDATE)).isTrue();
        refused(second, ROW, UPDATE).whenWorthTrying(told::incrementAndGet);
        assertThat(told).hasValue(0);
        table.releaseAll(first);
        assertThat(told).hasValue(1);
        assertThat(tryLock(second, ROW, UPDATE)).isTrue();
        table.releaseAll(second);
        assertThat(told).hasValue(1);
        assertThat(table.size()).isZero();
    }

    @Test
    void tellsAtOnceWhenTheLockHasBecomeFreeMeanwhile() {
        LockHolder first = holder();
        AtomicInteger told = new AtomicInteger();
        assertThat(tryLock(first, ROW, UPDATE)).isTrue();
        Awaited awaited = refused(holder(), ROW, UPDATE);
        table.releaseAll(first);
        awaited.whenWorthTrying(told::incrementAndGet);
        assertThat(told).hasValue(1);
        assertThat(table.size()).isZero();
    }

    @Test
    void tellsAsManyAsCanHaveTheLockTogether() {
        LockHolder first = holder();
        List<String> told = new ArrayList<>();
        assertThat(tryLock(first, ROW, UPDATE)).isTrue();
        refused(holder(), ROW, SHARE).whenWorthTrying(() -> told.add("share"));
        refused(holder(), ROW, SHARE).whenWorthTrying(() -> told.add("share too"));
        Runnable third = refused(holder(), ROW, UPDATE).whenWorthTrying(() -> told.add("update"));
        Runnable fourth = refused(holder(), ROW, UPDATE).whenWorthTrying(() -> told.add("update too"));
        table.releaseAll(first);
        assertThat(told).containsExactly("share", "share too");
        // Neither of the two comes: who withdraws sees to it that the next one hears of the free lock.
        third.run();
        assertThat(told).containsExactly("share", "share too", "update too");
        fourth.run();
        assertThat(told).hasSize(3);
        assertThat(table.size()).isZero();
    }

    @Test
    void whoStandsInTheQueueComesFirst() throws Exception {
        LockHolder first = holder();
        LockHolder queued = holder();
        AtomicInteger told = new AtomicInteger();
        assertThat(tryLock(first, ROW, UPDATE)).isTrue();
        refused(holder(), ROW, UPDATE).whenWorthTrying(told::incrementAndGet);
        Future<Boolean> request = lock(queued, ROW, UPDATE);
        awaitWaiting(queued);
        table.releaseAll(first);
        assertThat(request.get()).isTrue();
        assertThat(told).hasValue(0);
        table.releaseAll(queued);
        assertThat(told).hasValue(1);
    }
}
