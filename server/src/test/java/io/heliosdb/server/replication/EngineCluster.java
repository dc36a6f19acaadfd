package io.heliosdb.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.MemoryDisk.Fault;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.replication.EngineNode.Commit;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A primary and two standbys in one thread: real engines on simulated disks, with the real gate, in-sync set,
/// senders, receivers and copies between simulated links. Large commits are interrupted between their chunks by
/// whatever comes next: others' commits, lost connections, crashes of either side, copies.
final class EngineCluster {

    static final ClusterId CLUSTER = new ClusterId(new UUID(1, 1));
    static final NodeId PRIMARY = new NodeId(new UUID(2, 2));
    private static final int MAX_INTERRUPTION = 12;
    private static final int MAX_DEPTH = 3;
    private static final int NEVER = 1 << 30;

    final SimulatedTime time = new SimulatedTime();
    final Random random;
    final List<EngineStandby> standbys;
    EngineNode primary;
    Timeline timeline = Timeline.FIRST;
    PrimaryGate gate;
    boolean up;
    int life;
    int acknowledged;
    int interruptions;
    int failovers;
    int cuts;
    int copies;
    int undone;
    private final SimulatedAuthority authority;
    private final InSyncRules rules = new InSyncRules(1, Duration.ofMillis(2500), Duration.ofMillis(500));

    /// Everything that was committed, by LSN.
    private final NavigableMap<Long, Commit> committed = new TreeMap<>();

    /// What transactions do, by their ids.
    private final Map<Long, Commit> begun = new HashMap<>();

    private final Set<Long> claimed = new HashSet<>();
    private long committedEnd;
    private long numbers;
    private int depth;

    EngineCluster(long seed) {
        random = new Random(seed);
        authority = new SimulatedAuthority(CLUSTER, time, random, () -> life);
        primary = EngineNode.created(CLUSTER, PRIMARY, this::interrupt);
        standbys = List.of(
                new EngineStandby(this, new NodeId(new UUID(3, 1)), SyncMode.SYNC),
                new EngineStandby(this, new NodeId(new UUID(3, 2)), SyncMode.SEMI_SYNC));
        gate = newGate();
        up = true;
        primary.open(gate);
        everyMillis(50, () -> {
            if (up) {
                gate.tick();
            }
        });
        standbys.forEach(EngineStandby::keepConnected);
    }

    private PrimaryGate newGate() {
        PrimaryGate made = new PrimaryGate(rules, authority, timeline, time);
        made.onCommitted(() -> {
            if (made == gate) {
                noteCommitted();
                standbys.forEach(EngineStandby::wake);
            }
        });
        return made;
    }

    private void noteCommitted() {
        Lsn end = gate.committed();
        if (end.position() > committedEnd) {
            primary.transactions(
                    Lsn.of(committedEnd),
                    end,
                    (lsn, id) -> committed.put(lsn.position(), Objects.requireNonNull(begun.get(id))));
            committedEnd = end.position();
        }
    }

    Duration soon(int maxMicros) {
        return Duration.ofNanos(1000L * (1 + random.nextInt(maxMicros)));
    }

    void everyMillis(int millis, Runnable task) {
        time.after(Duration.ofMillis(millis), () -> {
            everyMillis(millis, task);
            task.run();
        });
    }

    /// The next event; false when there is none.
    boolean step() {
        boolean[] any = {true};
        guarded(() -> any[0] = time.step());
        return any[0];
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (MemoryDisk.Crash e) {
            assertThat(diskIsCrashed()).isTrue();
        }
        standbys.forEach(EngineStandby::buryWhenDead);
        // A commit that was interrupted has to come back first.
        if (depth == 0 && up && primary.disk.isCrashed()) {
            bury();
        }
    }

    private boolean diskIsCrashed() {
        return primary.disk.isCrashed() || standbys.stream().anyMatch(each -> each.node.disk.isCrashed());
    }

    private void bury() {
        up = false;
        life++;
        standbys.forEach(EngineStandby::cut);
        primary.restart(random);
        time.after(soon(3_000_000), () -> {
            if (random.nextBoolean() || !failOver()) {
                gate = newGate();
                up = true;
                goOnAsPrimary();
            }
        });
    }

    // One that died while it was promoted is promoted once more.
    private void goOnAsPrimary() {
        if (primary.engine().metadata().timeline().equals(timeline)) {
            primary.reopen(gate);
        } else {
            primary.engine().becomePrimary(timeline, gate);
        }
    }

    /// The member with the longest log becomes the primary of a new timeline; false when none is up.
    private boolean failOver() {
        Set<NodeId> members = authority.current().members();
        Optional<EngineStandby> longest = standbys.stream()
                .filter(each -> each.up && members.contains(each.id))
                .max(Comparator.comparing(each -> each.node.engine().writtenLsn()));
        if (longest.isEmpty()) {
            return false;
        }
        EngineStandby chosen = longest.get();
        EngineNode before = primary;
        primary = chosen.node;
        chosen.replace(before);
        timeline = timeline.next();
        Set<NodeId> left = new TreeSet<>(members);
        left.remove(chosen.id);
        authority.decide(timeline, left);
        life++;
        gate = newGate();
        up = true;
        primary.engine().becomePrimary(timeline, gate);
        failovers++;
        return true;
    }

    /// The process of the primary dies a few steps of its disk from now.
    void crashPrimary() {
        primary.disk.faultAfter(1 + random.nextInt(30), Fault.CRASH);
    }

