package io.heliosdb.server.mutation;

import java.util.ArrayList;
import java.util.List;

/// Faults in what transactions keep to themselves, in large commits, in commits begun ahead, and in copies.
final class LargeTransactionMutations {

    private static final String WRITES = "txn.WriteSetTest";
    private static final String LARGE = "txn.LargeTransactionTest";
    private static final String PIPELINE = "txn.CommitPipelineTest";
    private static final String LOCKS = "txn.lock.LockTableTest";
    private static final String AHEAD = "wire.CommitAheadTest";
    private static final String NETWORK = "node.ReplicationNetworkTest";
    private static final String REPLICATION = "replication.ReplicationSimulationTest";

    private final List<Mutation> all = new ArrayList<>();

    private LargeTransactionMutations() {}

    static List<Mutation> all() {
        LargeTransactionMutations mutations = new LargeTransactionMutations();
        mutations.addCommitsAhead();
        mutations.addPacking();
        mutations.addChunks();
        mutations.addCopies();
        mutations.addQueues();
        return List.copyOf(mutations.all);
    }

    private void add(String name, String file, String before, String after, String... tests) {
        all.add(new Mutation(name, file, before, after, List.of(tests)));
    }

    private void addCommitsAhead() {
        add(
                "a commit begun ahead is answered before it is durable",
                "session/TransactionBlock",
                "CompletableFuture<Lsn> outcome = transaction.commitAsync(); ahead = outcome;",
                "transaction.commitAsync(); CompletableFuture<Lsn> outcome ="
                        + " CompletableFuture.completedFuture(lastCommit); ahead = outcome;",
                AHEAD);
        add(
                "a commit begun ahead forgets checks that were put off to it",
                "session/ShortWork",
                "&& !state.environment.sql().hasDeferred(t))",
                ")",
                AHEAD);
    }

    private void addPacking() {
        add(
                "a packed key need not be new",
                "txn/RisingRun",
                "if (before != null && Arrays.compareUnsigned(key, before) <= 0) {",
                "if (before != null && Arrays.compareUnsigned(key, before) < 0) {",
                WRITES);
        add(
                "packed keys may be smaller than what was written before",
                "txn/RisingChanges",
                "run = new RisingRun(blockBytes, highest.apply(tree));",
                "run = new RisingRun(blockBytes, null);",
                WRITES);
        add(
                "a rollback to a savepoint keeps packed writes",
                "txn/RisingRun",
                "while (kept > 0 && changes.epoch(kept - 1) > epoch) {",
                "while (kept > 0 && changes.epoch(kept - 1) > epoch + 1) {",
                WRITES);
        add(
                "a command sees its own packed writes",
                "txn/RisingRun",
                "changes.compareKey(at, key) != 0 || changes.command(at) >= command",
                "changes.compareKey(at, key) != 0 || changes.command(at) > command",
                WRITES);
        add(
                "a packed delete comes back as an empty value",
                "txn/PackedChanges",
                "return length < 0 ? null : Arrays.copyOfRange(bytes, from, from + length);",
                "return Arrays.copyOfRange(bytes, from, from + Math.max(0, length));",
                WRITES);
        add(
                "an older write of a key is logged",
                "txn/NewestWrites",
                "if (head != null && (best < 0 || Arrays.compareUnsigned(head, least) < 0)) {",
                "if (head != null && (best < 0 || Arrays.compareUnsigned(head, least) <= 0)) {",
                WRITES);
    }

    private void addChunks() {
        add(
                "chunks are visible before their transaction ends",
                "txn/CommitPipeline",
                "entry.type() == RecordType.CHUNK ? OpenChunks.NOTHING : entry.changes(),",
                "entry.changes(),",
                LARGE);
        add(
                "the log of open chunks is dropped",
                "txn/StoreEngine",
                "store.setOldestUnfinished(chunks::oldest);",
                "",
                LARGE);
        add("a cut leaves chunks that it has cut", "txn/CommitPipeline", "chunks.truncate(lsn);", "", LARGE);
        add(
                "a new primary leaves large commits of the old one open",
                "txn/StoreEngine",
                "writer.abortUnfinished(); LOG.info(\"engine is primary",
                "LOG.info(\"engine is primary",
                LARGE);
        add(
                "SERIALIZABLE overlooks the chunks of a large commit",
                "txn/ReadSet",
                "if (tree.whole || overlaps(tree, stretch)) {",
                "if (tree.whole) {",
                LARGE);
    }

    private void addCopies() {
        add(
                "a copy does not keep the log that belongs to it",
                "txn/LogRetention",
                "Lsn redo = store.baseMark().redo(); holds.add(redo);",
                "Lsn redo = store.baseMark().redo();",
                LARGE,
                NETWORK);
        add(
                "an incomplete copy becomes a primary",
                "txn/StoreEngine",
                "if (wal.written().isBefore(store.visible())) {",
                "if (wal.written().isBefore(Lsn.ZERO)) {",
                LARGE);
        add(
                "a timeline is taken for entered when records of it have come",
                "txn/EngineStandbyLog",
                "return metadata.current().timeline();",
                "return pipeline.timeline();",
                PIPELINE);
        add(
                "an old primary keeps the tail that its successor does not have",
                "replication/Handshake",
                "Lsn end = shared < ours.size() ? ours.get(shared).start() : primary.end();",
                "Lsn end = primary.end();",
                REPLICATION);
        add(
                "a standby streams on over a tail that is to be cut",
                "replication/Handshake",
                "return written.isAfter(from) ? new StreamPlan.Truncate(from) : new StreamPlan.Stream(from);",
                "return new StreamPlan.Stream(written);",
                REPLICATION,
                NETWORK);
        add(
                "a standby from before the kept log is not copied anew",
                "replication/Handshake",
                "|| from.isBefore(primary.oldest())) {",
                "|| from.isBefore(Lsn.ZERO)) {",
                NETWORK);
    }

    private void addQueues() {
        add(
                "who is let pass in a queue is not granted the lock",
                "txn/lock/QueueOrder",
                "before.keySet().forEach(LockState::grantWaiters);",
                "",
                LOCKS);
        add(
                "a circle that only a queue makes kills one of it",
                "txn/lock/QueueOrder",
                "refused.size() >= MAX_TURNS ? null : circle.turn(refused);",
                "refused.size() >= 0 ? null : circle.turn(refused);",
                LOCKS);
        add(
                "a deadlock leaves queues in another order",
                "txn/lock/QueueOrder",
                "before.forEach((state, queue) -> state.queue = queue);",
                "",
                LOCKS);
    }
}
