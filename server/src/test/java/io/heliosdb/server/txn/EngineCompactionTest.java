package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.wal.WalReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Engines give space back, each its own, while they are used.
@SuppressWarnings("NullAway")
class EngineCompactionTest {

    private static final TreeId TREE = new TreeId(1001);
    private static final TreeId OTHER = new TreeId(1002);
    private static final int ROWS = 20_000;
    private static final EngineConfig CONFIG =
            EngineConfig.forHeap(64 << 20).withSegmentBytes(1 << 20).withLayerBytes(1 << 18);

    @TempDir
    private Path directory;

    private Engine engine;

    @BeforeEach
    void open() {
        Engines.create(directory.resolve("a"), new ClusterId(UUID.randomUUID()), new NodeId(UUID.randomUUID()));
        engine = Engines.open(directory.resolve("a"), CONFIG, Clock.systemUTC(), Thread::new, new LocalGate());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void fill() {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        for (int i = 0; i < ROWS; i++) {
            transaction.put(TREE, EngineTest.bytes("k" + i), new byte[100]);
        }
        transaction.put(OTHER, EngineTest.bytes("kept"), new byte[1]);
        transaction.commit();
        engine.checkpoint();
    }

    private void dropAll() {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        transaction.dropTree(TREE);
        transaction.commit();
        engine.checkpoint();
    }

    private static boolean isThere(ReadView view, TreeId tree, String key) {
        return view.get(tree, EngineTest.bytes(key)) != null;
    }

    @Test
    void givesSpaceBackWhileOthersCommitAndReadersKeepTheirSnapshot() throws Exception {
        fill();
        long before = engine.space().bytes();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger commits = new AtomicInteger();
        try (ReadView old = engine.readAt()) {
            dropAll();
            Thread writer = new Thread(() -> {
                while (!done.get() || commits.get() == 0) {
                    Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
                    transaction.startStatement(new Cancellation());
                    transaction.put(OTHER, EngineTest.bytes("w" + commits.incrementAndGet()), new byte[50]);
                    transaction.commit();
                }
            });
            writer.start();
            engine.compact(() -> {});
            done.set(true);
            writer.join();
            assertThat(isThere(old, TREE, "k7")).isTrue();
            assertThat(isThere(old, OTHER, "w1")).isFalse();
        }
        assertThat(engine.space().bytes()).isLessThan(before / 2);
        close();
        engine = Engines.open(directory.resolve("a"), CONFIG, Clock.systemUTC(), Thread::new, new LocalGate());
        try (ReadView view = engine.readAt()) {
            assertThat(isThere(view, TREE, "k7")).isFalse();
            assertThat(isThere(view, OTHER, "kept")).isTrue();
            assertThat(isThere(view, OTHER, "w" + commits.get())).isTrue();
        }
    }

    /// Without a compaction, and in no hurry: others commit in between.
    @Test
    void theSpaceOfADroppedTreeBecomesFreeByItself() {
        fill();
        long bytes = engine.space().bytes();
        long free = engine.space().freeBytes();
        dropAll();
        int commits = 0;
        long begin = System.nanoTime();
        while (engine.space().freeBytes() - free < bytes / 2 && System.nanoTime() - begin < 60_000_000_000L) {
            Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
            transaction.startStatement(new Cancellation());
            transaction.put(OTHER, EngineTest.bytes("w" + commits++ % 100), new byte[50]);
            transaction.commit();
        }
        assertThat(engine.space().freeBytes() - free).isGreaterThan(bytes / 2);
        assertThat(commits).isPositive();
    }

    @Test
    void aStandbyCompactsItsOwnBase() {
        fill();
        Path copy = directory.resolve("b");
        try (SnapshotExport export = engine.exportSnapshot()) {
            DatabaseMetadata metadata = export.metadata().onNode(new NodeId(UUID.randomUUID()));
            try (SnapshotImport target = Engines.importSnapshot(copy, CONFIG, metadata)) {
                for (ByteBuffer chunk = export.nextChunk(1 << 20); chunk != null; chunk = export.nextChunk(1 << 20)) {
                    target.accept(chunk);
                }
                target.finish();
            }
        }
        try (Engine standby = Engines.open(copy, CONFIG, Clock.systemUTC(), Thread::new, null)) {
            long before = standby.space().bytes();
            dropAll();
            engine.compact(() -> {});
            stream(standby);
            assertThatThrownBy(() -> standby.compact(() -> {}))
                    .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                            .isEqualTo(SqlState.READ_ONLY_SQL_TRANSACTION));
            long begin = System.nanoTime();
            while (standby.space().bytes() >= before / 2 && System.nanoTime() - begin < 60_000_000_000L) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(standby.space().bytes()).isLessThan(before / 2);
            try (ReadView view = standby.readAt()) {
                assertThat(isThere(view, TREE, "k7")).isFalse();
                assertThat(isThere(view, OTHER, "kept")).isTrue();
            }
        }
    }

    private void stream(Engine standby) {
        StandbyLog log = standby.standbyLog();
        try (WalReader reader = engine.readLog(log.writtenLsn())) {
            for (ByteBuffer records = reader.read(1 << 16); records != null; records = reader.read(1 << 16)) {
                log.append(records);
                log.flush();
                log.commitUpTo(engine.committedLsn());
            }
        }
    }

    @Test
    void aCancelledOneChangesNothingAndTheNextOneWorks() {
        fill();
        dropAll();
        long before = engine.space().bytes();
        assertThatThrownBy(() -> engine.compact(() -> {
                    throw new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request");
                }))
                .isInstanceOf(SqlException.class);
        engine.compact(() -> {});
        assertThat(engine.space().bytes()).isLessThan(before / 2);
        try (ReadView view = engine.readAt()) {
            assertThat(isThere(view, OTHER, "kept")).isTrue();
        }
    }
}
