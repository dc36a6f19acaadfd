package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;

/// How far one standby has come, as it has said itself. Immutable; `written ≥ flushed ≥ applied`.
///
/// @param mode of its last connection; `SYNC`, the strictest, for a member that has not connected since the start
/// @param sinceNanos when it connected, or when it was lost
/// @param streaming whether it has had everything once since it connected
record StandbyProgress(
        NodeId id,
        SyncMode mode,
        boolean connected,
        long sinceNanos,
        Lsn written,
        Lsn flushed,
        Lsn applied,
        boolean streaming) {

    /// A member that the records name but that has not been seen since the start.
    static StandbyProgress unseen(NodeId id, long nowNanos) {
        return new StandbyProgress(id, SyncMode.SYNC, false, nowNanos, Lsn.ZERO, Lsn.ZERO, Lsn.ZERO, false);
    }

    /// Has connected with a log that is durable up to `end`.
    static StandbyProgress joined(NodeId id, SyncMode mode, Lsn end, long nowNanos) {
        return new StandbyProgress(id, mode, true, nowNanos, end, end, Lsn.ZERO, false);
    }

    StandbyProgress lost(long nowNanos) {
        return connected ? new StandbyProgress(id, mode, false, nowNanos, written, flushed, applied, false) : this;
    }

    /// Its positions only rise while it is connected.
    StandbyProgress acked(Positions positions, boolean caughtUp) {
        return new StandbyProgress(
                id,
                mode,
                connected,
                sinceNanos,
                Lsn.max(written, positions.written()),
                Lsn.max(flushed, positions.flushed()),
                Lsn.max(applied, positions.applied()),
                streaming || caughtUp);
    }
}
