package io.heliosdb.server.replication;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.cluster.message.Refusal;
import io.heliosdb.cluster.message.TimelineStartMessage;
import io.heliosdb.server.txn.DatabaseMetadata.TimelineStart;
import java.util.List;
import java.util.Optional;

/// Decides what a standby has to do to follow this primary, from what it says of itself. Pure.
final class Handshake {

    /// The only version so far.
    static final int PROTOCOL_VERSION = 1;

    /// The primary's side.
    ///
    /// @param end of its flushed log
    /// @param oldest from where its log can be read
    record PrimaryFacts(ClusterId cluster, NodeId node, List<TimelineStart> history, Lsn end, Lsn oldest) {

        Timeline timeline() {
            return history.getLast().timeline();
        }
    }

    private Handshake() {}

    /// What is wrong with a hello in itself; empty when nothing is. Checked before anything else is looked at.
    static Optional<StreamPlan.Refuse> check(Hello hello) {
        if (hello.getProtocolVersion() != PROTOCOL_VERSION) {
            return refuse(
                    Refusal.Reason.UNKNOWN_VERSION,
                    "replication protocol version " + hello.getProtocolVersion()
                            + " is not known here; this node speaks " + PROTOCOL_VERSION);
        }
        try {
            NodeId.parse(hello.getNodeId());
            SyncMode.parse(hello.getSyncMode());
            Lsn.of(hello.getWrittenLsn());
            Lsn.of(hello.getCommittedLsn());
            if (!hello.getClusterId().isEmpty()) {
                ClusterId.parse(hello.getClusterId());
            }
            starts(hello.getHistoryList());
        } catch (IllegalArgumentException e) {
            return refuse(Refusal.Reason.BAD_MESSAGE, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static Optional<StreamPlan.Refuse> refuse(Refusal.Reason reason, String message) {
        return Optional.of(new StreamPlan.Refuse(reason, message));
    }

    static List<TimelineStart> starts(List<TimelineStartMessage> messages) {
        return messages.stream()
                .map(message -> new TimelineStart(new Timeline(message.getTimeline()), Lsn.of(message.getStartLsn())))
                .toList();
    }

    static List<TimelineStartMessage> messages(List<TimelineStart> starts) {
        return starts.stream()
                .map(start -> TimelineStartMessage.newBuilder()
                        .setTimeline(start.timeline().number())
                        .setStartLsn(start.start().position())
                        .build())
                .toList();
    }

    /// The plan for a standby whose hello {@link #check} has passed.
    static StreamPlan plan(PrimaryFacts primary, Hello hello) {
        if (NodeId.parse(hello.getNodeId()).equals(primary.node())) {
            return new StreamPlan.Refuse(
                    Refusal.Reason.DUPLICATE_NODE_ID,
                    "node id " + primary.node() + " is the primary's own; give the standby another HELIOSDB_NODE_ID");
        }
        if (hello.getClusterId().isEmpty()) {
            return new StreamPlan.Snapshot();
        }
        ClusterId cluster = ClusterId.parse(hello.getClusterId());
        if (!cluster.equals(primary.cluster())) {
            return new StreamPlan.Refuse(
                    Refusal.Reason.FOREIGN_CLUSTER,
                    "the standby \"" + hello.getNodeName() + "\" belongs to cluster " + cluster
                            + ", this primary to cluster " + primary.cluster());
        }
        List<TimelineStart> theirs = starts(hello.getHistoryList());
        if (theirs.isEmpty()) {
            return new StreamPlan.Snapshot();
        }
        Timeline newest = theirs.getLast().timeline();
        if (newest.compareTo(primary.timeline()) > 0) {
            return new StreamPlan.Refuse(
                    Refusal.Reason.NEWER_TIMELINE,
                    "the standby \"" + hello.getNodeName() + "\" is on timeline " + newest + ", this primary on "
                            + primary.timeline() + ": it has been replaced");
        }
        Lsn common = commonEnd(primary, theirs);
        Lsn committed = Lsn.of(hello.getCommittedLsn());
        if (committed.isAfter(common)) {
            return ahead(primary, hello, committed, newest);
        }
        return position(primary, common, Lsn.of(hello.getWrittenLsn()));
    }

    /// The standby has applied what this primary does not have. A primary that was restored has begun a
    /// timeline of its own and means it; one that has not has lost what was acknowledged, and the standby may
    /// be all there is of it.
    private static StreamPlan ahead(PrimaryFacts primary, Hello hello, Lsn committed, Timeline newest) {
        if (newest.compareTo(primary.timeline()) < 0) {
            return new StreamPlan.Snapshot();
        }
        return new StreamPlan.Refuse(
                Refusal.Reason.PRIMARY_BEHIND,
                "the standby \"" + hello.getNodeName() + "\" has committed changes up to " + committed
                        + ", this primary's log ends at " + primary.end()
                        + ": the primary has lost changes; restore it, or empty the standby's data directory to give"
                        + " them up");
    }

    private static StreamPlan position(PrimaryFacts primary, Lsn common, Lsn written) {
        Lsn from = Lsn.min(written, common);
        if (common.equals(Lsn.ZERO) && written.isAfter(Lsn.ZERO) || from.isBefore(primary.oldest())) {
            return new StreamPlan.Snapshot();
        }
        return written.isAfter(from) ? new StreamPlan.Truncate(from) : new StreamPlan.Stream(from);
    }

    /// Up to where both logs are the same for certain: the end of the last timeline that both have.
    private static Lsn commonEnd(PrimaryFacts primary, List<TimelineStart> theirs) {
        List<TimelineStart> ours = primary.history();
        int shared = 0;
        while (shared < ours.size()
                && shared < theirs.size()
                && ours.get(shared).equals(theirs.get(shared))) {
            shared++;
        }
        if (shared == 0) {
            return Lsn.ZERO;
        }
        Lsn end = shared < ours.size() ? ours.get(shared).start() : primary.end();
        return shared < theirs.size() ? Lsn.min(end, theirs.get(shared).start()) : end;
    }
}
