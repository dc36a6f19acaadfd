package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.txn.CommitGate;
import io.heliosdb.server.txn.Durability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens commits when the in-sync set has them: the thread-safe shell around {@link InSyncSet}.
///
/// Events come from engine threads, links and a timer. Each is applied under the lock; what follows from it (apply,
/// acknowledge, record a decision, wake senders) happens after the lock is released, in the same thread.
final class PrimaryGate implements CommitGate {

    private static final Logger LOG = LoggerFactory.getLogger(PrimaryGate.class);
    private static final Committer NOBODY = lsn -> {};

    private final ReentrantLock lock = new ReentrantLock();
    private final InSyncRules rules;
    private final InSyncAuthority authority;
    private final Timing timing;
    private final Timeline timeline;
    private final InSyncSet set;
    private final AcknowledgementQueue waiting = new AcknowledgementQueue();
    private final List<Runnable> committedListeners = new CopyOnWriteArrayList<>();
    private Committer committer = NOBODY;
    private @Nullable Lsn tail;
    private boolean settled;

    PrimaryGate(InSyncRules rules, InSyncAuthority authority, Timeline timeline, Timing timing) {
        this.rules = rules;
        this.authority = authority;
        this.timing = timing;
        this.timeline = timeline;
        this.set = new InSyncSet(rules, authority.current().members(), timing.nanos());
    }

    /// Runs `listener` whenever the committed LSN has risen; it must not block.
    void onCommitted(Runnable listener) {
        committedListeners.add(listener);
    }

    @Override
    public void attach(Committer engine, Lsn flushed, Lsn committed) {
        change(state -> {
            committer = engine;
            tail = flushed;
            state.begin(flushed, committed, timing.nanos());
        });
        // Also when nothing has risen: the engine has to hear what this gate knows.
        engine.committed(committed());
    }

    @Override
    public void detach() {
        List<Acknowledgement> lost = new ArrayList<>();
        lock.lock();
        try {
            committer = NOBODY;
            lost.addAll(waiting.drain());
        } finally {
            lock.unlock();
        }
        SqlException error = new SqlException(
                        SqlState.TRANSACTION_RESOLUTION_UNKNOWN, "the outcome of the commit is not known")
                .withDetail("This node stopped being the primary while the commit waited for standbys.")
                .withHint("Look at the data before you repeat the transaction.");
        lost.forEach(waiter -> waiter.uncertain(error));
    }

    @Override
    public void checkWritable() {
        int missing = read(state -> state.missing(timing.nanos()));
        if (missing > 0) {
            throw new SqlException(
                            SqlState.INSUFFICIENT_RESOURCES, "cannot accept writes: too few standbys are in sync")
                    .withDetail(String.format(
                            Locale.ROOT,
                            "%d of at least %d in-sync standbys are there.",
                            rules.minInSync() - missing,
                            rules.minInSync()))
                    .withHint("Start or reconnect a sync or semi-sync standby, or lower min-in-sync-standbys.");
        }
    }

    @Override
    public void flushed(Lsn lsn) {
        change(state -> state.flushedHere(lsn, timing.nanos()));
    }

    @Override
    public void applied(Lsn lsn) {
        change(state -> state.appliedHere(lsn));
    }

    @Override
    public void whenAcknowledged(Lsn lsn, Durability durability, Acknowledgement waiter) {
        boolean met;
        lock.lock();
        try {
            met = !lsn.isAfter(set.acknowledged(durability));
            if (!met) {
                waiting.add(lsn, durability, waiter);
            }
        } finally {
            lock.unlock();
        }
        if (met) {
            waiter.acknowledged();
        }
    }

    void connected(NodeId id, SyncMode mode, Lsn end) {
        change(state -> state.connected(id, mode, end, timing.nanos()));
    }

    /// What a standby was told before: a primary that has just started may not know it itself.
    void learntCommitted(Lsn lsn) {
        change(state -> state.learntCommitted(lsn, timing.nanos()));
    }

    void disconnected(NodeId id) {
        change(state -> state.disconnected(id, timing.nanos()));
    }

    void acked(NodeId id, Positions positions) {
        change(state -> state.acked(id, positions, timing.nanos()));
    }

    /// Looks whether somebody is to leave or to return; called at intervals.
    void tick() {
        Set<NodeId> before = read(InSyncSet::members);
        Optional<Set<NodeId>> proposal = read(state -> state.propose(timing.nanos()));
        proposal.ifPresent(
                members -> authority.record(authority.current().next(timeline, members), new Outcome(before)));
    }

    private final class Outcome implements InSyncAuthority.Outcome {

        private final Set<NodeId> before;

        Outcome(Set<NodeId> before) {
            this.before = before;
        }

        @Override
        public void recorded() {
            change(state -> state.recorded(timing.nanos()));
            LOG.info(
                    "in-sync set changed timeline={} number={} before={} now={}",
                    timeline,
                    authority.current().number(),
                    before,
                    authority.current().members());
        }

        @Override
        public void refused(String reason) {
            change(InSyncSet::notRecorded);
            LOG.error("in-sync set cannot be changed timeline={} reason={}", timeline, reason);
        }
    }

    private void change(Consumer<InSyncSet> event) {
        Lsn before;
        Lsn now;
        Committer engine;
        List<Acknowledgement> ready;
        lock.lock();
        try {
            before = set.committed();
            event.accept(set);
            now = set.committed();
            engine = committer;
            settled = settled || tail != null && now.isAtLeast(tail);
            ready = waiting.ready(set::acknowledged);
        } finally {
            lock.unlock();
        }
        if (now.isAfter(before)) {
            engine.committed(now);
            committedListeners.forEach(Runnable::run);
        }
        ready.forEach(Acknowledgement::acknowledged);
    }

    private <T> T read(Function<InSyncSet, T> question) {
        lock.lock();
        try {
            return question.apply(set);
        } finally {
            lock.unlock();
        }
    }

    Lsn committed() {
        return read(InSyncSet::committed);
    }

    /// Whether everything that the log held when this gate was attached is committed.
    boolean isSettled() {
        return read(state -> settled);
    }

    Set<NodeId> members() {
        return read(InSyncSet::members);
    }

    boolean isInSync(NodeId id) {
        return read(state -> state.isInSync(id, timing.nanos()));
    }

    int missing() {
        return read(state -> state.missing(timing.nanos()));
    }

    int waitingCommits() {
        return read(state -> waiting.size());
    }

    long ageNanos(Lsn lsn) {
        return read(state -> state.ageNanos(lsn, timing.nanos()));
    }

    Collection<StandbyProgress> standbys() {
        return read(InSyncSet::standbys);
    }
}
