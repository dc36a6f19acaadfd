package io.heliosdb.cluster.rest;

import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The cluster as one source sees it: `GET /api/v1/cluster` of a node or of the observer.
///
/// @param source name of the member that answered
/// @param sourceRole its role, so that a reader can tell the observer's view from a node's own
/// @param at when the view was true
/// @param timeline the highest timeline seen; null when no data node ever answered
/// @param primary name of the primary; null when the source knows none that is alive
public record ClusterView(
        String source,
        Role sourceRole,
        Instant at,
        @Nullable Timeline timeline,
        @Nullable String primary,
        List<Member> members) {

    public ClusterView {
        members = List.copyOf(members);
    }

    /// The member called `name`.
    public Optional<Member> member(String name) {
        return members.stream().filter(m -> m.nodeName().equals(name)).findFirst();
    }
}
