package io.heliosdb.cluster.rest;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A standby as the primary sees it: a row of `pg_replication_standbys`.
///
/// @param address where its connection comes from
/// @param currentLsn end of what it has received
/// @param lagBytes what the primary has written and the standby has not applied
/// @param lagMs measured age of the oldest byte that it has not applied; 0 only when it has caught up
/// @param lastHeartbeat when it was last heard; null when never
/// @param inSync whether it is a member of the in-sync set
public record StandbyStatus(
        NodeId nodeId,
        String address,
        StandbyState state,
        SyncMode syncMode,
        Lsn currentLsn,
        Lsn flushLsn,
        Lsn applyLsn,
        long lagBytes,
        long lagMs,
        @Nullable Instant connectedAt,
        @Nullable Instant lastHeartbeat,
        String nodeName,
        boolean inSync) {}
