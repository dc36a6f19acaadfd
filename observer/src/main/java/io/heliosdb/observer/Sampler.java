package io.heliosdb.observer;

import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MetricNames;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes a chart's point of each node from what was seen: gauges as they are, counters as rates. One thread.
final class Sampler {

    private static final Map<ChartMetric, String> RATES = Map.of(
            ChartMetric.COMMITS_PER_SECOND, MetricNames.COMMITS,
            ChartMetric.FORWARDED_PER_SECOND, MetricNames.WRITES_FORWARDED,
            ChartMetric.WAL_BYTES_PER_SECOND, MetricNames.WAL_BYTES_WRITTEN);

    private final Map<NodeEndpoint, NodeReport> previous = new HashMap<>();
    private final Map<NodeEndpoint, Map<ChartMetric, Double>> rates = new HashMap<>();

    /// The point of each node that answers.
    Map<String, Map<ChartMetric, Double>> sample(List<Sighting> sightings, ClusterView view) {
        Map<String, Map<ChartMetric, Double>> point = new TreeMap<>();
        for (Sighting sighting : sightings) {
            NodeReport report = sighting.report();
            if (report == null || !sighting.reachable()) {
                previous.remove(sighting.endpoint());
                rates.remove(sighting.endpoint());
                continue;
            }
            Map<ChartMetric, Double> values = new EnumMap<>(ChartMetric.class);
            view.member(sighting.name()).ifPresent(member -> gauges(member, report, values));
            values.putAll(rates(sighting.endpoint(), report));
            point.put(sighting.name(), values);
        }
        return point;
    }

    private static void gauges(Member member, NodeReport report, Map<ChartMetric, Double> values) {
        put(values, ChartMetric.LSN, member.lsn() == null ? null : member.lsn().position());
        put(values, ChartMetric.LAG_BYTES, member.lagBytes());
        put(values, ChartMetric.LAG_MS, member.lagMs());
        put(values, ChartMetric.SESSIONS, report.metrics().get(MetricNames.SESSIONS));
    }

    private static void put(Map<ChartMetric, Double> values, ChartMetric metric, @Nullable Long value) {
        if (value != null) {
            values.put(metric, value.doubleValue());
        }
    }

    /// The rates since the answer before; the same as before while no new answer has come.
    private Map<ChartMetric, Double> rates(NodeEndpoint node, NodeReport report) {
        NodeReport before = previous.put(node, report);
        if (before == null) {
            return Map.of();
        }
        double seconds = Duration.between(before.at(), report.at()).toMillis() / 1000.0;
        if (seconds <= 0) {
            return rates.getOrDefault(node, Map.of());
        }
        Map<ChartMetric, Double> fresh = new EnumMap<>(ChartMetric.class);
        RATES.forEach((metric, counter) -> {
            Long was = before.metrics().get(counter);
            Long now = report.metrics().get(counter);
            // A counter that went back belongs to a restarted process: one gap, not a negative rate.
            if (was != null && now != null && now >= was) {
                fresh.put(metric, (now - was) / seconds);
            }
        });
        rates.put(node, fresh);
        return fresh;
    }
}
