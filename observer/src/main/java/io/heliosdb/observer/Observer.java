package io.heliosdb.observer;

import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.http.HttpHost;
import io.heliosdb.cluster.http.Meters;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/// A running observer: everything wired, polling, and listening. Started and closed by one thread.
final class Observer implements AutoCloseable {

    /// What works behind the server, to be closed with it.
    private record Parts(
            RoleHistory history, JerseyNodeClient client, EventHub hub, ScheduledExecutorService scheduler) {}

    private final Parts parts;
    private final HttpHost http;
    private final Meters meters;

    private Observer(Parts parts, HttpHost http, Meters meters) {
        this.parts = parts;
        this.http = http;
        this.meters = meters;
    }

    /// Starts polling, then listening.
    ///
    /// @throws IOException when the data directory or the port cannot be used
    static Observer start(ObserverConfig config, Clock clock, ThreadFactory threads) throws IOException {
        RoleHistory history = RoleHistory.open(config.dataDir());
        EventHub hub = new EventHub();
        JerseyNodeClient client = new JerseyNodeClient(clock);
        // One thread a node and one for ticks, so that no poll waits for another's time-out.
        ScheduledExecutorService scheduler =
                Executors.newScheduledThreadPool(config.nodes().size() + 1, threads);
        try {
            int points = (int) (Duration.ofMinutes(ClusterResource.MAX_MINUTES).toMillis()
                    / config.pollInterval().toMillis());
            SeriesStore series = new SeriesStore(points, config.pollInterval());
            Watch.Outputs outputs = new Watch.Outputs(history, series, hub);
            Topology topology = new Topology(self(config));
            Watch watch = new Watch(clock, client, config.nodes(), topology, outputs);
            watch.start(scheduler, config.pollInterval());
            ClusterResource resource = new ClusterResource(watch, outputs, clock);
            HttpHost http = HttpHost.start(config.http(), Set.of(resource), watch::health);
            Meters meters = meters(config, watch, hub);
            return new Observer(new Parts(history, client, hub, scheduler), http, meters);
        } catch (IOException | RuntimeException e) {
            scheduler.shutdownNow();
            client.close();
            history.close();
            throw e;
        }
    }

    private static Meters meters(ObserverConfig config, Watch watch, EventHub hub) {
        Meters meters = new Meters(config.name());
        meters.gauge(
                "observer_nodes", "Nodes that are polled", () -> config.nodes().size());
        meters.gauge("observer_nodes_reachable", "Nodes that answered their last poll", watch::reachable);
        meters.gauge("observer_listeners", "Open event streams", hub::listeners);
        meters.counter("observer_polls", "Polls that were answered", watch::answers);
        meters.counter("observer_poll_failures", "Polls that failed", watch::failures);
        return meters;
    }

    private static Member self(ObserverConfig config) {
        return new Member(
                config.id(),
                config.name(),
                Role.OBSERVER,
                null,
                MemberState.OBSERVING,
                null,
                null,
                config.http().bind() + ":" + config.http().port(),
                false,
                null,
                null,
                null,
                true,
                null,
                null,
                null,
                null);
    }

    int port() {
        return http.port();
    }

    /// Ends streams first, since the server waits for open requests.
    @Override
    public void close() throws IOException {
        parts.hub().close();
        parts.scheduler().shutdownNow();
        meters.close();
        http.close();
        parts.client().close();
        parts.history().close();
    }
}
