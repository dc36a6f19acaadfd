package io.heliosdb.observer;

import io.heliosdb.cluster.rest.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The last points of every chart, in rings of fixed size with one common time axis.
///
/// One thread adds, any thread reads; all under one lock, which is held for microseconds.
final class SeriesStore {

    /// More points than a screen has pixels help nobody: longer stretches are averaged down to at most this many.
    private static final int MAX_POINTS = 720;

    private final int capacity;
    private final Duration step;
    private final long[] times;
    private final Map<String, Map<ChartMetric, double[]>> values = new TreeMap<>();
    private long count;

    /// @param capacity points that are kept
    /// @param step the time between two points
    SeriesStore(int capacity, Duration step) {
        this.capacity = capacity;
        this.step = step;
        this.times = new long[capacity];
    }

    /// Adds one point: each node's values; what is missing stays a gap.
    synchronized void add(Instant at, Map<String, Map<ChartMetric, Double>> point) {
        int slot = (int) (count % capacity);
        times[slot] = at.toEpochMilli();
        for (String node : point.keySet()) {
            values.computeIfAbsent(node, n -> gaps());
        }
        values.forEach((node, rings) -> {
            Map<ChartMetric, Double> now = point.getOrDefault(node, Map.of());
            rings.forEach((metric, ring) -> ring[slot] = now.getOrDefault(metric, Double.NaN));
        });
        count++;
    }

    private Map<ChartMetric, double[]> gaps() {
        Map<ChartMetric, double[]> rings = new EnumMap<>(ChartMetric.class);
        for (ChartMetric metric : ChartMetric.values()) {
            double[] ring = new double[capacity];
            Arrays.fill(ring, Double.NaN);
            rings.put(metric, ring);
        }
        return rings;
    }

    /// The points from `since` on, oldest first.
    synchronized Series read(ChartMetric metric, Instant since) {
        long first = Math.max(0, count - capacity);
        while (first < count && times[(int) (first % capacity)] < since.toEpochMilli()) {
            first++;
        }
        int bucket = (int) Math.max(1, (count - first + MAX_POINTS - 1) / MAX_POINTS);
        List<Long> axis = new ArrayList<>();
        for (long i = first; i < count; i += bucket) {
            axis.add(times[(int) (i % capacity)]);
        }
        List<Series.Line> lines = new ArrayList<>();
        for (Map.Entry<String, Map<ChartMetric, double[]>> node : values.entrySet()) {
            double[] ring = node.getValue().getOrDefault(metric, new double[0]);
            List<@Nullable Double> line = new ArrayList<>(axis.size());
            for (long i = first; i < count; i += bucket) {
                line.add(mean(ring, i, Math.min(i + bucket, count)));
            }
            lines.add(new Series.Line(node.getKey(), line));
        }
        return new Series(metric.text(), metric.unit(), step.toMillis() * bucket, axis, lines);
    }

    private @Nullable Double mean(double[] ring, long from, long to) {
        double sum = 0;
        int known = 0;
        for (long i = from; i < to; i++) {
            double value = ring[(int) (i % capacity)];
            if (!Double.isNaN(value)) {
                sum += value;
                known++;
            }
        }
        return known == 0 ? null : sum / known;
    }
}
