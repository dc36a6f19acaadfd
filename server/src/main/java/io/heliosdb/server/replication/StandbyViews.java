package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.rest.StandbyState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Puts together what registry, connections and gate know of each standby.
record StandbyViews(PrimaryGate gate, StandbyRegistry registry, Timing timing) {

    /// @param end of the primary's log
    List<StandbyView> of(Lsn end) {
        Map<NodeId, StandbyProgress> progress =
                gate.standbys().stream().collect(Collectors.toMap(StandbyProgress::id, Function.identity()));
        return registry.known().stream()
                .map(standby -> view(
                        standby,
                        Optional.ofNullable(progress.get(standby.id()))
                                .orElseGet(() -> StandbyProgress.unseen(standby.id(), timing.nanos())),
                        end))
                .toList();
    }

    private StandbyView view(KnownStandby standby, StandbyProgress progress, Lsn end) {
        Optional<StandbyConnection> connection =
                registry.connection(standby.id()).filter(found -> progress.connected());
        boolean inSync = gate.isInSync(standby.id());
        // Of one that has not come since the start only its place in the log is known.
        Lsn known = progress.connected() ? Lsn.ZERO : standby.flushed();
        boolean unseen = progress.written().equals(Lsn.ZERO);
        Lsn applied = unseen ? known : progress.applied();
        long lagBytes = Math.max(0, end.minus(applied));
        return new StandbyView(
                standby.id(),
                standby.name(),
                state(progress, connection, inSync && lagBytes == 0),
                standby.mode(),
                standby.endpoints(),
                Lsn.max(progress.written(), known),
                Lsn.max(progress.flushed(), known),
                applied,
                lagBytes,
                millis(gate.ageNanos(applied), lagBytes),
                inSync,
                registry.lastHeard(standby.id()).orElse(null),
                connection.map(found -> connection(found, progress)));
    }

    // Bytes may be written here and not yet flushed: they are a lag, but have no age so far.
    private static long millis(long ageNanos, long lagBytes) {
        long millis = (ageNanos + 999_999) / 1_000_000;
        return lagBytes > 0 ? Math.max(1, millis) : 0;
    }

    private static StandbyState state(
            StandbyProgress progress, Optional<StandbyConnection> connection, boolean synced) {
        if (connection.isEmpty()) {
            return StandbyState.DISCONNECTED;
        }
        if (connection.get().isCopying() || !progress.streaming()) {
            return StandbyState.CATCHING_UP;
        }
        return synced ? StandbyState.SYNCED : StandbyState.STREAMING;
    }

    private StandbyView.Connection connection(StandbyConnection connection, StandbyProgress progress) {
        return new StandbyView.Connection(
                connection.number(),
                connection.remoteAddress().getAddress().getHostAddress(),
                connection.remoteAddress().getPort(),
                connection.connectedAt(),
                connection.isCopying(),
                connection.sent(),
                Duration.ofNanos(gate.ageNanos(progress.written())),
                Duration.ofNanos(gate.ageNanos(progress.flushed())),
                Duration.ofNanos(gate.ageNanos(progress.applied())),
                connection.replyTime());
    }
}
