package io.heliosdb.server.replication;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.SyncMode;
import java.util.Arrays;
import java.util.List;

/// A standby that the primary's configuration names: it is shown before it has ever connected.
///
/// @param name the host, which is the node's name
public record StandbySpec(String name, HostPort replication, SyncMode mode) {

    private static final int DEFAULT_PORT = 5433;

    /// Reads `HELIOSDB_STANDBYS`: `[name=]host[:port][:mode]` separated by commas; the port is the
    /// replication port, the name the host and the mode `async` unless given.
    ///
    /// @throws IllegalArgumentException `Unknown sync mode: 'x'. Use: async, semi-sync, sync`, or a bad address
    public static List<StandbySpec> parseAll(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(StandbySpec::parse)
                .toList();
    }

    private static StandbySpec parse(String entry) {
        int equals = entry.indexOf('=');
        String text = entry.substring(equals + 1).strip();
        int colon = text.lastIndexOf(':');
        String last = text.substring(colon + 1);
        boolean hasMode = colon >= 0 && !last.isEmpty() && !Character.isDigit(last.charAt(0)) && !last.endsWith("]");
        SyncMode mode = hasMode ? SyncMode.parse(last) : SyncMode.ASYNC;
        HostPort address = HostPort.parse(hasMode ? text.substring(0, colon) : text, DEFAULT_PORT);
        String name = equals < 0 ? address.host() : entry.substring(0, equals).strip();
        return new StandbySpec(name, address, mode);
    }

    /// The default of `min-in-sync-standbys`: 1 when a standby could be in sync, else 0.
    public static int defaultMinInSync(List<StandbySpec> standbys) {
        return standbys.stream().anyMatch(standby -> standby.mode().canBeInSync()) ? 1 : 0;
    }
}
