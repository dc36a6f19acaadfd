package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import io.heliosdb.server.wal.WalReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// JUnit fills the directory in before anything runs.
@SuppressWarnings("NullAway")
class EngineTest {

    private static final TreeId TREE = new TreeId(1001);
    private static final TreeId OTHER = new TreeId(1002);
    private static final EngineConfig CONFIG =
            EngineConfig.forHeap(64 << 20).withSegmentBytes(1 << 16).withLayerBytes(1 << 16);

    @TempDir
    private Path directory;

    private Engine engine;

    private static Engine open(Path path, boolean create) {
        if (create) {
            Engines.create(path, new ClusterId(UUID.randomUUID()), new NodeId(UUID.randomUUID()));
        }
        return Engines.open(path, CONFIG, Clock.systemUTC(), Thread::new, new LocalGate());
    }

    @BeforeEach
    void openEngine() {
        engine = open(directory.resolve("a"), true);
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    private void reopen() {
        engine.close();
        engine = open(directory.resolve("a"), false);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private Transaction begin(IsolationLevel level) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT.withIsolation(level));
        transaction.startStatement(new Cancellation());
        return transaction;
    }

    private Transaction begin() {
        return begin(IsolationLevel.READ_COMMITTED);
    }

    private void put(String key, String value) {
        Transaction transaction = begin();
        transaction.put(TREE, bytes(key), bytes(value));
        transaction.commit();
    }

    private @Nullable String get(String key) {
        try (ReadView view = engine.readAt()) {
            return text(view.get(TREE, bytes(key)));
        }
    }

    static List<String> drain(Cursor cursor) {
        List<String> found = new ArrayList<>();
        try (cursor) {
            while (cursor.next()) {
                found.add(text(cursor.key()) + "=" + text(cursor.value()));
            }
        }
        return found;
    }

    private List<String> scan() {
        try (ReadView view = engine.readAt()) {
            return drain(view.scan(TREE, new byte[0], null, true));
        }
    }

    @Test
    void seesWhatWasCommittedAlsoAfterReopening() {
        put("a", "1");
        put("b", "2");
        assertThat(scan()).containsExactly("a=1", "b=2");
        reopen();
        assertThat(scan()).containsExactly("a=1", "b=2");
        engine.checkpoint();
        put("c", "3");
        reopen();
        assertThat(scan()).containsExactly("a=1", "b=2", "c=3");
    }

    @Test
    void hidesWritesOfTheCurrentCommandFromItselfOnly() {
        put("a", "1");
        Transaction transaction = begin();
        Cursor open = transaction.scan(TREE, new byte[0], null, true);
        transaction.put(TREE, bytes("b"), bytes("2"));
        assertThat(transaction.get(TREE, bytes("b"))).isNull();
        assertThat(text(transaction.getLatest(TREE, bytes("b")))).isEqualTo("2");
        assertThat(drain(open)).containsExactly("a=1");
        transaction.startStatement(new Cancellation());
        assertThat(drain(transaction.scan(TREE, new byte[0], null, false))).containsExactly("b=2", "a=1");
        assertThat(get("b")).isNull();
        transaction.rollback();
        assertThat(get("b")).isNull();
    }

    @Test
    void undoesToSavepoints() {
        Transaction transaction = begin();
        transaction.put(TREE, bytes("a"), bytes("1"));
        Savepoint first = transaction.savepoint();
        transaction.put(TREE, bytes("a"), bytes("2"));
        transaction.put(TREE, bytes("b"), bytes("2"));
        Savepoint second = transaction.savepoint();
        transaction.delete(TREE, bytes("a"));
        transaction.rollbackTo(second);
        assertThat(text(transaction.getLatest(TREE, bytes("a")))).isEqualTo("2");
        transaction.rollbackTo(first);
        assertThat(text(transaction.getLatest(TREE, bytes("a")))).isEqualTo("1");
        transaction.commit();
        assertThat(scan()).containsExactly("a=1");
    }

    @Test
    void readersKeepTheirSnapshotThroughCheckpoints() {
        put("a", "1");
        put("d", "4");
        Transaction reader = begin(IsolationLevel.REPEATABLE_READ);
        Cursor open = reader.scan(TREE, new byte[0], null, true);
        assertThat(open.next()).isTrue();
        put("a", "2");
        put("b", "2");
        engine.checkpoint();
        put("a", "3");
        Transaction delete = begin();
        delete.delete(TREE, bytes("d"));
        delete.commit();
        engine.checkpoint();
        assertThat(drain(open)).containsExactly("d=4");
        assertThat(drain(reader.scan(TREE, new byte[0], null, true))).containsExactly("a=1", "d=4");
        assertThat(scan()).containsExactly("a=3", "b=2");
        reader.rollback();
    }

