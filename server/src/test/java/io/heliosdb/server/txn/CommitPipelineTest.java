package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.storage.MemoryBase;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import io.heliosdb.server.txn.lock.TableLockMode;
import io.heliosdb.server.wal.WalReader;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What commits do while the gate is shut, and after it opens; in one thread.
@Timeout(60)
class CommitPipelineTest {

    private static final TreeId TREE = new TreeId(1001);
    private static final EngineConfig CONFIG = EngineConfig.forHeap(64 << 20).withSegmentBytes(4096);

    /// Opens, acknowledges and refuses only when told.
    private static final class ManualGate implements CommitGate {
        private Committer committer = lsn -> {};
        private final List<Acknowledgement> waiting = new ArrayList<>();
        private @Nullable SqlException refusal;
        private Lsn flushed = Lsn.ZERO;
        private boolean acknowledges = true;

        @Override
        public void attach(Committer engine, Lsn flushedLsn, Lsn committed) {
            committer = engine;
            flushed = flushedLsn;
        }

        @Override
        public void detach() {
            waiting.forEach(each -> each.uncertain(CommitPipeline.uncertain("detached")));
        }

        @Override
        public void checkWritable() {
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        public void flushed(Lsn lsn) {
            flushed = lsn;
        }

        @Override
        public void applied(Lsn lsn) {
            assertThat(lsn).isLessThanOrEqualTo(flushed);
        }

        @Override
        public void whenAcknowledged(Lsn lsn, Durability durability, Acknowledgement waiter) {
            if (acknowledges) {
                waiter.acknowledged();
            } else {
                waiting.add(waiter);
            }
        }

        void open() {
            committer.committed(flushed);
        }
    }

    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryBase base = new MemoryBase(disk);
    private final ManualGate gate = new ManualGate();

    private Engine open(@Nullable CommitGate with) {
        return Engines.open(CONFIG, new EngineServices(disk, () -> base, Clock.systemUTC(), null), with);
    }

    private Engine create() {
        Engines.create(disk, new ClusterId(new UUID(0, 1)), new NodeId(new UUID(0, 2)));
        return open(gate);
    }

    private static Transaction begin(Engine engine) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        return transaction;
    }

    private static CompletableFuture<Lsn> put(Engine engine, String key, Durability durability) {
        Transaction transaction = begin(engine);
        transaction.setDurability(durability);
        transaction.put(TREE, EngineTest.bytes(key), EngineTest.bytes("1"));
        return transaction.commitAsync();
    }

    private static List<String> scan(Engine engine) {
        try (ReadView view = engine.readAt()) {
            return EngineTest.drain(view.scan(TREE, new byte[0], null, true));
        }
    }

    @Test
    void nothingIsVisibleOrAcknowledgedBeforeTheGateOpens() {
        Engine engine = create();
        CompletableFuture<Lsn> on = put(engine, "a", Durability.ON);
        CompletableFuture<Lsn> local = put(engine, "b", Durability.LOCAL);
        CompletableFuture<Lsn> off = put(engine, "c", Durability.OFF);
        assertThat(on).isNotDone();
        assertThat(local).isCompleted();
        assertThat(off).isCompleted();
        assertThat(scan(engine)).isEmpty();
        gate.open();
        assertThat(scan(engine)).hasSize(3);
        assertThat(on).isCompleted();
    }

    @Test
    void visibleIsNotYetAcknowledged() {
        Engine engine = create();
        gate.acknowledges = false;
        CompletableFuture<Lsn> on = put(engine, "a", Durability.ON);
        gate.open();
        assertThat(scan(engine)).hasSize(1);
        assertThat(on).isNotDone();
        engine.becomeStandby();
        assertThat(on).isCompletedExceptionally();
    }

