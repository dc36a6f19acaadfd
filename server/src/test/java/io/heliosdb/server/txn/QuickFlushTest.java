package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.DiskStep;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.storage.MemoryBase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which thread makes a commit durable.
@Timeout(60)
class QuickFlushTest {

    private static final TreeId TREE = new TreeId(1001);
    /// More than it takes until the engine has learned how quick the disk is.
    private static final int MANY = 30;

    /// Waits as the machine does, by a time of which each look at the clock takes as much as it is told.
    private static final class SteppedTime implements Parking {
        private final AtomicLong now = new AtomicLong();
        private final long step;

        SteppedTime(long step) {
            this.step = step;
        }

        @Override
        public long nanos() {
            return now.addAndGet(step);
        }

        @Override
        public void park(Object blocker, long nanos) {
            LockSupport.parkNanos(blocker, nanos);
        }

        @Override
        public void unpark(@Nullable Thread thread) {
            LockSupport.unpark(thread);
        }
    }

    private final MemoryDisk disk = new MemoryDisk();
    private final List<Thread> threads = new ArrayList<>();
    private final ThreadFactory factory = Thread.ofPlatform().daemon().factory();
    private final Queue<Thread> syncing = new ConcurrentLinkedQueue<>();
    private @Nullable Engine engine;

    private Engine open(long nanosPerLook) {
        Engines.create(disk, new ClusterId(new UUID(0, 1)), new NodeId(new UUID(0, 2)));
        MemoryBase base = new MemoryBase(disk);
        Engine opened = Engines.open(
                EngineConfig.forHeap(64 << 20),
                new EngineServices(disk, () -> base, Clock.systemUTC(), this::newThread, new SteppedTime(nanosPerLook)),
                new LocalGate());
        engine = opened;
        return opened;
    }

    private Thread newThread(Runnable work) {
        Thread thread = factory.newThread(work);
        threads.add(thread);
        return thread;
    }

    @AfterEach
    void close() {
        disk.observe(null);
        Engine opened = engine;
        if (opened != null) {
            opened.close();
        }
    }

    private static void commit(Engine engine, int number) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        transaction.put(TREE, EngineTest.bytes("key" + number), EngineTest.bytes("1"));
        transaction.commit();
    }

    private void watch() {
        syncing.clear();
        disk.observe(step -> {
            if (isLogSync(step)) {
                syncing.add(Thread.currentThread());
            }
        });
    }

    private static boolean isLogSync(DiskStep step) {
        return step.operation().equals("sync") && !step.done() && step.site().startsWith("SegmentFiles");
    }

    @Test
    void theOnlyTransactionFlushesItselfOnAQuickDisk() {
        Engine quick = open(0);
        for (int i = 0; i < MANY; i++) {
            commit(quick, i);
        }
        watch();
        commit(quick, MANY);
        assertThat(syncing).containsOnly(Thread.currentThread());
    }

    @Test
    void besideOtherTransactionsFlushesAreLeftToTheirThread() {
        Engine quick = open(0);
        for (int i = 0; i < MANY; i++) {
            commit(quick, i);
        }
        Transaction other = quick.begin(TransactionOptions.DEFAULT);
        watch();
        commit(quick, MANY);
        other.rollback();
        assertThat(syncing).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void onASlowDiskNobodyIsHeldUpByAFlush() {
        Engine slow = open(5_000_000);
        watch();
        for (int i = 0; i < MANY; i++) {
            commit(slow, i);
        }
        assertThat(syncing).isNotEmpty().doesNotContain(Thread.currentThread());
    }

    @Test
    void theMarkFollowsAFlushOfTheOnlyTransaction() throws InterruptedException {
        Engine quick = open(0);
        for (int i = 0; i < MANY; i++) {
            commit(quick, i);
        }
        awaitMark();
        Thread flusher = threads.getFirst();
        while (flusher.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        commit(quick, MANY);
        awaitMark();
    }

    private void awaitMark() throws InterruptedException {
        CountDownLatch marked = new CountDownLatch(1);
        disk.observe(step -> {
            if (step.operation().equals("force") && step.done()) {
                marked.countDown();
            }
        });
        marked.await();
    }
}
