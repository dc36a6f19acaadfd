package io.heliosdb.server.mutation;

import java.util.ArrayList;
import java.util.List;

/// All planted faults.
final class Mutations {

    private static final String ENGINE = "txn.EngineSimulationTest";
    private static final String PIPELINE = "txn.CommitPipelineTest";
    private static final String RECOVERY = "wal.WalRecoveryTest";
    private static final String REPLICATION = "replication.ReplicationSimulationTest";

    private final List<Mutation> all = new ArrayList<>();

    private Mutations() {}

    static List<Mutation> all() {
        Mutations mutations = new Mutations();
        mutations.addLog();
        mutations.addRecovery();
        mutations.addPipeline();
        mutations.addLocks();
        mutations.addStorage();
        mutations.addReplication();
        mutations.all.addAll(LargeTransactionMutations.all());
        return List.copyOf(mutations.all);
    }

    private void add(String name, String file, String before, String after, String... tests) {
        all.add(new Mutation(name, file, before, after, List.of(tests)));
    }

    private void addLog() {
        add("a flush does not sync", "wal/Wal", "segments.sync(flushed, end); flushes", "flushes", ENGINE);
        add(
                "a flush loses its last record",
                "wal/Wal",
                "for (ByteBuffer record : batch) {",
                "for (ByteBuffer record : batch.size() > 1 ? batch.subList(0, batch.size() - 1) : batch) {",
                ENGINE);
        add("the mark is not raised", "wal/Wal", "flushed = end; mark.raiseFlushed(end);", "flushed = end;", RECOVERY);
        add(
                "a failed flush is tried again",
                "wal/Wal",
                "} catch (DiskException e) { breakDown(e); throw e; } finally { flushLock.unlock();",
                "} finally { flushLock.unlock();",
                ENGINE,
                "wal.WalTest");
        add(
                "a record gets its place before there is space",
                "wal/Wal",
                "long end = written + record.length(); allocateTo(end);",
                "long end = written + record.length(); written = end; allocateTo(end);",
                ENGINE);
        add("a cut is not announced", "wal/Wal", "mark.beginCut(lsn.position());", "", RECOVERY);
        add(
                "a segment is dropped too early",
                "wal/SegmentFiles",
                "files.firstKey() + segmentBytes <= position",
                "files.firstKey() + 1 <= position",
                ENGINE);
    }

    private void addRecovery() {
        add(
                "the checksum of a body is not looked at",
                "wal/RecordCodec",
                "return header.matches(body) ? header : null;",
                "return header;",
                RECOVERY);
        add(
                "the checksum of a header is not looked at",
                "wal/RecordHeader",
                "if (source.getInt(at + CRC_AT) != headerCrc(source, at)) {",
                "if (source.getInt(at + CRC_AT) == 0) {",
                RECOVERY);
        add("a torn tail is left in place", "wal/Wal", "segments.clearFrom(end);", "", RECOVERY);
        add(
                "only the mark tells a torn tail from damage",
                "wal/Wal",
                "Math.max(mark.flushed(), TailProof.durableAccordingTo(segments, end))",
                "mark.flushed()",
                RECOVERY);
        add(
                "what a failed sync left behind is trusted",
                "wal/Wal",
                "segments.writeAgain(Math.clamp(mark.flushed(), Math.min(from, end), end), end);",
                "",
                RECOVERY);
        add(
                "recovery begins one record too late",
                "txn/CommitPipeline",
                "pending.addAll(found.pending());",
                "pending.addAll(found.pending().subList(Math.min(1, found.pending().size()), found.pending().size()));",
                ENGINE);
        add(
                "what is committed is not noted before it is told",
                "txn/CommitPipeline",
                "wal.raiseCommitted(last);",
                "",
                ENGINE);
        add("an interrupted cut is not finished", "wal/Wal", "segments.clearFrom(cut.getAsLong());", "", RECOVERY);
    }

    private void addPipeline() {
        add(
                "visible before committed",
                "txn/CommitPipeline",
                "return Math.min(committed.get(), wal.flushed().position());",
                "return wal.flushed().position();",
                ENGINE);
        add(
                "visible before durable",
                "txn/CommitPipeline",
                "return Math.min(committed.get(), wal.flushed().position());",
                "return committed.get();",
                ENGINE);
        add(
                "acknowledged before durable",
                "txn/CommitPipeline",
                "if (each.lsn().isAfter(flushed)) {",
                "if (each.lsn().equals(Lsn.ZERO)) {",
                ENGINE);
        add(
                "acknowledged without asking the gate",
                "txn/CommitPipeline",
                "current.whenAcknowledged(each.lsn(), each.durability(), new Outcome(each.lsn(), outcome));",
                "outcome.complete(each.lsn());",
                PIPELINE);
        add(
                "applied in the wrong order",
                "txn/CommitPipeline",
                "pending = new ConcurrentLinkedQueue<>();",
                "pending = java.util.Collections.asLifoQueue(new java.util.concurrent.ConcurrentLinkedDeque<>());",
                ENGINE);
        add("a waiter for visibility is not woken", "txn/CommitPipeline", "waiters.wake(last.position());", "", ENGINE);
        add(
                "the flusher is not woken",
                "txn/Background",
                "} else if (flusherIdle) { parking.unpark(flusher);",
                "} else if (stopping) { parking.unpark(flusher);",
                ENGINE);
        add(
                "a new primary does not wait for its tail",
                "txn/CommitPipeline",
                "if (store.visible().isAtLeast(tail)) {",
                "if (store.visible().isAtLeast(Lsn.ZERO)) {",
                ENGINE,
                PIPELINE);
        add(
                "locks survive a change of role",
                "txn/CommitPipeline",
                "return term.get();",
                "return 0;",
                ENGINE,
                PIPELINE);
    }