    @Test
    void aCancelledWaitIsUncertainAndMakesNoPhantom() {
        Engine engine = create();
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        Cancellation cancellation = new Cancellation();
        transaction.startStatement(cancellation);
        transaction.put(TREE, EngineTest.bytes("a"), EngineTest.bytes("1"));
        Thread canceller = Thread.ofVirtual().start(() -> {
            while (engine.writtenLsn().equals(Lsn.ZERO)) {
                Thread.onSpinWait();
            }
            cancellation.cancel(new SqlException(SqlState.QUERY_CANCELED, "canceling"));
        });
        assertThatThrownBy(transaction::commit).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.TRANSACTION_RESOLUTION_UNKNOWN));
        assertThat(canceller).isNotNull();
        assertThat(scan(engine)).isEmpty();
        gate.open();
        assertThat(scan(engine)).hasSize(1);
    }

    @Test
    void locksAreHeldUntilVisible() {
        Engine engine = create();
        Transaction first = begin(engine);
        first.lockRow(TREE, EngineTest.bytes("a"), RowLockMode.UPDATE, LockWait.FOREVER);
        first.put(TREE, EngineTest.bytes("a"), EngineTest.bytes("1"));
        first.commitAsync();
        Transaction second = begin(engine);
        assertThat(second.lockRow(TREE, EngineTest.bytes("a"), RowLockMode.UPDATE, LockWait.SKIP_LOCKED))
                .isEqualTo(LockOutcome.NOT_AVAILABLE);
        gate.open();
        assertThat(second.lockRow(TREE, EngineTest.bytes("a"), RowLockMode.UPDATE, LockWait.SKIP_LOCKED))
                .isEqualTo(LockOutcome.CHANGED);
        second.rollback();
    }

    @Test
    void serializableSeesWhatIsInTheLogButNotVisible() {
        Engine engine = create();
        Transaction first = engine.begin(TransactionOptions.DEFAULT.withIsolation(IsolationLevel.SERIALIZABLE));
        first.startStatement(new Cancellation());
        assertThat(first.get(TREE, EngineTest.bytes("a"))).isNull();
        put(engine, "a", Durability.ON);
        first.put(TREE, EngineTest.bytes("b"), EngineTest.bytes("1"));
        assertThat(first.commitAsync()).isCompletedExceptionally();
        gate.open();
        assertThat(scan(engine)).containsExactly("a=1");
    }

    @Test
    void listenersHearInLogOrderAfterVisibility() {
        Engine engine = create();
        List<String> heard = new ArrayList<>();
        engine.addApplyListener(batch -> {
            assertThat(engine.visibleLsn()).isGreaterThanOrEqualTo(batch.lsn());
            heard.add(String.valueOf(EngineTest.text(batch.changes().key(0))));
        });
        put(engine, "b", Durability.ON);
        put(engine, "a", Durability.ON);
        assertThat(heard).isEmpty();
        gate.open();
        assertThat(heard).containsExactly("b", "a");
    }

    @Test
    void refusesBeforeAnythingIsWrittenWhenTheGateSaysSo() {
        Engine engine = create();
        gate.refusal = new SqlException(SqlState.READ_ONLY_SQL_TRANSACTION, "too few in-sync standbys");
        assertThat(put(engine, "a", Durability.ON)).isCompletedExceptionally();
        assertThat(engine.writtenLsn()).isEqualTo(Lsn.ZERO);
        Transaction next = begin(engine);
        assertThat(next.lockRow(TREE, EngineTest.bytes("a"), RowLockMode.UPDATE, LockWait.NO_WAIT))
                .isEqualTo(LockOutcome.UNCHANGED);
    }

    @Test
    void anUncommittedTailSurvivesARestartUnseenAndIsCutOrCommitted() {
        Engine engine = create();
        put(engine, "a", Durability.ON);
        gate.open();
        Lsn committed = engine.visibleLsn();
        put(engine, "b", Durability.ON);
        disk.restart();
        Engine standby = open(null);
        assertThat(scan(standby)).containsExactly("a=1");
        assertThat(standby.writtenLsn()).isGreaterThan(committed);
        assertThatThrownBy(() -> standby.standbyLog().truncateTo(Lsn.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        standby.standbyLog().truncateTo(committed);
        assertThat(standby.writtenLsn()).isEqualTo(committed);
        standby.close();
        Engine primary = open(gate);
        put(primary, "c", Durability.ON);
        gate.open();
        assertThat(scan(primary)).containsExactly("a=1", "c=1");
        put(primary, "d", Durability.ON);
        disk.restart();
        assertThat(scan(open(new LocalGate()))).containsExactly("a=1", "c=1", "d=1");
    }

    @Test
    void demotionLeavesPendingCommitsUncertainAndPromotionBringsThemBack() {
        Engine engine = create();
        CompletableFuture<Lsn> pending = put(engine, "a", Durability.ON);
        engine.becomeStandby();
        assertThat(pending).isCompletedExceptionally();
        assertThat(scan(engine)).isEmpty();
        assertThatThrownBy(() -> put(engine, "x", Durability.ON)).isInstanceOf(SqlException.class);
        Timeline next = engine.timeline().next();
        engine.becomePrimary(next, new LocalGate());
        assertThat(scan(engine)).containsExactly("a=1");
        assertThat(put(engine, "b", Durability.ON)).isCompleted();
        assertThat(engine.metadata().timeline()).isEqualTo(next);
        assertThat(engine.metadata().history()).hasSize(2);
    }

    @Test
    void aNewPrimaryLetsNobodyLockOrWriteBeforeTheTailItFoundIsCommitted() {
        Engine engine = create();
        put(engine, "a", Durability.ON);
        disk.restart();
        ManualGate next = new ManualGate();
        Engine again = open(next);
        List<Consumer<Transaction>> ways = List.of(
                each -> each.lockRow(TREE, EngineTest.bytes("a"), RowLockMode.UPDATE, LockWait.FOREVER),
                each -> each.lockKey(TREE, EngineTest.bytes("a"), LockWait.FOREVER),
                each -> each.lockTable(7, TableLockMode.ROW_EXCLUSIVE, LockWait.FOREVER),
                each -> each.put(TREE, EngineTest.bytes("a"), EngineTest.bytes("2")));
        for (Consumer<Transaction> way : ways) {
            Cancellation cancellation = new Cancellation();
            Transaction transaction = again.begin(TransactionOptions.DEFAULT);
            transaction.startStatement(cancellation);
            assertThat(transaction.lockTable(7, TableLockMode.ACCESS_SHARE, LockWait.FOREVER))
                    .as("readers wait for nobody")
                    .isFalse();
            cancellation.cancel(new SqlException(SqlState.QUERY_CANCELED, "canceled"));
            assertThatThrownBy(() -> way.accept(transaction)).hasMessageContaining("canceled");
            transaction.rollback();
        }
        next.open();
        Transaction after = begin(again);
        ways.forEach(way -> way.accept(after));
        assertThat(after.commitAsync()).isNotDone();
        next.open();
        assertThat(scan(again)).containsExactly("a=2");
    }

    @Test
    void aTransactionThatHasLockedIsRefusedOnceTheNodeHasChangedItsRole() {
        Engine engine = create();
        Transaction before = begin(engine);
        before.lockRow(TREE, EngineTest.bytes("a"), RowLockMode.UPDATE, LockWait.FOREVER);
        before.put(TREE, EngineTest.bytes("a"), EngineTest.bytes("1"));
        Transaction reader = begin(engine);
        engine.becomeStandby();
        Transaction onStandby = begin(engine);
        onStandby.lockTable(7, TableLockMode.ROW_EXCLUSIVE, LockWait.FOREVER);
        engine.becomePrimary(engine.timeline().next(), gate);
        for (Transaction each : List.of(before, onStandby)) {
            assertThatThrownBy(() -> each.lockKey(TREE, EngineTest.bytes("b"), LockWait.FOREVER))
                    .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                            .isEqualTo(SqlState.T_R_SERIALIZATION_FAILURE));
        }
        assertThat(before.commitAsync()).isCompletedExceptionally();
        reader.put(TREE, EngineTest.bytes("b"), EngineTest.bytes("1"));
        reader.commitAsync();
        gate.open();
        assertThat(scan(engine)).containsExactly("b=1");
    }

    @Test
    void aBrokenLogLeavesCommitsUncertainAndReadsGoOn() {
        Engine engine = create();
        put(engine, "a", Durability.ON);
        gate.open();
        disk.setFailing(true);
        assertThat(put(engine, "b", Durability.ON))
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("outcome of the transaction is unknown");
        disk.setFailing(false);
        assertThat(put(engine, "c", Durability.ON)).isCompletedExceptionally();
        assertThat(scan(engine)).containsExactly("a=1");
    }

    // Otherwise nobody would enter it, and a later primary would not know where the two logs part.
    @Test
    void recordsOfANewTimelineDoNotEnterItByThemselves() {
        Engine primary = create();
        put(primary, "a", Durability.ON);
        gate.open();
        MemoryDisk otherDisk = new MemoryDisk();
        MemoryBase otherBase = new MemoryBase(otherDisk);
        Engines.create(otherDisk, new ClusterId(new UUID(0, 1)), new NodeId(new UUID(0, 3)));
        Engine standby =
                Engines.open(CONFIG, new EngineServices(otherDisk, () -> otherBase, Clock.systemUTC(), null), null);
        primary.becomeStandby();
        Lsn start = primary.writtenLsn();
        Timeline next = Timeline.FIRST.next();
        primary.becomePrimary(next, gate);
        put(primary, "b", Durability.ON);
        StandbyLog log = standby.standbyLog();
        try (WalReader reader = primary.readLog(Lsn.ZERO)) {
            ByteBuffer run = reader.read(1 << 20);
            assertThat(run).isNotNull();
            if (run != null) {
                log.append(run);
            }
        }
        assertThat(log.writtenLsn()).isEqualTo(primary.writtenLsn());
        assertThat(log.lastTimeline()).isEqualTo(Timeline.FIRST);
        log.recordTimeline(next, start);
        assertThat(log.lastTimeline()).isEqualTo(next);
        assertThat(standby.metadata().history()).isEqualTo(primary.metadata().history());
    }

    // Two nodes were promoted at the same place, one after the other, and the first has logged nothing.
    @Test
    void aTimelineWithoutARecordLeavesNoTraceInTheHistory() {
        Engine engine = create();
        put(engine, "a", Durability.ON);
        gate.open();
        engine.becomeStandby();
        Lsn end = engine.writtenLsn();
        Timeline second = Timeline.FIRST.next();
        engine.standbyLog().recordTimeline(second, end);
        assertThat(engine.metadata().history()).hasSize(2);
        Timeline third = second.next();
        engine.standbyLog().recordTimeline(third, end);
        assertThat(engine.metadata().history())
                .containsExactly(
                        new DatabaseMetadata.TimelineStart(Timeline.FIRST, Lsn.ZERO),
                        new DatabaseMetadata.TimelineStart(third, end));
        engine.becomePrimary(third.next(), gate);
        put(engine, "b", Durability.ON);
        gate.open();
        assertThat(engine.metadata().timeline()).isEqualTo(third.next());
        assertThat(scan(engine)).containsExactly("a=1", "b=1");
    }
}
