package io.heliosdb.observer;

import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that one poll of a node answered.
///
/// @param at when the answer was complete
/// @param standbys what it knows as a primary
/// @param primary what it knows as a standby
/// @param metrics its counters and gauges by name
/// @param ready whether its readiness check is up
record NodeReport(
        Instant at,
        NodeStatus status,
        List<StandbyStatus> standbys,
        Optional<PrimaryStatus> primary,
        Map<String, Long> metrics,
        boolean ready) {

    NodeReport {
        standbys = List.copyOf(standbys);
        metrics = Map.copyOf(metrics);
    }
}
