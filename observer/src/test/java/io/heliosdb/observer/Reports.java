package io.heliosdb.observer;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyState;
import io.heliosdb.cluster.rest.StandbyStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Answers of nodes, for tests.
final class Reports {

    static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private Reports() {}

    static NodeId id(String name) {
        return new NodeId(new UUID(0, name.hashCode()));
    }

    static NodeEndpoint endpoint(String name) {
        return new NodeEndpoint(name, "127.0.0.1", 1 + Math.floorMod(name.hashCode(), 60000));
    }

    static NodeStatus status(String name, Role role, @Nullable SyncMode mode, Timeline timeline) {
        Lsn lsn = Lsn.of(1000);
        return new NodeStatus(
                id(name),
                role,
                mode,
                false,
                lsn,
                0,
                null,
                "127.0.0.1:5432",
                5433,
                AT,
                name,
                timeline,
                lsn,
                lsn,
                "127.0.0.1:5432",
                10);
    }

    static NodeReport primary(String name, Timeline timeline, StandbyStatus... standbys) {
        return new NodeReport(
                AT, status(name, Role.PRIMARY, null, timeline), List.of(standbys), Optional.empty(), Map.of(), true);
    }

    static NodeReport standby(String name, SyncMode mode, LinkState link) {
        PrimaryStatus primary = new PrimaryStatus(
                null, "p:5433", link, Lsn.of(1500), Lsn.of(1000), 500, 7, Timeline.FIRST, AT, AT, null, "p:5433", link);
        return new NodeReport(
                AT, status(name, Role.STANDBY, mode, Timeline.FIRST), List.of(), Optional.of(primary), Map.of(), true);
    }

    static StandbyStatus line(String name, StandbyState state, long lagBytes, boolean inSync) {
        return new StandbyStatus(
                id(name),
                "x:1",
                state,
                SyncMode.SYNC,
                Lsn.of(900),
                Lsn.of(900),
                Lsn.of(900),
                lagBytes,
                3,
                AT,
                AT,
                name,
                inSync);
    }

    static Sighting seen(NodeReport report) {
        return Sighting.none(endpoint(report.status().nodeName())).answered(report);
    }

    static Sighting lost(NodeReport report) {
        return seen(report).failed("connection refused", AT.plusSeconds(1));
    }
}
