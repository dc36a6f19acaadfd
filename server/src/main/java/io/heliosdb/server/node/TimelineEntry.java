package io.heliosdb.server.node;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `pg_replication_history`: who became primary, when and why.
///
/// @param primary name of the node
/// @param reason `bootstrap` for the first primary of a cluster
/// @param at null when a node has learnt of the timeline but not of its circumstances
public record TimelineEntry(
        Timeline timeline,
        Lsn startLsn,
        String primary,
        String reason,
        @Nullable Instant at) {}
