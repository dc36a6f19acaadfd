package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.MemoryBase;
import io.heliosdb.server.wal.WalReader;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One life of an engine in which everything happens that changes a disk, always in the same way, until the
/// disk or the process fails; and what must be found afterwards.
final class CrashScenario {

    private static final long ROWS = 1001;
    private static final long INDEX = 1002;
    private static final long DROPPED = 1003;
    private static final EngineConfig CONFIG =
            EngineConfig.forHeap(64 << 20).withSegmentBytes(4096).withLayerBytes(5_000);
    private static final ClusterId CLUSTER = new ClusterId(new UUID(0, 1));
    private static final NodeId NODE = new NodeId(new UUID(0, 2));

    /// Commits nothing by itself.
    private static final class ShutGate implements CommitGate {
        @Override
        public void attach(Committer committer, Lsn flushed, Lsn committed) {
            // It never decides.
        }

        @Override
        public void detach() {
            // Nobody was promised anything.
        }

        @Override
        public void checkWritable() {
            // Always.
        }

        @Override
        public void flushed(Lsn lsn) {
            // Not enough for it.
        }

        @Override
        public void applied(Lsn lsn) {
            throw new AssertionError("nothing was committed");
        }

        @Override
        public void whenAcknowledged(Lsn lsn, Durability durability, Acknowledgement waiter) {
            throw new AssertionError("nothing was applied");
        }
    }

    final MemoryDisk disk = new MemoryDisk();
    final EngineModel model = new EngineModel();
    int refused;
    int committed;
    private final MemoryBase base = new MemoryBase(disk);
    private MemoryBase copyBase = new MemoryBase(disk);
    private final Random random = new Random(5);
    private @Nullable Engine engine;
    private boolean cutting;
    private int numbers;

    private Engine engine() {
        Engine current = engine;
        if (current == null) {
            throw new IllegalStateException("not open");
        }
        return current;
    }

    private void open(@Nullable CommitGate gate) {
        Engine opened = Engines.open(CONFIG, new EngineServices(disk, () -> base, Clock.systemUTC(), null), gate);
        engine = opened;
        model.endsAt(opened.writtenLsn().position(), cutting);
        cutting = false;
    }

