package io.heliosdb.server.routing;

import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.MetricNames;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What forwarding has done since the node started. Safe for any thread.
public final class ForwardingCounters {

    private final LongAdder forwarded = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder micros = new LongAdder();
    private final LongAdder waits = new LongAdder();

    void forwarded(long nanos) {
        forwarded.increment();
        micros.add(nanos / 1_000);
    }

    void failed() {
        errors.increment();
    }

    void waited() {
        waits.increment();
    }

    /// As rows of `pg_replication_metrics`.
    public List<Metric> metrics() {
        return List.of(
                new Metric(
                        MetricNames.WRITES_FORWARDED,
                        forwarded.sum(),
                        "Statements that ran on the primary for clients of this node"),
                new Metric(
                        MetricNames.FORWARD_ERRORS,
                        errors.sum(),
                        "Forwarded statements that failed for want of the primary"),
                new Metric(MetricNames.FORWARD_TIME_MICROS, micros.sum(), "Microseconds spent on forwarded statements"),
                new Metric(
                        MetricNames.CONSISTENCY_WAITS,
                        waits.sum(),
                        "Reads that waited until this node had applied what they had to see"));
    }
}
