package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.txn.Durability;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who must have a record before it is committed, and hence what is committed.
///
/// `committed = min(flushed here, flushed on each member)`. The members change only by decisions that are
/// durable before they count: while one is being recorded, both the old and the new set must have a record. Who
/// is about to join is waited for already, so that at the moment of its decision it has everything committed.
///
/// Pure: told of events with their time, asked what to do. Not safe for threads; {@link PrimaryGate} guards it.
final class InSyncSet {

    /// So near to the end a standby may ask to join: commits wait for the rest, which takes it some milliseconds.
    private static final long NEAR_BYTES = 256 * 1024;

    private final InSyncRules rules;
    private final Map<NodeId, StandbyProgress> standbys = new HashMap<>();
    private final Set<NodeId> joining = new HashSet<>();
    private final LsnMarks flushMarks = new LsnMarks();
    private final LsnMarks commitMarks = new LsnMarks();
    private Set<NodeId> members;
    private @Nullable Set<NodeId> proposed;
    private Lsn localFlushed = Lsn.ZERO;
    private Lsn localApplied = Lsn.ZERO;
    private Lsn committed = Lsn.ZERO;
    private Lsn inherited = Lsn.ZERO;

    /// @param members as recorded last
    InSyncSet(InSyncRules rules, Set<NodeId> members, long nowNanos) {
        this.rules = rules;
        this.members = Set.copyOf(members);
        members.forEach(id -> standbys.put(id, StandbyProgress.unseen(id, nowNanos)));
    }

    /// Begins with what the local engine has.
    void begin(Lsn flushed, Lsn alreadyCommitted, long nowNanos) {
        inherited = flushed;
        flushedHere(flushed, nowNanos);
        committed = Lsn.max(committed, alreadyCommitted);
        localApplied = Lsn.max(localApplied, alreadyCommitted);
        commitMarks.reached(committed, nowNanos);
        advance(nowNanos);
    }

    void flushedHere(Lsn lsn, long nowNanos) {
        localFlushed = Lsn.max(localFlushed, lsn);
        flushMarks.reached(localFlushed, nowNanos);
        advance(nowNanos);
    }

    void appliedHere(Lsn lsn) {
        localApplied = Lsn.max(localApplied, lsn);
    }

    /// A standby that was told so in an earlier life of this primary knows that everything up to `lsn` is
    /// committed.
    void learntCommitted(Lsn lsn, long nowNanos) {
        if (lsn.isAfter(committed) && !lsn.isAfter(localFlushed)) {
            committed = lsn;
            commitMarks.reached(lsn, nowNanos);
        }
    }

    /// A standby streams from `end`, up to where its log is durable.
    void connected(NodeId id, SyncMode mode, Lsn end, long nowNanos) {
        joining.remove(id);
        standbys.put(id, StandbyProgress.joined(id, mode, end, nowNanos));
        advance(nowNanos);
    }

    void disconnected(NodeId id, long nowNanos) {
        joining.remove(id);
        standbys.computeIfPresent(id, (key, progress) -> progress.lost(nowNanos));
        advance(nowNanos);
    }

    void acked(NodeId id, Positions positions, long nowNanos) {
        StandbyProgress before = standbys.get(id);
        if (before == null || !before.connected()) {
            return;
        }
        boolean caughtUp = localFlushed.minus(positions.flushed()) <= NEAR_BYTES;
        standbys.put(id, before.acked(positions, caughtUp));
        advance(nowNanos);
    }

    /// Whom a record waits for at this moment.
    private Set<NodeId> counted() {
        Set<NodeId> counted = new TreeSet<>(members);
        counted.addAll(joining);
        if (proposed != null) {
            counted.addAll(proposed);
        }
        return counted;
    }

    private void advance(long nowNanos) {
        Lsn lowest = localFlushed;
        for (NodeId id : counted()) {
            lowest = Lsn.min(lowest, progress(id).flushed());
        }
        if (lowest.isAfter(committed)) {
            committed = lowest;
            commitMarks.reached(lowest, nowNanos);
        }
    }

    private StandbyProgress progress(NodeId id) {
        StandbyProgress found = standbys.get(id);
        if (found == null) {
            throw new IllegalStateException("a member of the in-sync set has no progress: " + id);
        }
        return found;
    }

