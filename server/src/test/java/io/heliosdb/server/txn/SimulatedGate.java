package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Commits late, acknowledges later, and refuses at times.
final class SimulatedGate implements CommitGate {

    private record Waiting(Lsn lsn, Durability durability, Acknowledgement waiter) {}

    private final Random random;
    private final Consumer<Lsn> decided;
    private final List<Waiting> waiting = new ArrayList<>();
    private Committer committer = lsn -> {};
    private Lsn flushed = Lsn.ZERO;
    private Lsn committed = Lsn.ZERO;
    private Lsn applied = Lsn.ZERO;
    boolean attached;
    boolean refuses;
    boolean slow = true;

    /// @param decided hears each LSN that is committed
    SimulatedGate(Random random, Consumer<Lsn> decided) {
        this.random = random;
        this.decided = decided;
    }

    Lsn committed() {
        return committed;
    }

    @Override
    public void attach(Committer engine, Lsn flushedLsn, Lsn known) {
        committer = engine;
        flushed = flushedLsn;
        committed = known;
        attached = true;
    }

    @Override
    public void detach() {
        attached = false;
        committer = lsn -> {};
        List<Waiting> lost = List.copyOf(waiting);
        waiting.clear();
        lost.forEach(each -> each.waiter.uncertain(CommitPipeline.uncertain("the gate is gone")));
    }

    @Override
    public void checkWritable() {
        if (refuses) {
            throw new SqlException(SqlState.INSUFFICIENT_RESOURCES, "too few standbys");
        }
    }

    @Override
    public void flushed(Lsn lsn) {
        assertThat(lsn).isGreaterThanOrEqualTo(flushed);
        flushed = lsn;
        if (!slow || random.nextInt(3) == 0) {
            open();
        }
    }

    @Override
    public void applied(Lsn lsn) {
        assertThat(lsn).as("applied is committed").isLessThanOrEqualTo(committed);
        applied = Lsn.max(applied, lsn);
    }

    @Override
    public void whenAcknowledged(Lsn lsn, Durability durability, Acknowledgement waiter) {
        assertThat(lsn).as("acknowledged is applied").isLessThanOrEqualTo(applied);
        if (slow && random.nextBoolean()) {
            waiting.add(new Waiting(lsn, durability, waiter));
        } else {
            waiter.acknowledged();
        }
    }

    /// Commits what is flushed.
    void open() {
        if (attached && flushed.isAfter(committed)) {
            committed = flushed;
            decided.accept(flushed);
            committer.committed(flushed);
        }
    }

    /// Acknowledges some of what waits.
    void acknowledgeSome() {
        for (Waiting each : List.copyOf(waiting)) {
            if (!slow || random.nextBoolean()) {
                waiting.remove(each);
                each.waiter.acknowledged();
            }
        }
    }
}
