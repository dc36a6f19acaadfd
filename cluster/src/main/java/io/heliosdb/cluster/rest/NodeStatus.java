package io.heliosdb.cluster.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One node about itself: the row of `pg_replication_status`, and `GET /api/v1/node`.
///
/// @param syncMode null on a node that is no standby
/// @param readOnly whether every write that arrives here is refused: `isReadOnly` in JSON
/// @param standbyCount standbys connected to this node
/// @param primaryHost host and replication port of the primary that this node follows; null on a primary
/// @param listenAddr host and port of the SQL listener
/// @param flushLsn end of what is durable here
/// @param applyLsn end of what readers here see
/// @param listenAddress the same as `listenAddr`: guides use both names
public record NodeStatus(
        NodeId nodeId,
        Role role,
        @Nullable SyncMode syncMode,
        @JsonProperty("isReadOnly") boolean readOnly,
        Lsn currentLsn,
        int standbyCount,
        @Nullable String primaryHost,
        String listenAddr,
        int replicationPort,
        Instant startedAt,
        String nodeName,
        Timeline timeline,
        Lsn flushLsn,
        Lsn applyLsn,
        String listenAddress,
        long uptimeSeconds) {}
