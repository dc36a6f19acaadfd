package io.heliosdb.cluster.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A metric of every node over time, on one common time axis: `GET /api/v1/cluster/series`.
///
/// @param unit what a value counts: `bytes`, `ms`, `1/s` …
/// @param stepMillis time between two points
/// @param timesMillis milliseconds since 1970, rising
/// @param nodes one line per node, each with as many values as there are times
public record Series(String metric, String unit, long stepMillis, List<Long> timesMillis, List<Line> nodes) {

    public Series {
        timesMillis = List.copyOf(timesMillis);
        nodes = List.copyOf(nodes);
    }

    /// The values of one node; null where it did not answer.
    public record Line(String nodeName, List<@Nullable Double> values) {}
}