    /// Goes on after a refusal, as a server does.
    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (SqlException e) {
            assertThat(e.state())
                    .isIn(
                            SqlState.DISK_FULL,
                            SqlState.IO_ERROR,
                            SqlState.READ_ONLY_SQL_TRANSACTION,
                            SqlState.ADMIN_SHUTDOWN,
                            SqlState.TRANSACTION_RESOLUTION_UNKNOWN);
            refused++;
        } catch (DiskException e) {
            refused++;
        }
    }

    void live() {
        attempt(() -> Engines.create(disk, CLUSTER, NODE));
        if (disk.read(MetadataFile.NAME).isEmpty()) {
            return;
        }
        attempt(() -> open(new LocalGate()));
        if (engine == null) {
            return;
        }
        commits(8);
        attempt(() -> engine().checkpoint());
        commits(8);
        attempt(() -> engine().checkpoint());
        commits(2);
        attempt(this::compact);
        attempt(this::changeRoles);
        commits(3);
        attempt(this::copy);
        attempt(() -> engine().close());
        plantATornTail();
        attempt(() -> open(new LocalGate()));
        commits(2);
        attempt(() -> engine().close());
    }

    /// Half a record behind the end of a log that was closed, and a segment that was being allocated.
    private void plantATornTail() {
        long end = engine().writtenLsn().position();
        MemoryDisk wal = disk.directory("wal");
        wal.plant("rest.wal.new", new byte[10]);
        String last = String.format(Locale.ROOT, "%016X.wal", end / 4096 * 4096);
        // After a cut that was refused, the log ends somewhere else than its engine believes.
        if (wal.exists(last)) {
            wal.bytesOf(last)[(int) (end % 4096) + 3] = 80;
        }
    }

    private void commits(int count) {
        for (int i = 0; i < count; i++) {
            attempt(this::commit);
        }
        attempt(() -> {
            String value = "v" + ++numbers;
            WriteBatch batch =
                    new WriteBatch().put(new TreeId(INDEX), EngineTest.bytes("sequence"), EngineTest.bytes(value));
            appending(() -> engine().autonomousWrite(batch), List.of(new EngineModel.Change(INDEX, "sequence", value)));
        });
    }

    /// A row and its index entry, and a savepoint that leaves no trace.
    private void commit() {
        Transaction transaction = engine().begin(TransactionOptions.DEFAULT);
        try {
            transaction.startStatement(new Cancellation());
            List<EngineModel.Change> changes = new ArrayList<>();
            String key = "k" + random.nextInt(12);
            String value = "v" + ++numbers + "x".repeat(numbers == 12 ? 9_000 : random.nextInt(900));
            put(transaction, changes, ROWS, key, value);
            put(transaction, changes, INDEX, value.substring(0, 2) + key, key);
            Savepoint savepoint = transaction.savepoint();
            put(transaction, new ArrayList<>(), ROWS, "never", "x");
            transaction.rollbackTo(savepoint);
            put(transaction, changes, DROPPED + numbers / 6, key, value);
            if (numbers > 6 && numbers % 6 == 5) {
                long last = DROPPED + numbers / 6 - 1;
                transaction.dropTree(new TreeId(last));
                changes.add(new EngineModel.Change(last, null, null));
            }
            logged(appending(transaction::commitAsync, changes));
        } finally {
            transaction.rollback();
        }
    }

    private void compact() {
        appending(
                () -> {
                    engine().compact(() -> {});
                    return true;
                },
                List.of(new EngineModel.Change(0, "c", "")));
    }

    private static void put(
            Transaction transaction, List<EngineModel.Change> changes, long tree, String key, String value) {
        transaction.put(new TreeId(tree), EngineTest.bytes(key), EngineTest.bytes(value));
        changes.add(new EngineModel.Change(tree, key, value));
    }

    /// Whatever becomes of it: when the log has grown, the changes are in it.
    private <T> T appending(Supplier<T> action, List<EngineModel.Change> changes) {
        Lsn before = engine().writtenLsn();
        try {
            return action.get();
        } finally {
            Lsn after = engine().writtenLsn();
            if (after.isAfter(before)) {
                model.append(after.position(), changes);
            }
        }
    }

    private void logged(CompletableFuture<Lsn> outcome) {
        SqlException error =
                outcome.isCompletedExceptionally() && outcome.exceptionNow() instanceof SqlException e ? e : null;
        if (error != null) {
            throw error;
        }
        if (outcome.isDone()) {
            committed++;
            model.acknowledged(outcome.join().position(), true);
        }
    }

    /// A tail that is not committed; demotion; the tail is cut and comes back in part; a new timeline;
    /// promotion.
    private void changeRoles() {
        engine().setCommitGate(new ShutGate());
        Lsn before = engine().writtenLsn();
        attempt(this::commit);
        attempt(this::commit);
        engine().becomeStandby();
        StandbyLog log = engine().standbyLog();
        log.flush();
        ByteBuffer tail;
        try (WalReader reader = engine().readLog(before)) {
            tail = reader.read(1);
        }
        Map<Long, List<EngineModel.Change>> rest = model.behind(before.position());
        cutting = true;
        log.truncateTo(before);
        cutting = false;
        model.endsAt(before.position(), true);
        if (tail != null) {
            log.append(tail);
            long end = log.writtenLsn().position();
            model.append(end, rest.getOrDefault(end, List.of()));
            log.flush();
            log.recordTimeline(log.lastTimeline().next(), log.writtenLsn());
            log.commitUpTo(log.writtenLsn());
        }
        engine().becomePrimary(engine().timeline().next(), new LocalGate());
    }

    private void copy() {
        MemoryDisk target = disk.directory("copy");
        copyBase = new MemoryBase(disk);
        target.directory("base").plant("rest", new byte[10]);
        try (SnapshotExport export = engine().exportSnapshot();
                SnapshotImport into = Engines.importSnapshot(target, () -> copyBase, export.metadata())) {
            for (ByteBuffer chunk = export.nextChunk(2000); chunk != null; chunk = export.nextChunk(2000)) {
                into.accept(chunk);
            }
            into.finish();
        }
        checkCopy();
    }

    private void checkCopy() {
        MemoryDisk target = disk.directory("copy");
        if (target.exists(MetadataFile.NAME)) {
            Engine copy =
                    Engines.open(CONFIG, new EngineServices(target, () -> copyBase, Clock.systemUTC(), null), null);
            model.check(copy);
            copy.close();
        }
    }

    /// The process or the machine dies, is started again, perhaps dies once more while it recovers, and must
    /// then be what was promised, and usable.
    void dieAndRecover(@Nullable Random powerLoss, int againAt) {
        engine = null;
        disk.crash();
        restart(powerLoss);
        try {
            disk.crashAfter(againAt);
            open(new LocalGate());
        } catch (MemoryDisk.Crash | DiskException e) {
            // It had not been created yet, or died again.
            engine = null;
        }
        disk.crash();
        restart(powerLoss);
        if (disk.read(MetadataFile.NAME).isEmpty()) {
            assertThat(model.end()).isZero();
            Engines.create(disk, CLUSTER, NODE);
        }
        open(new LocalGate());
        model.checkSeen(engine().visibleLsn().position());
        model.check(engine());
        checkCopy();
        commit();
        model.check(engine());
        engine().close();
        open(new LocalGate());
        model.check(engine());
    }

    private void restart(@Nullable Random powerLoss) {
        if (powerLoss == null) {
            disk.restart();
        } else {
            disk.restartAfterPowerLoss(powerLoss);
        }
    }
}