    /// Deaths that have not come yet do not come.
    void noMoreFaults() {
        primary.disk.faultAfter(NEVER, Fault.CRASH);
        standbys.forEach(each -> each.node.disk.faultAfter(NEVER, Fault.CRASH));
    }

    /// Log that nobody who is connected needs is dropped: who comes back from before has to be copied anew.
    void dropLog() {
        if (up && depth == 0) {
            primary.engine().retainLogFrom(Lsn.of(Long.MAX_VALUE));
            primary.engine().checkpoint();
        }
    }

    /// Runs between two chunks of a commit.
    private void interrupt() {
        if (random.nextInt(3) > 0) {
            return;
        }
        interruptions++;
        for (int left = random.nextInt(MAX_INTERRUPTION); left > 0; left--) {
            guarded(time::step);
            if (primary.disk.isCrashed()) {
                throw new MemoryDisk.Crash();
            }
        }
    }

    /// A transaction of few rows or of many, which may delete all rows of an earlier one.
    void write(boolean large) {
        // Whoever wrote before the tail is settled would wait for it, and this thread is the only one.
        if (!up || depth == MAX_DEPTH || !gate.isSettled()) {
            return;
        }
        long number = numbers++;
        Commit commit = new Commit(number, large ? 20 + random.nextInt(60) : 1 + random.nextInt(3), victim());
        int mine = life;
        depth++;
        try {
            Cancellation cancellation = new Cancellation();
            Transaction transaction = primary.engine().begin(TransactionOptions.DEFAULT);
            transaction.startStatement(cancellation);
            change(transaction, commit);
            begun.put(transaction.id(), commit);
            if (large && random.nextInt(10) == 0) {
                time.after(soon(3_000), () -> cancellation.cancel(canceled()));
            }
            CompletableFuture<Lsn> outcome = transaction.commitAsync();
            if (outcome.isCompletedExceptionally() && isRefused(outcome)) {
                undone++;
            } else {
                Lsn end = primary.engine().writtenLsn();
                outcome.whenComplete((lsn, error) -> {
                    if (error == null && mine == life) {
                        assertThat(lsn).isEqualTo(end);
                        checkAcknowledged(lsn);
                    }
                });
            }
        } catch (SqlException e) {
            undone++;
        } finally {
            depth--;
        }
    }

    private static SqlException canceled() {
        return new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }

    private static boolean isRefused(CompletableFuture<Lsn> outcome) {
        return outcome.exceptionNow() instanceof SqlException error
                && error.state() != SqlState.TRANSACTION_RESOLUTION_UNKNOWN;
    }

    private long victim() {
        if (random.nextInt(3) > 0 || committed.isEmpty()) {
            return -1;
        }
        List<Commit> all = new ArrayList<>(committed.values());
        long number = all.get(random.nextInt(all.size())).number();
        return claimed.add(number) ? number : -1;
    }

    private void change(Transaction transaction, Commit commit) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < commit.rows(); row++) {
            rows.add(row);
        }
        Collections.shuffle(rows, random);
        rows.forEach(row -> transaction.put(EngineNode.TREE, EngineNode.key(commit.number(), row), new byte[10]));
        if (commit.undone() >= 0) {
            committed.values().stream()
                    .filter(each -> each.number() == commit.undone())
                    .forEach(each -> {
                        for (int row = 0; row < each.rows(); row++) {
                            transaction.delete(EngineNode.TREE, EngineNode.key(each.number(), row));
                        }
                    });
        }
    }

    private void checkAcknowledged(Lsn lsn) {
        acknowledged++;
        assertThat(primary.applied()).isGreaterThanOrEqualTo(lsn);
        assertThat(committedEnd).as("acknowledged is committed").isGreaterThanOrEqualTo(lsn.position());
        assertThat(authority.current().members()).isNotEmpty();
        for (EngineStandby standby : standbys) {
            if (authority.current().members().contains(standby.id) && !standby.node.disk.isCrashed()) {
                assertThat(standby.node.flushed())
                        .as("flushed on %s", standby.mode)
                        .isGreaterThanOrEqualTo(lsn);
            }
        }
    }

    /// No node shows what is not committed; now and then all of what it shows is looked at.
    void check() {
        if (depth > 0) {
            return;
        }
        noteCommitted();
        check(primary, "primary");
        standbys.forEach(standby -> check(standby.node, standby.mode.text()));
    }

    private void check(EngineNode node, String name) {
        long visible = node.engine().visibleLsn().position();
        assertThat(visible).as("%s shows what is not committed", name).isLessThanOrEqualTo(committedEnd);
        if (random.nextInt(100) == 0) {
            node.checkContent(committed, name);
        }
    }

    /// After a while without faults nothing is outstanding anywhere, and no log is kept for chunks without an
    /// end.
    void checkSettled() {
        assertThat(up).isTrue();
        Lsn end = primary.engine().writtenLsn();
        assertThat(gate.committed()).isEqualTo(end);
        assertThat(gate.members()).as("%s", standbys).hasSize(2);
        primary.checkContent(committed, "primary");
        for (EngineStandby standby : standbys) {
            assertThat(standby.node.applied()).as(standby.mode.text()).isEqualTo(end);
            standby.node.checkContent(committed, standby.mode.text());
        }
        dropLog();
        primary.checkContent(committed, "primary");
        assertThat(end.minus(primary.engine().oldestLsn())).as("log kept").isLessThan(2 * 4096);
    }
}
