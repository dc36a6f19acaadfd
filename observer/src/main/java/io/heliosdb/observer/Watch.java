package io.heliosdb.observer;

import io.heliosdb.cluster.rest.ClusterEvent;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.HealthReport;
import io.heliosdb.cluster.rest.HistoryEntry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Polls every node on its own beat and joins what was seen once a tick: view, history, events, series.
///
/// Polls run on the scheduler's threads, one task a node; ticks are one task, so what only ticks touch needs no lock.
/// {@link #view()} may be read from any thread.
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /// A tick that is late by more than this means that the observer hangs.
    private static final Duration STALLED = Duration.ofSeconds(15);

    /// What a tick writes to.
    record Outputs(RoleHistory history, SeriesStore series, EventHub hub) {}

    private final Clock clock;
    private final NodeClient client;
    private final Topology topology;
    private final Outputs outputs;
    private final List<AtomicReference<Sighting>> sightings = new ArrayList<>();
    private final LongAdder answers = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Sampler sampler = new Sampler();
    private volatile ClusterView view;
    private volatile Instant lastTick;
    private volatile boolean ticked;
    private long events;

    Watch(Clock clock, NodeClient client, List<NodeEndpoint> nodes, Topology topology, Outputs outputs) {
        this.clock = clock;
        this.client = client;
        this.topology = topology;
        this.outputs = outputs;
        for (NodeEndpoint node : nodes) {
            sightings.add(new AtomicReference<>(Sighting.none(node)));
        }
        this.lastTick = clock.instant();
        this.view = topology.view(seen(), lastTick);
    }

    /// Starts polls and ticks; they end with the scheduler.
    void start(ScheduledExecutorService scheduler, Duration interval) {
        long nanos = interval.toNanos();
        for (AtomicReference<Sighting> sighting : sightings) {
            scheduler.scheduleWithFixedDelay(() -> poll(sighting), 0, nanos, TimeUnit.NANOSECONDS);
        }
        scheduler.scheduleAtFixedRate(this::tick, nanos / 2, nanos, TimeUnit.NANOSECONDS);
    }

    private void poll(AtomicReference<Sighting> sighting) {
        Sighting before = seen(sighting);
        try {
            sighting.set(before.answered(client.poll(before.endpoint())));
            answers.increment();
        } catch (IOException | RuntimeException e) {
            // A node may answer anything; whatever it is, it costs this one poll and not the polling.
            failures.increment();
            sighting.set(before.failed(String.valueOf(e.getMessage()), clock.instant()));
        }
    }

    /// Joins what was seen. Called by the scheduler, and by tests.
    void tick() {
        try {
            Instant now = clock.instant();
            List<Sighting> seen = seen();
            ClusterView before = view;
            ClusterView after = topology.view(seen, now);
            Map<String, Map<ChartMetric, Double>> point = sampler.sample(seen, after);
            outputs.series().add(now, point);
            view = after;
            record(after);
            if (ticked) {
                tell(Changes.between(before, after), now);
            }
            outputs.hub().publishView(after);
            outputs.hub().publishSample(Sample.of(now, point));
            lastTick = now;
            ticked = ticked || seen.stream().allMatch(s -> s.polled() != null);
        } catch (RuntimeException e) {
            // The scheduler would never tick again; the next tick starts from what was seen.
            LOG.atError().setCause(e).log("Tick failed");
        }
    }

    /// A disk that is full must not blind the observer: what is not recorded now is recorded with a later view.
    private void record(ClusterView after) {
        try {
            for (HistoryEntry entry : outputs.history().record(after)) {
                LOG.atInfo()
                        .addKeyValue("node", entry.nodeName())
                        .addKeyValue("from", entry.from())
                        .addKeyValue("to", entry.to())
                        .addKeyValue("timeline", entry.timeline())
                        .log("Role seen");
            }
        } catch (IOException e) {
            LOG.atError().setCause(e).log("Role history cannot be written");
        }
    }

    private void tell(List<Changes.Change> changes, Instant now) {
        for (Changes.Change change : changes) {
            LOG.atInfo()
                    .addKeyValue("node", change.nodeName())
                    .addKeyValue("kind", change.kind())
                    .log(change.message());
            outputs.hub().publish(new ClusterEvent(++events, now, change.kind(), change.nodeName(), change.message()));
        }
    }

    private List<Sighting> seen() {
        return sightings.stream().map(Watch::seen).toList();
    }

    private static Sighting seen(AtomicReference<Sighting> sighting) {
        return Objects.requireNonNull(sighting.get());
    }

    ClusterView view() {
        return view;
    }

    /// Nodes that answered their last poll.
    long reachable() {
        return seen().stream().filter(Sighting::reachable).count();
    }

    long answers() {
        return answers.sum();
    }

    long failures() {
        return failures.sum();
    }

    /// Ready as soon as every node was asked once, whether it answered or not.
    HealthReport health() {
        boolean live = Duration.between(lastTick, clock.instant()).compareTo(STALLED) < 0;
        String reason = live ? ticked ? "" : "not every node was asked yet" : "polling has stopped";
        return new HealthReport(live, ticked, live && ticked, reason);
    }

    /// One point of every chart, as listeners get it.
    ///
    /// @param nodes values by node and by name of the metric
    record Sample(Instant at, Map<String, Map<String, Double>> nodes) {

        static Sample of(Instant at, Map<String, Map<ChartMetric, Double>> point) {
            Map<String, Map<String, Double>> nodes = new LinkedHashMap<>();
            point.forEach((node, values) -> {
                Map<String, Double> named = new LinkedHashMap<>();
                values.forEach((metric, value) -> named.put(metric.text(), value));
                nodes.put(node, named);
            });
            return new Sample(at, nodes);
        }
    }
}
