package io.heliosdb.server.node;

import io.heliosdb.cluster.Lsn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `pg_stat_replication` (PostgreSQL 18 manual, table 27.14), of one connected standby.
///
/// @param pid a number of the connection
/// @param applicationName the standby's name
/// @param state `startup`, `backup`, `catchup` or `streaming`
/// @param writeLag age of the oldest byte not yet received; null when there is none, as for the two that follow
/// @param syncPriority 1 for `sync`, 2 for `semi-sync`, 0 for `async`
/// @param syncState `sync` in the in-sync set, `potential` when it could be, else `async`
public record ReplicationStat(
        int pid,
        String applicationName,
        String clientAddr,
        int clientPort,
        Instant backendStart,
        String state,
        Lsn sentLsn,
        Lsn writeLsn,
        Lsn flushLsn,
        Lsn replayLsn,
        @Nullable Duration writeLag,
        @Nullable Duration flushLag,
        @Nullable Duration replayLag,
        int syncPriority,
        String syncState,
        @Nullable Instant replyTime) {}
