package io.heliosdb.cluster.http;

import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// What a member shows under `/metrics`, with names that begin with `heliosdb_` and the label `node`.
///
/// The suppliers are asked at each scrape, on the scrape's thread. Made after {@link HttpHost} has started; one owner.
public final class Meters implements AutoCloseable {

    private final Tag node;
    private final List<Meter> meters = new ArrayList<>();

    /// The registry refers to what it asks only weakly; without this, a collected supplier's figure would stand still.
    private final List<Object> suppliers = new ArrayList<>();

    public Meters(String nodeName) {
        this.node = Metrics.tag("node", nodeName);
    }

    /// A value that goes up and down; NaN when it is not known.
    public void gauge(String name, String description, DoubleSupplier value) {
        suppliers.add(value);
        meters.add(Metrics.getOrCreate(Gauge.builder("heliosdb_" + name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .addTag(node)));
    }

    /// A count since the start of the process; shown with `_total` behind its name.
    public void counter(String name, String description, LongSupplier value) {
        suppliers.add(value);
        meters.add(Metrics.getOrCreate(FunctionalCounter.builder("heliosdb_" + name, value, LongSupplier::getAsLong)
                .description(description)
                .addTag(node)));
    }

    /// Takes all of them away, so that nothing is held by the registry of the process.
    @Override
    public void close() {
        meters.forEach(Metrics.globalRegistry()::remove);
        meters.clear();
        suppliers.clear();
    }
}
