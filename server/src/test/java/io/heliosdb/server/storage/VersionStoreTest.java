package io.heliosdb.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.WriteBatch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionStoreTest {

    private static final long TREE = 1001;
    private static final byte[] START = new byte[0];
    private static final int MIN_CHECKPOINTS = 5;

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static byte[] value(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static long number(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    private static void commit(VersionStore store, long lsn, WriteBatch batch) {
        store.apply(new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn), batch);
        store.publish(Lsn.of(lsn));
    }

    /// Each commit moves an amount between two of 50 accounts, or deletes and re-creates one; the sum never
    /// changes. Readers scan and get meanwhile, some of them across several checkpoints.
    @Test
    void everyViewIsConsistentUnderCommitsAndCheckpoints(@TempDir Path directory) throws Exception {
        int accounts = 50;
        int commits = 20_000;
        VersionStore store =
                new VersionStore(LmdbBase.open(directory, 1 << 28, new LmdbBase.Steps(200, 10)), 40_000, 2_000_000);
        WriteBatch first = new WriteBatch();
        long[] balances = new long[accounts];
        for (int i = 0; i < accounts; i++) {
            balances[i] = 100;
            first.put(TREE, key(i), value(100));
        }
        commit(store, 1, first);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int r = 0; r < 3; r++) {
                int seed = r;
                readers.add(pool.submit(() -> read(store, accounts, new Random(seed), done)));
            }
            AtomicInteger checkpoints = new AtomicInteger();
            AtomicInteger compactions = new AtomicInteger();
            Future<?> checkpointer = pool.submit(() -> {
                while (!done.get()) {
                    checkpoints.addAndGet(store.checkpoint() ? 1 : 0);
                    compactions.addAndGet(store.compact() ? 0 : 1);
                }
            });
            Random random = new Random(9);
            // However the threads are scheduled, commits go on until several checkpoints have passed between
            // them.
            for (int i = 2; i <= commits || checkpoints.get() < MIN_CHECKPOINTS && !checkpointer.isDone(); i++) {
                commit(store, i, transfer(balances, random));
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
            checkpointer.get();
            assertThat(checkpoints).hasValueGreaterThanOrEqualTo(MIN_CHECKPOINTS);
            assertThat(compactions).hasPositiveValue();
        }
        store.close();
    }

    private static WriteBatch transfer(long[] balances, Random random) {
        int from = random.nextInt(balances.length);
        int to = (from + 1 + random.nextInt(balances.length - 1)) % balances.length;
        long amount = random.nextInt(3) == 0 ? balances[from] : random.nextInt(10);
        balances[from] -= amount;
        balances[to] += amount;
        WriteBatch batch = new WriteBatch();
        if (balances[from] == 0) {
            batch.delete(TREE, key(from));
        } else {
            batch.put(TREE, key(from), value(balances[from]));
        }
        return batch.put(TREE, key(to), value(balances[to]));
    }

    private static int read(VersionStore store, int accounts, Random random, AtomicBoolean done) {
        int rounds = 0;
        while (!done.get() || rounds == 0) {
            rounds++;
            try (StoreView view = store.view()) {
                for (int i = 0; i < 1 + random.nextInt(5); i++) {
                    long sum = 0;
                    if (random.nextBoolean()) {
                        for (int account = 0; account < accounts; account++) {
                            byte[] value = view.get(TREE, key(account));
                            sum += value == null ? 0 : number(value);
                        }
                    } else {
                        try (Cursor cursor = view.scan(TREE, START, null, random.nextBoolean())) {
                            while (cursor.next()) {
                                sum += number(cursor.value());
                            }
                        }
                    }
                    assertThat(sum).as("as of %s", view.lsn()).isEqualTo(100L * accounts);
                }
            }
        }
        return rounds;
    }

    @Test
    void chainAnswersForOldSnapshotsAfterCheckpoints(@TempDir Path directory) {
        VersionStore store = new VersionStore(LmdbBase.open(directory, 1 << 28), 1 << 20, 1 << 20);
        commit(store, 1, new WriteBatch().put(TREE, key(1), value(1)).put(TREE, key(2), value(1)));
        StoreView old = store.view();
        commit(store, 2, new WriteBatch().put(TREE, key(1), value(2)));
        store.seal();
        assertThat(store.checkpoint()).isTrue();
        commit(store, 3, new WriteBatch().put(TREE, key(3), value(2)));
        LayerChain chain = old.chain();
        assertThat(chain.changedSince(TREE, key(1), 1)).isEqualTo(LayerChain.Answer.CHANGED);
        assertThat(chain.changedSince(TREE, key(2), 1)).isEqualTo(LayerChain.Answer.UNCHANGED);
        assertThat(chain.changedSince(TREE, KeyRange.of(key(2), key(3)), 1)).isEqualTo(LayerChain.Answer.UNCHANGED);
        assertThat(chain.changedSince(TREE, KeyRange.of(key(2), null), 1)).isEqualTo(LayerChain.Answer.CHANGED);
        assertThat(old.get(TREE, key(1))).isEqualTo(value(1));
        old.close();
        store.close();
    }

    @Test
    void forgetsLayersThatOldSnapshotsHoldWhenTheyGrowTooLarge(@TempDir Path directory) {
        VersionStore store = new VersionStore(LmdbBase.open(directory, 1 << 28), 1 << 20, 500);
        commit(store, 1, new WriteBatch().put(TREE, key(1), value(1)));
        StoreView old = store.view();
        for (int i = 2; i < 20; i++) {
            commit(store, i, new WriteBatch().put(TREE, key(2), value(i)));
            store.seal();
            store.checkpoint();
        }
        assertThat(old.chain().changedSince(TREE, key(1), 1)).isEqualTo(LayerChain.Answer.UNKNOWN);
        assertThat(old.get(TREE, key(1))).isEqualTo(value(1));
        assertThat(old.get(TREE, key(2))).isNull();
        old.close();
        store.close();
    }

    @Test
    void aCheckpointOfManyStepsCountsOnce(@TempDir Path directory) {
        int keys = 50;
        // So small a layer has one entry a step.
        VersionStore store = new VersionStore(LmdbBase.open(directory, 1 << 28), 1_000, 1 << 20);
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < keys; i++) {
            batch.put(TREE, key(i), value(i));
        }
        commit(store, 1, batch);
        int steps = 0;
        while (store.checkpoint()) {
            steps++;
            assertThat(store.checkpoints()).isEqualTo(steps < keys ? 0 : 1);
        }
        assertThat(steps).isEqualTo(keys);
        store.close();
    }
}
