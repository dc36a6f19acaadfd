package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.storage.MemoryBase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// One thread, one seed: an engine dies at random steps, with and without its machine, and is opened again.
///
/// After each recovery the database must be exactly what was acknowledged, or that with the one commit in doubt.
class CrashRecoveryTest {

    private static final int SEEDS = 300;
    private static final TreeId TREE = new TreeId(1001);
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final EngineConfig CONFIG =
            EngineConfig.forHeap(64 << 20).withSegmentBytes(4096).withLayerBytes(6_000);

    /// Nearly every transaction is spilled and logged in chunks, and checkpointed in steps.
    private static final EngineConfig LARGE =
            CONFIG.withLayerBytes(400).withWriteSetLimitBytes(1_000).withRecordLimit(500, 200);

    private EngineConfig config = CONFIG;
    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryBase base = new MemoryBase(disk);
    private TreeMap<String, String> acknowledged = new TreeMap<>();
    private @Nullable TreeMap<String, String> inDoubt;

    private static CrashRecoveryTest with(EngineConfig config) {
        CrashRecoveryTest test = new CrashRecoveryTest();
        test.config = config;
        return test;
    }

    private Engine open() {
        EngineServices services = new EngineServices(
                disk, () -> base, CLOCK, null, Parking.SYSTEM, () -> new MemoryBase(new MemoryDisk()));
        return Engines.open(config, services, new LocalGate());
    }

    @Test
    void everySeedRecoversWhatWasAcknowledged() {
        for (int seed = 0; seed < SEEDS; seed++) {
            CrashRecoveryTest run = with(seed % 2 == 0 ? CONFIG : LARGE);
            try {
                run.live(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void everyStepOfAShortLifeCanBeTheLast() {
        dieAtEveryStep(CONFIG);
    }

    @Test
    void everyStepOfAShortLifeOfLargeTransactionsCanBeTheLast() {
        dieAtEveryStep(LARGE);
    }

    private static void dieAtEveryStep(EngineConfig config) {
        CrashRecoveryTest whole = with(config);
        whole.create();
        int before = whole.disk.steps();
        whole.work(new Random(1), 60);
        int steps = whole.disk.steps() - before;
        assertThat(steps).isGreaterThan(200);
        for (int step = 1; step <= steps; step++) {
            for (boolean powerLoss : List.of(false, true)) {
                CrashRecoveryTest run = with(config);
                run.create();
                run.disk.crashAfter(step);
                run.dieAndRecover(new Random(1), 60, powerLoss);
            }
        }
    }

    private void create() {
        Engines.create(disk, new ClusterId(new UUID(0, 1)), new NodeId(new UUID(0, 2)));
    }

    private void live(Random random) {
        create();
        for (int life = 0; life < 8; life++) {
            disk.crashAfter(1 + random.nextInt(150));
            dieAndRecover(random, 100, random.nextBoolean());
        }
    }

    private void dieAndRecover(Random random, int operations, boolean powerLoss) {
        try {
            work(random, operations);
        } catch (MemoryDisk.Crash e) {
            assertThat(disk.isCrashed()).isTrue();
        }
        if (powerLoss) {
            disk.restartAfterPowerLoss(random);
        } else {
            disk.restart();
        }
        Engine engine = open();
        TreeMap<String, String> found = content(engine);
        TreeMap<String, String> doubt = inDoubt;
        if (doubt == null) {
            assertThat(found).isEqualTo(acknowledged);
        } else {
            assertThat(List.of(acknowledged, doubt)).contains(found);
        }
        acknowledged = found;
        inDoubt = null;
    }

    private void work(Random random, int operations) {
        Engine engine = open();
        for (int i = 0; i < operations; i++) {
            if (random.nextInt(20) == 0) {
                engine.checkpoint();
            } else {
                commitOne(engine, random);
            }
        }
        if (random.nextBoolean()) {
            engine.close();
        }
    }

    private void commitOne(Engine engine, Random random) {
        TreeMap<String, String> after = new TreeMap<>(acknowledged);
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            String key = "k" + random.nextInt(40);
            if (random.nextInt(4) == 0) {
                transaction.delete(TREE, EngineTest.bytes(key));
                after.remove(key);
            } else {
                String value = "v" + random.nextInt() + "x".repeat(random.nextInt(300));
                transaction.put(TREE, EngineTest.bytes(key), EngineTest.bytes(value));
                after.put(key, value);
            }
        }
        inDoubt = after;
        transaction.commit();
        acknowledged = after;
        inDoubt = null;
    }

    private static TreeMap<String, String> content(Engine engine) {
        TreeMap<String, String> found = new TreeMap<>();
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        try (ReadView view = engine.readAt();
                Cursor cursor = view.scan(TREE, new byte[0], null, true)) {
            while (cursor.next()) {
                entries.add(Map.entry(
                        String.valueOf(EngineTest.text(cursor.key())),
                        String.valueOf(EngineTest.text(cursor.value()))));
            }
        }
        entries.forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }
}
