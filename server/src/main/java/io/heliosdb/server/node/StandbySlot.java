package io.heliosdb.server.node;

import io.heliosdb.cluster.Lsn;
import org.jspecify.annotations.Nullable;

/// A row of `pg_replication_slots`: how much of the log is kept for one standby (PostgreSQL 15 manual, 54.19).
///
/// @param pid a number of its connection; null when it is not connected
/// @param restartLsn from where it needs the log; null when nothing was heard of it, and when that is gone
/// @param walStatus `reserved`: kept; `unreserved`: more than the cap, goes with the next checkpoint; `lost`:
/// gone, it takes a copy when it comes back; null when nothing was heard of it
/// @param safeBytes how much may be written until the cap is reached; null without `restartLsn`
public record StandbySlot(
        String name,
        @Nullable Integer pid,
        @Nullable Lsn restartLsn,
        @Nullable String walStatus,
        @Nullable Long safeBytes) {

    /// @param needed from where it needs the log; zero when nothing was heard of it
    /// @param oldest where the log begins that is kept
    /// @param end of the log
    static StandbySlot of(Standby standby, Lsn needed, Lsn oldest, Lsn end, long keptBytes) {
        if (needed.equals(Lsn.ZERO)) {
            return new StandbySlot(standby.name, standby.pid, null, null, null);
        }
        if (oldest.isAfter(needed)) {
            return new StandbySlot(standby.name, standby.pid, null, "lost", null);
        }
        long safe = keptBytes - end.minus(needed);
        return new StandbySlot(standby.name, standby.pid, needed, safe < 0 ? "unreserved" : "reserved", safe);
    }

    record Standby(String name, @Nullable Integer pid) {}
}