    @Test
    void dropsTrees() {
        put("a", "1");
        engine.checkpoint();
        put("b", "1");
        Transaction old = begin(IsolationLevel.REPEATABLE_READ);
        old.snapshotLsn();
        Transaction transaction = begin();
        transaction.dropTree(TREE);
        transaction.put(OTHER, bytes("x"), bytes("y"));
        transaction.startStatement(new Cancellation());
        assertThat(drain(transaction.scan(TREE, new byte[0], null, true))).isEmpty();
        transaction.commit();
        assertThat(scan()).isEmpty();
        engine.checkpoint();
        assertThat(scan()).isEmpty();
        assertThat(drain(old.scan(TREE, new byte[0], null, true))).containsExactly("a=1", "b=1");
        old.rollback();
        reopen();
        assertThat(scan()).isEmpty();
    }

    @Test
    void refusesLostUpdateAtRepeatableRead() {
        put("a", "1");
        Transaction first = begin(IsolationLevel.REPEATABLE_READ);
        first.snapshotLsn();
        put("a", "2");
        assertThatThrownBy(() -> first.lockRow(TREE, bytes("a"), RowLockMode.UPDATE, LockWait.FOREVER))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.T_R_SERIALIZATION_FAILURE));
        first.rollback();
    }

    @Test
    void reportsAChangedRowAtReadCommitted() {
        put("a", "1");
        Transaction first = begin();
        first.snapshotLsn();
        put("a", "2");
        assertThat(first.lockRow(TREE, bytes("a"), RowLockMode.UPDATE, LockWait.FOREVER))
                .isEqualTo(LockOutcome.CHANGED);
        assertThat(text(first.get(TREE, bytes("a")))).isEqualTo("1");
        assertThat(text(first.getLatest(TREE, bytes("a")))).isEqualTo("2");
        first.rollback();
    }

    @Test
    void refusesWriteSkewAtSerializable() {
        put("a", "on");
        put("b", "on");
        Transaction first = begin(IsolationLevel.SERIALIZABLE);
        Transaction second = begin(IsolationLevel.SERIALIZABLE);
        assertThat(drain(first.scan(TREE, new byte[0], null, true))).hasSize(2);
        assertThat(drain(second.scan(TREE, new byte[0], null, true))).hasSize(2);
        first.put(TREE, bytes("a"), bytes("off"));
        second.put(TREE, bytes("b"), bytes("off"));
        first.commit();
        assertThatThrownBy(second::commit).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.T_R_SERIALIZATION_FAILURE));
        assertThat(scan()).containsExactly("a=off", "b=on");
    }

    @Test
    void refusesPhantomsAtSerializableAlsoAcrossACheckpoint() {
        Transaction first = begin(IsolationLevel.SERIALIZABLE);
        assertThat(drain(first.scan(TREE, bytes("k"), bytes("l"), true))).isEmpty();
        put("k1", "x");
        engine.checkpoint();
        engine.checkpoint();
        first.put(OTHER, bytes("sum"), bytes("0"));
        assertThatThrownBy(first::commit).isInstanceOf(SqlException.class);
        Transaction second = begin(IsolationLevel.SERIALIZABLE);
        assertThat(drain(second.scan(TREE, bytes("k"), bytes("l"), true))).hasSize(1);
        put("m", "x");
        second.put(OTHER, bytes("sum"), bytes("1"));
        second.commit();
    }

    @Test
    void autonomousWritesPrecedeLaterCommits() {
        Lsn lsn = engine.autonomousWrite(new WriteBatch().put(OTHER, bytes("seq"), bytes("32")));
        put("a", "1");
        assertThat(engine.visibleLsn()).isGreaterThan(lsn);
        try (ReadView view = engine.readAt()) {
            assertThat(text(view.get(OTHER, bytes("seq")))).isEqualTo("32");
        }
    }

    @Test
    void idsRiseAcrossRestarts() {
        Transaction before = begin();
        before.put(TREE, bytes("a"), bytes("1"));
        long first = before.id();
        before.commit();
        Transaction lost = begin();
        long second = lost.id();
        lost.rollback();
        reopen();
        Transaction after = begin();
        assertThat(second).isGreaterThan(first);
        assertThat(after.id()).isGreaterThan(second);
        after.rollback();
    }

    private void openWithLittleMemory() {
        engine.close();
        engine = Engines.open(
                directory.resolve("a"),
                CONFIG.withWriteSetLimitBytes(1 << 20),
                Clock.systemUTC(),
                Thread::new,
                new LocalGate());
    }

    @Test
    void refusesATransactionThatChangesTooMuchOfTheCatalog() {
        openWithLittleMemory();
        Transaction transaction = begin();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        transaction.put(new TreeId(1), bytes("key" + i), new byte[100]);
                    }
                })
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.PROGRAM_LIMIT_EXCEEDED));
        transaction.rollback();
    }

    @Test
    void aTransactionLargerThanItsMemoryIsKeptOnDisk() {
        openWithLittleMemory();
        int rows = 20_000;
        Transaction transaction = begin();
        for (int i = 0; i < rows; i++) {
            transaction.put(TREE, ByteBuffer.allocate(4).putInt(i * 7919 % rows).array(), new byte[100]);
        }
        assertThat(directory.resolve("a/scratch")).isNotEmptyDirectory();
        transaction.startStatement(new Cancellation());
        assertThat(transaction.get(TREE, ByteBuffer.allocate(4).putInt(4711).array()))
                .hasSize(100);
        assertThat(drain(transaction.scan(TREE, new byte[0], null, false))).hasSize(rows);
        transaction.commit();
        assertThat(directory.resolve("a/scratch")).isEmptyDirectory();
        try (ReadView view = engine.readAt()) {
            assertThat(drain(view.scan(TREE, new byte[0], null, true))).hasSize(rows);
        }
        reopen();
        engine.checkpoint();
        try (ReadView view = engine.readAt()) {
            assertThat(drain(view.scan(TREE, new byte[0], null, true))).hasSize(rows);
        }
    }

    @Test
    void standbyAppliesTheSameAndCanBePromoted() {
        put("a", "1");
        engine.checkpoint();
        put("b", "2");
        Path copy = directory.resolve("b");
        try (SnapshotExport export = engine.exportSnapshot()) {
            DatabaseMetadata metadata = export.metadata().onNode(new NodeId(UUID.randomUUID()));
            try (SnapshotImport target = Engines.importSnapshot(copy, CONFIG, metadata)) {
                for (ByteBuffer chunk = export.nextChunk(64); chunk != null; chunk = export.nextChunk(64)) {
                    target.accept(chunk);
                }
                target.finish();
            }
        }
        put("c", "3");
        try (Engine standby = Engines.open(copy, CONFIG, Clock.systemUTC(), Thread::new, null)) {
            stream(standby);
            try (ReadView view = standby.readAt()) {
                assertThat(drain(view.scan(TREE, new byte[0], null, true))).containsExactly("a=1", "b=2", "c=3");
            }
            Transaction refused = standby.begin(TransactionOptions.DEFAULT);
            assertThatThrownBy(() -> refused.put(TREE, bytes("x"), bytes("y")))
                    .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                            .isEqualTo(SqlState.READ_ONLY_SQL_TRANSACTION));
            refused.rollback();
            standby.becomePrimary(Timeline.FIRST.next(), new LocalGate());
            Transaction accepted = standby.begin(TransactionOptions.DEFAULT);
            accepted.put(TREE, bytes("d"), bytes("4"));
            accepted.commit();
            assertThat(standby.metadata().timeline()).isEqualTo(Timeline.FIRST.next());
        }
    }

    private void stream(Engine standby) {
        StandbyLog log = standby.standbyLog();
        try (WalReader reader = engine.readLog(log.writtenLsn())) {
            for (ByteBuffer records = reader.read(100); records != null; records = reader.read(100)) {
                log.append(records);
                log.flush();
                log.commitUpTo(engine.committedLsn());
            }
        }
        assertThat(standby.visibleLsn()).isEqualTo(engine.visibleLsn());
    }

    @Test
    void waitsForVisibilityWithTimeout() {
        assertThat(engine.awaitVisible(engine.visibleLsn().plus(1), Duration.ofMillis(10), new Cancellation()))
                .isFalse();
        put("a", "1");
        assertThat(engine.awaitVisible(engine.visibleLsn(), Duration.ofMillis(10), new Cancellation()))
                .isTrue();
    }

    @Test
    void logThatAStandbyNoLongerNeedsIsDroppedWithoutAnotherChange() {
        engine.retainLogFrom(Lsn.ZERO);
        for (int i = 0; i < 40; i++) {
            put("k" + i, "x".repeat(10_000));
        }
        engine.checkpoint();
        assertThat(engine.oldestLsn()).isEqualTo(Lsn.ZERO);
        Lsn end = engine.writtenLsn();
        engine.retainLogFrom(end);
        engine.checkpoint();
        assertThat(engine.writtenLsn()).as("nothing was written").isEqualTo(end);
        assertThat(engine.oldestLsn().minus(end)).isGreaterThan(-(1 << 16));
    }
}