    /// The next set to record, when one is due and none is being recorded. It counts as proposed from now on.
    Optional<Set<NodeId>> propose(long nowNanos) {
        if (proposed != null) {
            return Optional.empty();
        }
        updateJoining(nowNanos);
        Set<NodeId> next = new TreeSet<>(members);
        // Of what this log held at the begin, more may have been committed than is known here.
        Lsn mayBeCommitted = Lsn.max(committed, inherited);
        for (NodeId id : joining) {
            if (progress(id).flushed().isAtLeast(mayBeCommitted)) {
                next.add(id);
            }
        }
        List<NodeId> leaving = members.stream()
                .filter(id -> mustLeave(progress(id), nowNanos))
                .sorted(Comparator.comparing(id -> progress(id).flushed()))
                .toList();
        for (NodeId id : leaving) {
            if (next.size() > rules.minInSync()) {
                next.remove(id);
            }
        }
        if (next.equals(members)) {
            return Optional.empty();
        }
        proposed = Set.copyOf(next);
        return Optional.of(proposed);
    }

    private void updateJoining(long nowNanos) {
        joining.removeIf(id -> isStalled(progress(id), nowNanos));
        for (StandbyProgress standby : standbys.values()) {
            if (standby.connected()
                    && standby.streaming()
                    && standby.mode().canBeInSync()
                    && !members.contains(standby.id())
                    && !isStalled(standby, nowNanos)) {
                joining.add(standby.id());
            }
        }
    }

    /// The proposed set is durable.
    void recorded(long nowNanos) {
        if (proposed == null) {
            throw new IllegalStateException("no decision was proposed");
        }
        members = proposed;
        proposed = null;
        joining.removeAll(members);
        advance(nowNanos);
    }

    /// The proposed set could not be recorded; the old one holds.
    void notRecorded() {
        proposed = null;
    }

    private boolean mustLeave(StandbyProgress standby, long nowNanos) {
        if (!standby.connected()) {
            boolean unseen = standby.flushed().equals(Lsn.ZERO);
            long grace = (unseen ? rules.stallLimit() : rules.disconnectGrace()).toNanos();
            return nowNanos - standby.sinceNanos() > grace;
        }
        return !standby.mode().canBeInSync() || isStalled(standby, nowNanos);
    }

    // A debt is counted from when the standby connected: it cannot have paid before.
    private boolean isStalled(StandbyProgress standby, long nowNanos) {
        long limit = rules.stallLimit().toNanos();
        if (nowNanos - standby.sinceNanos() <= limit) {
            return false;
        }
        return flushMarks.ageNanos(standby.flushed(), nowNanos) > limit
                || standby.mode() == SyncMode.SYNC && commitMarks.ageNanos(standby.applied(), nowNanos) > limit;
    }

    Lsn committed() {
        return committed;
    }

    Lsn localFlushed() {
        return localFlushed;
    }

    /// Members as recorded, whether they live or not.
    Set<NodeId> members() {
        return members;
    }

    Collection<StandbyProgress> standbys() {
        return List.copyOf(standbys.values());
    }

    /// Whether the standby is a member that can do its part now.
    boolean isInSync(NodeId id, long nowNanos) {
        return members.contains(id) && progress(id).connected() && !mustLeave(progress(id), nowNanos);
    }

    /// Members that can do their part now.
    int inSyncCount(long nowNanos) {
        return (int) members.stream().filter(id -> isInSync(id, nowNanos)).count();
    }

    int missing(long nowNanos) {
        return Math.max(0, rules.minInSync() - inSyncCount(nowNanos));
    }

    /// Age of the oldest byte of the primary's log that is behind `lsn`.
    long ageNanos(Lsn lsn, long nowNanos) {
        return flushMarks.ageNanos(lsn, nowNanos);
    }

    /// Up to where commits of this durability may be acknowledged.
    Lsn acknowledged(Durability durability) {
        return switch (durability) {
            case OFF -> Lsn.of(Long.MAX_VALUE);
            case LOCAL -> localFlushed;
            case REMOTE_WRITE -> visible();
            case ON -> appliedOn(false);
            case REMOTE_APPLY -> appliedOn(true);
        };
    }

    private Lsn visible() {
        return Lsn.min(committed, localApplied);
    }

    private Lsn appliedOn(boolean everyMember) {
        Lsn lowest = visible();
        for (NodeId id : members) {
            StandbyProgress member = progress(id);
            if (everyMember || member.mode() == SyncMode.SYNC) {
                lowest = Lsn.min(lowest, member.applied());
            }
        }
        return lowest;
    }
}
