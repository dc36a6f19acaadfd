package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.message.Endpoints;
import io.heliosdb.cluster.rest.StandbyState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A standby as its primary sees it at one moment.
///
/// @param lagBytes what the primary has written and the standby has not applied
/// @param connection empty while it is not connected
public record StandbyView(
        NodeId id,
        String name,
        StandbyState state,
        SyncMode mode,
        Endpoints endpoints,
        Lsn written,
        Lsn flushed,
        Lsn applied,
        long lagBytes,
        long lagMillis,
        boolean inSync,
        @Nullable Instant lastHeard,
        Optional<Connection> connection) {

    /// Its connection.
    ///
    /// @param number as PostgreSQL's process id of a sender
    /// @param copying whether it receives a snapshot
    /// @param writeLag age of the oldest byte it has not received; zero when there is none, as for the next two
    public record Connection(
            int number,
            String host,
            int port,
            Instant connectedAt,
            boolean copying,
            Lsn sent,
            Duration writeLag,
            Duration flushLag,
            Duration applyLag,
            @Nullable Instant replyTime) {}
}
