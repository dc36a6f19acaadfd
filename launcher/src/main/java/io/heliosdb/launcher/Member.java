package io.heliosdb.launcher;

import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import java.util.List;
import java.util.Optional;

/// One process of the local cluster: its name, its first role, and the ports that it takes on the loopback
/// interface.
///
/// @param pgPort 0 for the observer, which has no data
public record Member(
        String name, NodeId id, Role role, Optional<SyncMode> mode, int pgPort, int replicationPort, int httpPort) {

    /// The cluster of the tutorial, in the order it is started.
    ///
    /// @param portOffset added to every port, so that two clusters can run on one machine
    static List<Member> cluster(int portOffset) {
        return List.of(
                node("primary", '1', Role.PRIMARY, Optional.empty(), 15432, 18080, portOffset),
                node("standby-sync", '2', Role.STANDBY, Optional.of(SyncMode.SYNC), 15442, 18081, portOffset),
                node("standby-semisync", '3', Role.STANDBY, Optional.of(SyncMode.SEMI_SYNC), 15452, 18082, portOffset),
                node("standby-async", '5', Role.STANDBY, Optional.of(SyncMode.ASYNC), 15462, 18084, portOffset),
                new Member(
                        "observer",
                        id('4'),
                        Role.OBSERVER,
                        Optional.empty(),
                        0,
                        15473 + portOffset,
                        18083 + portOffset));
    }

    private static Member node(
            String name, char digit, Role role, Optional<SyncMode> mode, int pgPort, int httpPort, int portOffset) {
        return new Member(
                name, id(digit), role, mode, pgPort + portOffset, pgPort + 1 + portOffset, httpPort + portOffset);
    }

    private static NodeId id(char digit) {
        return NodeId.parse("########-####-####-####-############".replace('#', digit));
    }

    boolean isObserver() {
        return role == Role.OBSERVER;
    }

    /// Every port that must be free before the process can start, with what it is for.
    List<Port> ports() {
        Port replication = new Port(replicationPort, "replication");
        Port http = new Port(httpPort, "HTTP");
        return isObserver() ? List.of(http) : List.of(new Port(pgPort, "PostgreSQL"), replication, http);
    }

    /// A port and what it is for.
    record Port(int number, String purpose) {}
}
