package io.heliosdb.server.replication;

import java.time.Duration;

/// When a standby counts.
///
/// @param minInSync in-sync standbys without which new writes are refused, and below which the set is never shrunk
/// @param stallLimit how long a connected member may owe a flush (a `sync` one also an apply), and how long a member is
///     waited for after the primary's start
/// @param disconnectGrace how long a member whose connection was lost may take to come back
public record InSyncRules(int minInSync, Duration stallLimit, Duration disconnectGrace) {

    public InSyncRules {
        if (minInSync < 0 || minInSync > 100) {
            throw new IllegalArgumentException("min-in-sync-standbys out of range 0..100: " + minInSync);
        }
        if (stallLimit.isNegative() || stallLimit.isZero() || disconnectGrace.isNegative()) {
            throw new IllegalArgumentException("limits of the in-sync set must be positive");
        }
    }

    /// 2.5 s to stall (a full disk cache takes a second or two to drain), 0.5 s to reconnect.
    public static InSyncRules of(int minInSync) {
        return new InSyncRules(minInSync, Duration.ofMillis(2500), Duration.ofMillis(500));
    }
}
