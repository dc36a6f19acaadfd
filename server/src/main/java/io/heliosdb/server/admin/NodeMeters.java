package io.heliosdb.server.admin;

import io.heliosdb.cluster.http.Meters;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.MetricNames;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What a node shows under `/metrics`: its views' numbers, asked at each scrape.
final class NodeMeters {

    private NodeMeters() {}

    static Meters register(NodeInfo node) {
        Meters meters = new Meters(node.status().nodeName());
        gauge(meters, node, "lsn", "End of the log, in bytes", s -> s.currentLsn()
                .position());
        gauge(meters, node, "flush_lsn", "End of what is durable here", s -> s.flushLsn()
                .position());
        gauge(meters, node, "apply_lsn", "End of what readers see", s -> s.applyLsn()
                .position());
        gauge(meters, node, "timeline", "Timeline, the fencing token", s -> s.timeline()
                .number());
        gauge(meters, node, "primary", "1 on the primary, else 0", s -> s.role().isPrimary() ? 1 : 0);
        gauge(meters, node, "uptime_seconds", "Seconds since the start", NodeStatus::uptimeSeconds);
        meters.gauge(
                "lag_bytes", "Bytes behind the primary; 0 on the primary", () -> lag(node, PrimaryStatus::lagBytes));
        meters.gauge("lag_ms", "Measured milliseconds behind the primary", () -> lag(node, PrimaryStatus::lagMs));
        meters.gauge("ready", "1 when clients are served", () -> node.health().ready() ? 1 : 0);
        meters.gauge("writable", "1 when a write that arrives is executed", () -> node.writable() ? 1 : 0);
        for (Metric metric : node.metrics()) {
            register(meters, node, metric);
        }
        return meters;
    }

    private static void register(Meters meters, NodeInfo node, Metric metric) {
        String name = metric.metricName();
        if (MetricNames.isGauge(name)) {
            meters.gauge(name, metric.description(), () -> value(node, name));
        } else {
            meters.counter(name, metric.description(), () -> value(node, name));
        }
    }

    private static void gauge(
            Meters meters, NodeInfo node, String name, String description, ToDoubleFunction<NodeStatus> value) {
        meters.gauge(name, description, () -> value.applyAsDouble(node.status()));
    }

    private static double lag(NodeInfo node, ToDoubleFunction<PrimaryStatus> value) {
        Optional<PrimaryStatus> primary = node.primary();
        if (primary.isPresent()) {
            return value.applyAsDouble(primary.get());
        }
        return node.status().role().isPrimary() ? 0 : Double.NaN;
    }

    private static long value(NodeInfo node, String name) {
        return node.metrics().stream()
                .filter(m -> m.metricName().equals(name))
                .mapToLong(Metric::metricValue)
                .findFirst()
                .orElse(0);
    }
}
