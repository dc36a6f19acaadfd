package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many clients at once, each anomaly as something that can be counted afterwards.
@Timeout(120)
@SuppressWarnings("NullAway")
class IsolationTest {

    private static final TreeId TREE = new TreeId(1001);
    private static final int CLIENTS = 6;
    private static final int EACH = 150;

    @TempDir
    private Path directory;

    private Engine engine;

    /// One attempt; its exception of class 40 means "try again".
    private interface Attempt {
        void run(Transaction transaction, Random random);
    }

    @BeforeEach
    void open() {
        Engines.create(directory, new ClusterId(new UUID(0, 1)), new NodeId(new UUID(0, 2)));
        EngineConfig config =
                EngineConfig.forHeap(64 << 20).withSegmentBytes(1 << 18).withLayerBytes(20_000);
        engine = Engines.open(directory, config, Clock.systemUTC(), Thread::new, new LocalGate());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static long number(byte @Nullable [] value) {
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    private static byte[] value(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private void repeat(IsolationLevel level, Attempt attempt) throws Exception {
        List<Future<?>> clients = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(client);
                clients.add(pool.submit(() -> {
                    for (int done = 0; done < EACH; ) {
                        done += tryOnce(level, attempt, random) ? 1 : 0;
                    }
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
    }

    private boolean tryOnce(IsolationLevel level, Attempt attempt, Random random) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT.withIsolation(level));
        try {
            transaction.startStatement(new Cancellation());
            attempt.run(transaction, random);
            transaction.commit();
            return true;
        } catch (SqlException e) {
            transaction.rollback();
            assertThat(e.state().isInClass("40")).as(e.message()).isTrue();
            return false;
        }
    }

    private long sum() {
        long sum = 0;
        try (ReadView view = engine.readAt();
                Cursor cursor = view.scan(TREE, new byte[0], null, true)) {
            while (cursor.next()) {
                sum += number(cursor.value());
            }
        }
        return sum;
    }

    @Test
    void noUpdateIsLostAtReadCommittedWithRecheck() throws Exception {
        repeat(IsolationLevel.READ_COMMITTED, (transaction, random) -> {
            byte[] key = key(random.nextInt(3));
            transaction.lockRow(TREE, key, RowLockMode.UPDATE, LockWait.FOREVER);
            transaction.put(TREE, key, value(number(transaction.getLatest(TREE, key)) + 1));
        });
        assertThat(sum()).isEqualTo((long) CLIENTS * EACH);
    }

    @Test
    void noUpdateIsLostAtRepeatableRead() throws Exception {
        repeat(IsolationLevel.REPEATABLE_READ, (transaction, random) -> {
            byte[] key = key(random.nextInt(3));
            long before = number(transaction.get(TREE, key));
            transaction.lockRow(TREE, key, RowLockMode.UPDATE, LockWait.FOREVER);
            transaction.put(TREE, key, value(before + 1));
        });
        assertThat(sum()).isEqualTo((long) CLIENTS * EACH);
    }

    // Without a lock at all: only the validation of reads stands between this and lost updates.
    @Test
    void noUpdateIsLostAtSerializableWithoutLocks() throws Exception {
        repeat(IsolationLevel.SERIALIZABLE, (transaction, random) -> {
            byte[] key = key(random.nextInt(3));
            transaction.put(TREE, key, value(number(transaction.get(TREE, key)) + 1));
        });
        assertThat(sum()).isEqualTo((long) CLIENTS * EACH);
    }

    // Each inserts the count that its scan found: in a serial order these are 0, 1, 2, ...
    @Test
    void noPhantomSlipsInAtSerializable() throws Exception {
        repeat(IsolationLevel.SERIALIZABLE, (transaction, random) -> {
            int count = 0;
            try (Cursor cursor = transaction.scan(TREE, new byte[0], null, random.nextBoolean())) {
                while (cursor.next()) {
                    count++;
                }
            }
            byte[] unique = ByteBuffer.allocate(16)
                    .putLong(random.nextLong())
                    .putLong(random.nextLong())
                    .array();
            transaction.put(TREE, unique, value(count));
        });
        long all = (long) CLIENTS * EACH;
        assertThat(sum()).isEqualTo(all * (all - 1) / 2);
    }
}
