package io.heliosdb.cluster.rest;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The primary as a standby sees it: the row of `pg_replication_primary`.
///
/// @param primaryNodeId null until the primary has said who it is
/// @param primaryLsn end of the primary's log as last heard
/// @param localLsn end of what readers here see
/// @param lagMs measured age of the oldest byte not yet applied here; 0 only when caught up
/// @param fencingToken the timeline that this standby follows
/// @param nodeId the same as `primaryNodeId`: guides use both names, as with the two fields that follow
public record PrimaryStatus(
        @Nullable NodeId primaryNodeId,
        String primaryAddress,
        LinkState connectionState,
        Lsn primaryLsn,
        Lsn localLsn,
        long lagBytes,
        long lagMs,
        Timeline fencingToken,
        @Nullable Instant connectedAt,
        @Nullable Instant lastHeartbeat,
        @Nullable NodeId nodeId,
        String address,
        LinkState state) {}
