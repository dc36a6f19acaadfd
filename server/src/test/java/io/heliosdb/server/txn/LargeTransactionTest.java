package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.storage.MemoryBase;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import io.heliosdb.server.wal.WalReader;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Transactions that are spilled and logged in chunks, with something happening in the middle of their commit.
class LargeTransactionTest {

    private static final TreeId TREE = new TreeId(1001);
    private static final TreeId OTHER = new TreeId(1002);
    private static final int ROWS = 200;
    private static final int MIDDLE = 100;
    private static final byte[] START = new byte[0];
    private static final EngineConfig CONFIG = EngineConfig.forHeap(64 << 20)
            .withSegmentBytes(4096)
            .withLayerBytes(3_000)
            .withWriteSetLimitBytes(4_000)
            .withRecordLimit(1_000, 300);

    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryBase base = new MemoryBase(disk);
    private final MemoryDisk standbyDisk = new MemoryDisk();
    private final MemoryBase standbyBase = new MemoryBase(standbyDisk);
    private Runnable interruption = () -> {};

    private EngineServices services(MemoryDisk on, MemoryBase with) {
        return new EngineServices(
                on,
                () -> with,
                Clock.systemUTC(),
                null,
                Parking.SYSTEM,
                () -> new InterruptedScratch(read -> read == MIDDLE, () -> interruption.run()));
    }

    private Engine create() {
        Engines.create(disk, new ClusterId(new UUID(0, 1)), new NodeId(new UUID(0, 2)));
        return open(new LocalGate());
    }

    private Engine open(@Nullable CommitGate gate) {
        return Engines.open(CONFIG, services(disk, base), gate);
    }

    private Engine openStandby() {
        return Engines.open(CONFIG, services(standbyDisk, standbyBase), null);
    }

