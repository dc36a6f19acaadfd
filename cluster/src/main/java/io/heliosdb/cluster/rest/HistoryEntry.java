package io.heliosdb.cluster.rest;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.Timeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One change of a member's role: `GET /api/v1/cluster/history`, and a row of `pg_replication_history`.
///
/// @param at when it was seen
/// @param nodeName whose role changed
/// @param from null when the member was seen for the first time
/// @param timeline the timeline that the member was on after the change
/// @param startLsn where its log ended when the change was seen
/// @param primary name of the primary after the change; null when there was none
/// @param reason `first_seen` or `observed` from polling; the control plane names its own
public record HistoryEntry(
        Instant at,
        String nodeName,
        @Nullable Role from,
        Role to,
        Timeline timeline,
        Lsn startLsn,
        @Nullable String primary,
        String reason) {}
