package io.heliosdb.cluster.rest;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A member of the cluster as the source of a {@link ClusterView} sees it: a row of `pg_replication_topology`.
///
/// What the source does not know is null: a member that never answered has a name and an address only.
///
/// @param clientAddr host and port for SQL
/// @param replicationAddr host and port for replication
/// @param httpAddr host and port of the REST API
/// @param inSync whether it is a member of the in-sync set; false for a primary, which is not waited for
/// @param lsn end of what its readers see
/// @param lagBytes what the primary has written and this member has not applied
/// @param healthy whether it answers and does what its role asks
/// @param lastSeen when it last answered
/// @param detail why it is not healthy, in a line; null when it is
public record Member(
        @Nullable NodeId nodeId,
        String nodeName,
        @Nullable Role role,
        @Nullable SyncMode syncMode,
        MemberState state,
        @Nullable String clientAddr,
        @Nullable String replicationAddr,
        @Nullable String httpAddr,
        boolean inSync,
        @Nullable Lsn lsn,
        @Nullable Long lagBytes,
        @Nullable Long lagMs,
        boolean healthy,
        @Nullable Instant lastSeen,
        @Nullable Timeline timeline,
        @Nullable Long uptimeSeconds,
        @Nullable String detail) {}