    private void addLocks() {
        add(
                "locks are released before the commit is visible",
                "txn/EngineTransaction",
                "CompletableFuture<Lsn> outcome = engine.commit(this); end();",
                "CompletableFuture<Lsn> outcome = engine.commit(this); engine.locks().releaseAll(locks); end();",
                ENGINE);
        add(
                "whoever gets a lock is not woken",
                "txn/lock/LockWaiter",
                "granted = true; wake();",
                "granted = true;",
                ENGINE);
        add(
                "whoever watches a lock hears nothing",
                "txn/lock/LockState",
                "next.retry().run();",
                "",
                "txn.lock.LockTableTest");
        add(
                "a cancel between two tries is lost",
                "session/Session",
                "first.onCancel(() -> cancellation.cancel(first.reason()));",
                "",
                "wire.RowContentionTest");
        add(
                "deadlocks are not seen",
                "txn/lock/DeadlockSearch",
                "return leadsBack(start);",
                "return false;",
                ENGINE,
                "txn.lock.LockTableTest");
        add(
                "a rollback to a savepoint keeps the writes",
                "txn/EngineTransaction",
                "writes.rollbackTo(savepoint.writes);",
                "",
                ENGINE);
        add(
                "SERIALIZABLE overlooks what is not visible yet",
                "txn/EngineTransaction",
                "pipeline.isTouchedByPending(tracking, lsn) || tracking.hasChanged(snapshot.chain(), lsn)",
                "tracking.hasChanged(snapshot.chain(), lsn)",
                ENGINE);
        add(
                "SERIALIZABLE overlooks what became visible",
                "txn/EngineTransaction",
                "pipeline.isTouchedByPending(tracking, lsn) || tracking.hasChanged(snapshot.chain(), lsn)",
                "pipeline.isTouchedByPending(tracking, lsn)",
                ENGINE);
        add(
                "a locked row is not compared with the snapshot",
                "txn/EngineTransaction",
                "case CHANGED, UNKNOWN -> changed(mode);",
                "case CHANGED, UNKNOWN -> LockOutcome.UNCHANGED;",
                ENGINE);
    }

    private void addStorage() {
        add(
                "a checkpoint claims more than it holds",
                "storage/VersionStore",
                "base.write(step, last ? mark : state.generation.mark.withNewest(mark.newest(), true));",
                "base.write(step, mark);",
                ENGINE);
        add(
                "a checkpoint leaves out a key between two steps",
                "storage/LayerStep",
                "this.end = last != null && walk.next() ? last : null;",
                "this.end = last != null && walk.next() ? new Position(walk.tree, walk.key) : null;",
                ENGINE);
        add(
                "too little log is kept",
                "txn/LogRetention",
                "Lsn needed = Lsn.min(floor, store.baseMark().redo());",
                "Lsn needed = Lsn.min(floor, store.visible());",
                ENGINE);
        add(
                "a snapshot sees what came later",
                "storage/MemoryLayer",
                "return head == null ? null : head.asOf(snapshot);",
                "return head;",
                ENGINE);
        add(
                "a dropped tree is still read",
                "storage/StoreView",
                "if (layer.isDropped(tree, snapshot)) { return null; }",
                "",
                ENGINE);
        add(
                "a dropped tree stays in the base",
                "storage/MemoryLayer",
                "return new LayerStep(sorted, List.copyOf(drops.keySet()), behind, most);",
                "return new LayerStep(sorted, List.of(), behind, most);",
                ENGINE);
    }

    private void addReplication() {
        add(
                "a commit does not wait for the in-sync set",
                "replication/InSyncSet",
                "lowest = Lsn.min(lowest, progress(id).flushed());",
                "lowest = Lsn.min(lowest, localFlushed);",
                REPLICATION);
        add(
                "a standby acknowledges before its flush",
                "replication/LogReceiver",
                "if (appended) { flushed = log.flush(); acknowledge(); }",
                "if (appended) { flushed = log.writtenLsn(); acknowledge(); flushed = log.flush(); }",
                REPLICATION);
        add(
                "a member joins before it has caught up",
                "replication/InSyncSet",
                "if (progress(id).flushed().isAtLeast(mayBeCommitted)) {",
                "if (progress(id).flushed().isAtLeast(Lsn.ZERO)) {",
                REPLICATION);
        add(
                "a member joins that lacks what an earlier primary has committed",
                "replication/InSyncSet",
                "Lsn mayBeCommitted = Lsn.max(committed, inherited);",
                "Lsn mayBeCommitted = committed;",
                REPLICATION);
        add(
                "a client is answered before sync standbys have applied",
                "replication/InSyncSet",
                "lowest = Lsn.min(lowest, member.applied());",
                "lowest = Lsn.min(lowest, member.flushed());",
                REPLICATION);
    }
}
