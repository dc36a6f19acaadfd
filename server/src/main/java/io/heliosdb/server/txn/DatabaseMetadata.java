package io.heliosdb.server.txn;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import java.util.List;

/// Which database a data directory holds.
///
/// @param history all timelines so far with the LSN at which each began, ascending; never empty
public record DatabaseMetadata(ClusterId clusterId, NodeId nodeId, List<TimelineStart> history) {

    /// @param start end of the last record of the timeline before
    public record TimelineStart(Timeline timeline, Lsn start) {}

    public DatabaseMetadata {
        history = List.copyOf(history);
        if (history.isEmpty()) {
            throw new IllegalArgumentException("a database has at least one timeline");
        }
    }

    /// The same database on another node.
    public DatabaseMetadata onNode(NodeId node) {
        return new DatabaseMetadata(clusterId, node, history);
    }

    /// The newest timeline.
    public Timeline timeline() {
        return history.getLast().timeline();
    }
}
