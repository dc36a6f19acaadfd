package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.storage.MemoryBase;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Transactions that hold more locks than are kept one by one.
class ManyLocksTest {

    private static final TreeId TREE = new TreeId(1001);

    /// A hundred locks are kept one by one.
    private static final EngineConfig CONFIG = EngineConfig.forHeap(64 << 20).withWriteSetLimitBytes(200_000);

    private final MemoryDisk disk = new MemoryDisk();
    private final Engine engine = open();

    private Engine open() {
        MemoryBase base = new MemoryBase(disk);
        Engines.create(disk, new ClusterId(new UUID(0, 1)), new NodeId(new UUID(0, 2)));
        return Engines.open(CONFIG, new EngineServices(disk, () -> base, Clock.systemUTC(), null), new LocalGate());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Transaction begin() {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        return transaction;
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static void lock(Transaction transaction, int number, RowLockMode mode) {
        transaction.lockRow(TREE, key(number), mode, LockWait.FOREVER);
    }

    private static LockOutcome tryLock(Transaction transaction, int number, RowLockMode mode) {
        return transaction.lockRow(TREE, key(number), mode, new LockWait.SkipLocked());
    }

    @Test
    void keepOthersOffEveryRowUntilTheyEnd() {
        Transaction many = begin();
        for (int i = 0; i < 200; i++) {
            lock(many, i, RowLockMode.NO_KEY_UPDATE);
        }
        Transaction other = begin();
        for (int i = 0; i < 200; i++) {
            assertThat(tryLock(other, i, RowLockMode.UPDATE)).isEqualTo(LockOutcome.NOT_AVAILABLE);
            assertThat(tryLock(other, i, RowLockMode.KEY_SHARE)).isEqualTo(LockOutcome.UNCHANGED);
        }
        int row = 150;
        assertThatThrownBy(() -> other.lockRow(TREE, key(row), RowLockMode.UPDATE, new LockWait.NoWait()))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.LOCK_NOT_AVAILABLE));
        // What is held by somebody else is found by whoever holds many, too.
        assertThat(tryLock(many, row, RowLockMode.UPDATE)).isEqualTo(LockOutcome.NOT_AVAILABLE);
        many.rollback();
        for (int i = 0; i < 200; i++) {
            assertThat(tryLock(other, i, RowLockMode.UPDATE)).isEqualTo(LockOutcome.UNCHANGED);
        }
        other.rollback();
    }

    @Test
    void locksBehindTheFirstSavepointGoWithIt() {
        Transaction many = begin();
        Savepoint begin = many.savepoint();
        for (int i = 0; i < 200; i++) {
            lock(many, i, RowLockMode.UPDATE);
        }
        many.rollbackTo(begin);
        Transaction other = begin();
        for (int i = 0; i < 200; i++) {
            assertThat(tryLock(other, i, RowLockMode.UPDATE)).isEqualTo(LockOutcome.UNCHANGED);
        }
        other.rollback();
        many.rollback();
    }

    @Test
    void deadlocksAmongThemAreFound() throws Exception {
        Transaction first = begin();
        Transaction second = begin();
        for (int i = 0; i < 150; i++) {
            lock(first, i, RowLockMode.UPDATE);
            lock(second, 1000 + i, RowLockMode.UPDATE);
        }
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            AtomicInteger deadlocks = new AtomicInteger();
            Future<?> a = pool.submit(() -> cross(first, 1149, deadlocks));
            Future<?> b = pool.submit(() -> cross(second, 149, deadlocks));
            a.get();
            b.get();
            assertThat(deadlocks.get()).isEqualTo(1);
        }
    }

    private static void cross(Transaction transaction, int row, AtomicInteger deadlocks) {
        try {
            lock(transaction, row, RowLockMode.UPDATE);
        } catch (SqlException e) {
            assertThat(e.state()).isEqualTo(SqlState.T_R_DEADLOCK_DETECTED);
            deadlocks.incrementAndGet();
        }
        transaction.rollback();
    }

    /// Rows are taken in order, so that nobody waits in a circle but by a shared bit; whoever dies of that tries
    /// again.
    @Test
    void noTwoHoldOneRowAtATime() throws Exception {
        int rows = 300;
        AtomicIntegerArray owners = new AtomicIntegerArray(rows);
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int w = 1; w <= 4; w++) {
                int worker = w;
                workers.add(pool.submit(() -> {
                    Random random = new Random(worker);
                    for (int round = 0; round < 40; round++) {
                        done.addAndGet(takeAndCheck(random, owners, worker));
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        assertThat(done.get()).isPositive();
    }

    private int takeAndCheck(Random random, AtomicIntegerArray owners, int worker) {
        Transaction transaction = begin();
        List<Integer> mine = new ArrayList<>();
        try {
            for (int row = 0; row < owners.length(); row++) {
                if (random.nextInt(2) == 0) {
                    lock(transaction, row, RowLockMode.UPDATE);
                    assertThat(owners.getAndSet(row, worker)).isZero();
                    mine.add(row);
                }
            }
            return mine.size();
        } catch (SqlException e) {
            assertThat(e.state()).isEqualTo(SqlState.T_R_DEADLOCK_DETECTED);
            return 0;
        } finally {
            mine.forEach(row -> owners.set(row, 0));
            transaction.rollback();
        }
    }
}
