package io.heliosdb.server.replication;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import java.util.Set;

/// Who is in the in-sync set, from one decision to the next.
///
/// @param timeline on which it was decided: a primary of an older one decides nothing
/// @param number rises by one with each decision of a cluster
/// @param members in-sync standbys; the primary itself is not named
public record InSyncDecision(ClusterId cluster, Timeline timeline, long number, Set<NodeId> members) {

    public InSyncDecision {
        members = Set.copyOf(members);
    }

    InSyncDecision next(Timeline on, Set<NodeId> changed) {
        return new InSyncDecision(cluster, on, number + 1, changed);
    }
}