    private static Transaction begin(Engine engine, Cancellation cancellation) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(cancellation);
        return transaction;
    }

    private static byte[] key(int number) {
        return EngineTest.bytes(String.format(Locale.ROOT, "k%04d", number));
    }

    private static void fill(Transaction transaction) {
        for (int i = 0; i < ROWS; i++) {
            transaction.put(TREE, key(i * 7 % ROWS), EngineTest.bytes("value of row"));
        }
    }

    /// Several segments of the log.
    private static void fillWide(Transaction transaction) {
        for (int i = 0; i < ROWS; i++) {
            transaction.put(TREE, key(i * 7 % ROWS), new byte[200]);
        }
    }

    private static void wide(Engine engine) {
        Transaction transaction = begin(engine, new Cancellation());
        fillWide(transaction);
        transaction.commit();
    }

    private static void large(Engine engine) {
        Transaction transaction = begin(engine, new Cancellation());
        fill(transaction);
        transaction.commit();
    }

    private static void small(Engine engine, String key) {
        Transaction transaction = begin(engine, new Cancellation());
        transaction.put(OTHER, EngineTest.bytes(key), EngineTest.bytes("1"));
        transaction.commit();
    }

    private static int count(ReadView view, TreeId tree) {
        return EngineTest.drain(view.scan(tree, START, null, true)).size();
    }

    private static int count(Engine engine, TreeId tree) {
        try (ReadView view = engine.readAt()) {
            return count(view, tree);
        }
    }

    private static List<String> everything(Engine engine) {
        try (ReadView view = engine.readAt()) {
            List<String> all = new ArrayList<>(EngineTest.drain(view.scan(TREE, START, null, true)));
            all.addAll(EngineTest.drain(view.scan(OTHER, START, null, false)));
            return all;
        }
    }

    private static void stream(Engine from, Engine to) {
        StandbyLog log = to.standbyLog();
        try (WalReader reader = from.readLog(log.writtenLsn())) {
            for (ByteBuffer records = reader.read(500); records != null; records = reader.read(500)) {
                log.append(records);
                log.flush();
                log.commitUpTo(from.committedLsn());
            }
        }
    }

    private static void copy(Engine from, MemoryDisk disk, MemoryBase base) {
        try (SnapshotExport export = from.exportSnapshot()) {
            DatabaseMetadata metadata = export.metadata().onNode(new NodeId(new UUID(0, 3)));
            try (SnapshotImport target = Engines.importSnapshot(disk, () -> base, metadata)) {
                for (ByteBuffer chunk = export.nextChunk(500); chunk != null; chunk = export.nextChunk(500)) {
                    target.accept(chunk);
                }
                target.finish();
            }
            // The export keeps the log until the receiver has asked for it.
            from.retainLogFrom(export.lsn());
        }
    }

    @Test
    void othersCommitBetweenItsChunksAndSeeNothingOfItUntilAllOfItIsVisible() {
        Engine engine = create();
        List<Integer> seen = new ArrayList<>();
        interruption = () -> {
            small(engine, "between");
            engine.checkpoint();
            seen.add(count(engine, TREE));
            seen.add(count(engine, OTHER));
        };
        try (ReadView before = engine.readAt()) {
            large(engine);
            assertThat(seen).containsExactly(0, 1);
            assertThat(count(before, TREE)).isZero();
            assertThat(count(engine, TREE)).isEqualTo(ROWS);
        }
        engine.checkpoint();
        assertThat(count(engine, TREE)).isEqualTo(ROWS);
        engine.close();
        assertThat(everything(open(new LocalGate()))).hasSize(ROWS + 1);
    }

    @Test
    void aSnapshotTakenBeforeItsCheckpointReadsItFromTheLogAlsoWhenThatIsDropped() {
        Engine engine = create();
        List<ReadView> views = new ArrayList<>();
        ApplyListener early = batch -> views.add(engine.readAt());
        engine.addApplyListener(early);
        large(engine);
        engine.removeApplyListener(early);
        Lsn end = engine.writtenLsn();
        for (int i = 0; i < 100; i++) {
            small(engine, "later" + i);
        }
        engine.checkpoint();
        assertThat(engine.oldestLsn()).isGreaterThan(end);
        ReadView view = views.getFirst();
        assertThat(count(view, TREE)).isEqualTo(ROWS);
        assertThat(view.get(TREE, key(17))).isEqualTo(EngineTest.bytes("value of row"));
        assertThat(view.get(TREE, EngineTest.bytes("k0017x"))).isNull();
        assertThat(EngineTest.drain(view.scan(TREE, key(50), key(53), false)))
                .containsExactly("k0052=value of row", "k0051=value of row", "k0050=value of row");
        assertThat(count(view, OTHER)).isZero();
        view.close();
    }

    @Test
    void aCrashInTheMiddleLeavesNothingAndKeepsNoLog() {
        Engine engine = create();
        small(engine, "before");
        interruption = () -> {
            engine.checkpoint();
            disk.crash();
            disk.crashAfter(0);
        };
        assertThatThrownBy(() -> large(engine)).isInstanceOf(MemoryDisk.Crash.class);
        disk.restart();
        interruption = () -> {};
        Engine again = open(new LocalGate());
        assertThat(everything(again)).containsExactly("before=1");
        Lsn end = again.writtenLsn();
        large(again);
        again.checkpoint();
        assertThat(count(again, TREE)).isEqualTo(ROWS);
        assertThat(again.oldestLsn()).isGreaterThan(end);
    }

    @Test
    void aCancelInTheMiddleUndoesIt() {
        Engine engine = create();
        Cancellation cancellation = new Cancellation();
        interruption = () -> cancellation.cancel(new SqlException(SqlState.QUERY_CANCELED, "enough"));
        Transaction transaction = begin(engine, cancellation);
        fill(transaction);
        assertThatThrownBy(transaction::commit).hasMessageContaining("enough");
        assertThat(count(engine, TREE)).isZero();
        Lsn end = engine.writtenLsn();
        interruption = () -> {};
        large(engine);
        engine.checkpoint();
        assertThat(count(engine, TREE)).isEqualTo(ROWS);
        assertThat(engine.oldestLsn()).isGreaterThan(Lsn.ZERO).isLessThanOrEqualTo(engine.writtenLsn());
        assertThat(engine.oldestLsn().minus(end)).isGreaterThan(-4096);
    }

    @Test
    void aDiskThatFillsUpInTheMiddleUndoesItAndReadsGoOn() {
        Engine engine = create();
        small(engine, "before");
        engine.checkpoint();
        interruption = () -> disk.setFreeBytes(0);
        Transaction transaction = begin(engine, new Cancellation());
        fillWide(transaction);
        assertThatThrownBy(transaction::commit).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.DISK_FULL));
        interruption = () -> {};
        assertThat(everything(engine)).containsExactly("before=1");
        assertThatThrownBy(() -> wide(engine)).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.DISK_FULL));
        assertThat(count(engine, TREE)).isZero();
        disk.setFreeBytes(Long.MAX_VALUE);
        Lsn end = engine.writtenLsn();
        wide(engine);
        small(engine, "after");
        engine.checkpoint();
        assertThat(count(engine, TREE)).isEqualTo(ROWS);
        assertThat(engine.oldestLsn()).as("nothing is kept for what was undone").isGreaterThan(end);
        engine.close();
        Engine again = open(new LocalGate());
        assertThat(everything(again)).hasSize(ROWS + 2).contains("before=1", "after=1");
    }

    @Test
    void aRestartOnADiskThatIsStillFullReadsAndWritesOnceThereIsSpace() {
        Engine engine = create();
        small(engine, "before");
        engine.checkpoint();
        interruption = () -> disk.setFreeBytes(0);
        assertThatThrownBy(() -> wide(engine)).isInstanceOf(SqlException.class);
        interruption = () -> {};
        disk.crash();
        disk.restart();
        Engine again = open(new LocalGate());
        assertThat(everything(again)).containsExactly("before=1");
        disk.setFreeBytes(Long.MAX_VALUE);
        wide(again);
        again.checkpoint();
        assertThat(count(again, TREE)).isEqualTo(ROWS);
    }

    @Test
    void aDemotionInTheMiddleUndoesIt() {
        Engine engine = create();
        interruption = engine::becomeStandby;
        assertThatThrownBy(() -> large(engine)).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.READ_ONLY_SQL_TRANSACTION));
        assertThat(count(engine, TREE)).isZero();
        interruption = () -> {};
        engine.becomePrimary(Timeline.FIRST.next(), new LocalGate());
        large(engine);
        assertThat(count(engine, TREE)).isEqualTo(ROWS);
    }

    @Test
    void neverEndsAfterItsNodeWasAStandbyInBetween() {
        Engine engine = create();
        interruption = () -> {
            engine.becomeStandby();
            engine.becomePrimary(Timeline.FIRST.next(), new LocalGate());
        };
        assertThatThrownBy(() -> large(engine)).isInstanceOf(SqlException.class);
        assertThat(count(engine, TREE)).isZero();
        engine.close();
        interruption = () -> {};
        assertThat(count(open(new LocalGate()), TREE)).isZero();
    }

    @Test
    void aCopyTakenInTheMiddleGetsAllOfItFromTheLog() {
        Engine engine = create();
        small(engine, "first");
        interruption = () -> {
            small(engine, "between");
            copy(engine, standbyDisk, standbyBase);
        };
        large(engine);
        Engine standby = openStandby();
        assertThat(count(standby, OTHER)).isEqualTo(2);
        assertThat(count(standby, TREE)).isZero();
        small(engine, "last");
        stream(engine, standby);
        assertThat(everything(standby)).isEqualTo(everything(engine)).hasSize(ROWS + 3);
    }

    @Test
    void anIncompleteCopyDoesNotBecomeAPrimary() {
        Engine engine = create();
        interruption = () -> {
            small(engine, "between");
            copy(engine, standbyDisk, standbyBase);
        };
        large(engine);
        Engine standby = openStandby();
        assertThatThrownBy(() -> standby.becomePrimary(Timeline.FIRST.next(), new LocalGate()))
                .hasMessageContaining("not complete");
        stream(engine, standby);
        standby.becomePrimary(Timeline.FIRST.next(), new LocalGate());
        assertThat(count(standby, TREE)).isEqualTo(ROWS);
    }

    @Test
    void aStandbyRestartedInTheMiddleGoesOn() {
        Engine engine = create();
        copy(engine, standbyDisk, standbyBase);
        interruption = () -> {
            small(engine, "between");
            Engine standby = openStandby();
            stream(engine, standby);
            standby.checkpoint();
            standby.close();
        };
        large(engine);
        Engine standby = openStandby();
        assertThat(count(standby, TREE)).isZero();
        stream(engine, standby);
        assertThat(everything(standby)).isEqualTo(everything(engine)).hasSize(ROWS + 1);
        standby.checkpoint();
        standby.close();
        assertThat(everything(openStandby())).isEqualTo(everything(engine));
    }

    @Test
    void aPromotionInTheMiddleEndsItEverywhere() {
        Engine engine = create();
        copy(engine, standbyDisk, standbyBase);
        Engine standby = openStandby();
        interruption = () -> stream(engine, standby);
        large(engine);
        interruption = () -> {};
        Lsn common = standby.standbyLog().writtenLsn();
        standby.becomePrimary(Timeline.FIRST.next(), new LocalGate());
        assertThat(count(standby, TREE)).isZero();
        small(standby, "new");
        assertThat(standby.writtenLsn()).isGreaterThan(common);
        for (int i = 0; i < 100; i++) {
            small(standby, "newer" + i);
        }
        standby.checkpoint();
        assertThat(standby.oldestLsn()).as("no log is kept for it").isGreaterThan(common);
    }

    @Test
    void aTailWithAnUndecidedEndIsCutAndCommittedOnceMore() {
        Engine engine = create();
        copy(engine, standbyDisk, standbyBase);
        Engine standby = openStandby();
        Lsn[] middle = new Lsn[1];
        interruption = () -> middle[0] = engine.writtenLsn();
        large(engine);
        StandbyLog log = standby.standbyLog();
        try (WalReader reader = engine.readLog(log.writtenLsn())) {
            for (ByteBuffer records = reader.read(500); records != null; records = reader.read(500)) {
                log.append(records);
            }
        }
        log.flush();
        log.commitUpTo(middle[0]);
        log.truncateTo(middle[0]);
        assertThat(count(standby, TREE)).isZero();
        stream(engine, standby);
        assertThat(count(standby, TREE)).isEqualTo(ROWS);
    }

    @Test
    void serializableReadersOfItsStretchesAreRefusedOthersAreNot() {
        Engine engine = create();
        large(engine);
        Transaction touched = reader(engine, key(20));
        Transaction free = reader(engine, EngineTest.bytes("z"));
        Transaction writer = begin(engine, new Cancellation());
        for (int i = 0; i < ROWS; i++) {
            writer.put(TREE, key(i), EngineTest.bytes("another value of the row"));
        }
        writer.commit();
        assertThatThrownBy(touched::commit).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.T_R_SERIALIZATION_FAILURE));
        free.commit();
        assertThat(count(engine, OTHER)).isEqualTo(1);
    }

    private static Transaction reader(Engine engine, byte[] key) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT.withIsolation(IsolationLevel.SERIALIZABLE));
        transaction.startStatement(new Cancellation());
        transaction.get(key[0] == 'z' ? OTHER : TREE, key);
        transaction.put(OTHER, key, key);
        return transaction;
    }

    @Test
    void serializableReadersOfItsStretchesAreRefusedBeforeItIsVisible() {
        Engines.create(disk, new ClusterId(new UUID(0, 1)), new NodeId(new UUID(0, 2)));
        ShutGate gate = new ShutGate();
        Engine engine = open(gate);
        large(engine);
        Transaction touched = reader(engine, key(20));
        Transaction free = reader(engine, EngineTest.bytes("z"));
        gate.shut();
        Transaction writer = begin(engine, new Cancellation());
        for (int i = 0; i < ROWS; i++) {
            writer.put(TREE, key(i), EngineTest.bytes("another value of the row"));
        }
        assertThat(writer.commitAsync()).isNotDone();
        assertThat(touched.commitAsync()).isCompletedExceptionally();
        assertThat(free.commitAsync()).isNotDone();
        gate.open();
        assertThat(count(engine, OTHER)).isEqualTo(1);
    }

    @Test
    void anExportKeepsTheLogThatBelongsToItUntilItIsClosed() {
        Engine engine = create();
        small(engine, "before");
        Lsn from;
        try (SnapshotExport export = engine.exportSnapshot()) {
            from = export.lsn();
            for (int i = 0; i < 100; i++) {
                small(engine, "later" + i);
            }
            engine.checkpoint();
            assertThat(engine.oldestLsn()).isLessThanOrEqualTo(from);
        }
        small(engine, "last");
        engine.checkpoint();
        assertThat(engine.oldestLsn()).isGreaterThan(from);
    }

    @Test
    void rowsChangedByItAreSeenAsChanged() {
        Engine engine = create();
        small(engine, "x");
        Transaction older = engine.begin(TransactionOptions.DEFAULT.withIsolation(IsolationLevel.REPEATABLE_READ));
        older.startStatement(new Cancellation());
        older.snapshotLsn();
        large(engine);
        assertThat(older.get(TREE, key(3))).isNull();
        assertThat(older.lockRow(OTHER, EngineTest.bytes("x"), RowLockMode.UPDATE, LockWait.FOREVER))
                .isEqualTo(LockOutcome.UNCHANGED);
        assertThatThrownBy(() -> older.lockRow(TREE, key(3), RowLockMode.UPDATE, LockWait.FOREVER))
                .hasMessageContaining("could not serialize access");
        older.rollback();
    }

    @Test
    void dropsOfTreesAndChangesOfTheCatalogComeWithItsLastRecord() {
        Engine engine = create();
        large(engine);
        List<String> heard = new ArrayList<>();
        engine.addApplyListener(batch -> {
            for (int i = 0; i < batch.changes().size(); i++) {
                heard.add(batch.changes().tree(i) + (batch.changes().isDrop(i) ? " dropped" : ""));
            }
        });
        Transaction transaction = begin(engine, new Cancellation());
        transaction.put(new TreeId(1), key(1), key(1));
        for (int i = 0; i < ROWS; i++) {
            transaction.put(OTHER, key(i), EngineTest.bytes("value of row"));
        }
        transaction.dropTree(TREE);
        transaction.commit();
        assertThat(heard).containsExactlyInAnyOrder("1", "1001 dropped");
        assertThat(count(engine, TREE)).isZero();
        assertThat(count(engine, OTHER)).isEqualTo(ROWS);
        engine.close();
        Engine again = open(new LocalGate());
        assertThat(count(again, TREE)).isZero();
        assertThat(count(again, OTHER)).isEqualTo(ROWS);
    }
}
