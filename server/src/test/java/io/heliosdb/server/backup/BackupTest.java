package io.heliosdb.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.LocalGate;
import io.heliosdb.server.txn.ReadView;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class BackupTest {

    private static final TreeId TREE = new TreeId(1001);
    private static final NodeId NODE = NodeId.parse("11111111-1111-1111-1111-111111111111");
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("backup-test-", 0).factory();
    private static final EngineConfig CONFIG =
            EngineConfig.forHeap(256 << 20).withSegmentBytes(1 << 20).withLayerBytes(200_000);

    @TempDir
    Path folder = Path.of("");

    private final SteppingClock clock = new SteppingClock();
    private Engine engine;

    /// A clock that is one second on each time it is asked.
    private static final class SteppingClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public synchronized Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }
    }

    @BeforeEach
    void open() {
        Path data = folder.resolve("data");
        Engines.create(data, ClusterId.parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"), NODE);
        engine = Engines.open(data, CONFIG, clock, THREADS, new LocalGate());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static Lsn put(Engine into, int key, int value) {
        Transaction transaction = into.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        transaction.put(TREE, bytes(key), bytes(value));
        return transaction.commit();
    }

    private static Map<Integer, Integer> content(Engine of) {
        Map<Integer, Integer> found = new TreeMap<>();
        try (ReadView view = of.readAt();
                Cursor cursor = view.scan(TREE, new byte[0], null, true)) {
            while (cursor.next()) {
                found.put(
                        ByteBuffer.wrap(cursor.key()).getInt(),
                        ByteBuffer.wrap(cursor.value()).getInt());
            }
        }
        return found;
    }

    private BackupManifest backUp(String name) {
        return new BackupWriter(engine, clock, (step, bytes) -> {}).write(folder.resolve(name));
    }

    private Restore.Result restore(String backup, RestoreTarget target, String into, boolean archive) {
        return new Restore(CONFIG, clock, THREADS, (step, bytes) -> {})
                .run(new Restore.Request(
                        folder.resolve(backup),
                        archive ? folder.resolve("archive") : null,
                        target,
                        folder.resolve(into),
                        NODE));
    }

    private Map<Integer, Integer> contentOf(String data) {
        try (Engine restored = Engines.open(folder.resolve(data), CONFIG, clock, THREADS, new LocalGate())) {
            Map<Integer, Integer> content = content(restored);
            put(restored, -1, -1);
            assertThat(content(restored))
                    .as("the restored database takes writes")
                    .containsEntry(-1, -1);
            return content;
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aBackupTakenDuringWritesRestoresAPrefixOfThem() throws Exception {
        Thread writer = THREADS.newThread(() -> {
            for (int i = 0; i < 2_000; i++) {
                put(engine, i % 700, i);
            }
        });
        writer.start();
        await(() -> content(engine).size() > 100);
        BackupManifest manifest = backUp("backup");
        writer.join();
        Restore.Result result = restore("backup", new RestoreTarget.Latest(), "restored", false);
        assertThat(result.lsn()).isEqualTo(manifest.end());
        assertThat(result.timeline()).isEqualTo(Timeline.FIRST.next());
        Map<Integer, Integer> content = contentOf("restored");
        int last = content.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        Map<Integer, Integer> expected = new TreeMap<>();
        for (int i = 0; i <= last; i++) {
            expected.put(i % 700, i);
        }
        assertThat(content).isEqualTo(expected);
    }

    @Test
    void restoresToEveryLsnAndTimeOfTheArchive() {
        put(engine, 0, 0);
        List<Lsn> lsns = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        try (WalArchiver archiver = WalArchiver.start(engine, folder.resolve("archive"), THREADS)) {
            backUp("backup");
            for (int i = 1; i <= 20; i++) {
                lsns.add(put(engine, i, i));
                times.add(clock.instant());
            }
            await(() -> archiver.archived().equals(engine.committedLsn()));
            assertThat(archiver.lagBytes()).isZero();
        }
        for (int i : List.of(1, 7, 20)) {
            Restore.Result atLsn = restore("backup", new RestoreTarget.AtLsn(lsns.get(i - 1)), "lsn" + i, true);
            assertThat(atLsn.lsn()).isEqualTo(lsns.get(i - 1));
            assertThat(contentOf("lsn" + i)).hasSize(i + 1).containsEntry(i, i);
            Restore.Result atTime = restore("backup", new RestoreTarget.AtTime(times.get(i - 1)), "time" + i, true);
            assertThat(atTime.lsn()).isEqualTo(lsns.get(i - 1));
            assertThat(atTime.reached()).isEqualTo(i < 20);
            assertThat(contentOf("time" + i)).hasSize(i + 1);
        }
        assertThatThrownBy(() ->
                        restore("backup", new RestoreTarget.AtLsn(lsns.getLast().plus(8)), "far", true))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("end at LSN " + lsns.getLast());
        assertThat(Engines.metadata(folder.resolve("far")))
                .as("counts as empty")
                .isEmpty();
        assertThatThrownBy(() -> restore("backup", new RestoreTarget.AtTime(Instant.EPOCH), "early", true))
                .hasMessageContaining("use an older backup");
    }

    @Test
    void archivingGoesOnAfterARestartAndATornTail() throws Exception {
        backUp("backup");
        for (int round = 0; round < 4; round++) {
            try (WalArchiver archiver = WalArchiver.start(engine, folder.resolve("archive"), THREADS)) {
                put(engine, round, round);
                await(() -> archiver.archived().equals(engine.committedLsn()));
            }
            put(engine, 100 + round, round);
            if (round < 3) {
                tearLastArchiveFile(round);
            }
        }
        try (WalArchiver archiver = WalArchiver.start(engine, folder.resolve("archive"), THREADS)) {
            await(() -> archiver.archived().equals(engine.committedLsn()));
        }
        restore("backup", new RestoreTarget.Latest(), "restored", true);
        assertThat(contentOf("restored")).isEqualTo(content(engine));
    }

    private void tearLastArchiveFile(int bytes) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("archive"))) {
            Path last = files.filter(file -> file.toString().endsWith(".wal"))
                    .sorted()
                    .toList()
                    .getLast();
            byte[] content = Files.readAllBytes(last);
            Files.write(last, Arrays.copyOf(content, content.length - bytes * 40));
        }
    }

    @Test
    void aRestoreFollowsTheTimelineOfAnEarlierRestore() {
        backUp("backup");
        Lsn fork = put(engine, 1, 1);
        try (WalArchiver archiver = WalArchiver.start(engine, folder.resolve("archive"), THREADS)) {
            put(engine, 2, 2);
            await(() -> archiver.archived().equals(engine.committedLsn()));
        }
        restore("backup", new RestoreTarget.AtLsn(fork), "second", true);
        try (Engine second = Engines.open(folder.resolve("second"), CONFIG, clock, THREADS, new LocalGate())) {
            try (WalArchiver archiver = WalArchiver.start(second, folder.resolve("archive"), THREADS)) {
                put(second, 3, 3);
                await(() -> archiver.archived().equals(second.committedLsn()));
            }
            Restore.Result third = restore("backup", new RestoreTarget.Latest(), "third", true);
            assertThat(third.timeline()).isEqualTo(new Timeline(3));
            assertThat(contentOf("third")).isEqualTo(content(second)).doesNotContainKey(2);
        }
    }

    @Test
    void aDamagedOrUnfinishedBackupIsRefused() throws Exception {
        put(engine, 1, 1);
        backUp("backup");
        assertThatThrownBy(() -> backUp("backup")).hasMessageContaining("is not empty");
        BackupVerifier.verify(folder.resolve("backup"));
        for (String name : List.of("base", "wal")) {
            Path file = folder.resolve("backup").resolve(name);
            byte[] good = Files.readAllBytes(file);
            if (good.length == 0) {
                continue;
            }
            byte[] bad = good.clone();
            bad[good.length / 2] ^= 1;
            Files.write(file, bad);
            assertThatThrownBy(() -> restore("backup", new RestoreTarget.Latest(), "bad", false))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("is damaged");
            Files.write(file, good);
        }
        Files.delete(folder.resolve("backup").resolve(BackupManifest.NAME));
        assertThatThrownBy(() -> BackupVerifier.verify(folder.resolve("backup")))
                .hasMessageContaining("is not a whole backup");
    }

    @Test
    void anExistingDatabaseIsNotOverwritten() {
        backUp("backup");
        assertThatThrownBy(() -> restore("backup", new RestoreTarget.Latest(), "data", false))
                .hasMessageContaining("holds a database already");
    }

    @Test
    void logIsKeptUntilItIsArchived() {
        try (var hold = engine.holdLog()) {
            for (int i = 0; i < 30; i++) {
                Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
                transaction.startStatement(new Cancellation());
                transaction.put(TREE, bytes(i), new byte[100_000]);
                transaction.commit();
            }
            engine.checkpoint();
            assertThat(engine.oldestLsn()).isEqualTo(hold.from());
            hold.moveTo(engine.committedLsn());
            put(engine, 1, 2);
            engine.checkpoint();
            assertThat(engine.oldestLsn()).isGreaterThan(Lsn.ZERO);
        }
    }
}
