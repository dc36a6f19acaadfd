package io.heliosdb.server.boot;

import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.server.node.ClusterNode;
import io.heliosdb.server.routing.QueryForwarder;
import io.heliosdb.server.routing.RoutingConfig;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.wire.WireConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that serves clients of one node: SQL over its engine and its listener, SQL over HTTP, backups.
///
/// | call | port of clients | SQL over HTTP | backups |
/// |---|---|---|---|
/// | {@link #open} | listens | served | served |
/// | {@link #copyAnew}, meanwhile | sessions end with 57P01, new ones are told 57P03 | 57P03 | none begins |
/// | {@link #copyAnew}, then | served again, over the node's new engine | served | served |
/// | {@link #close} | closed | 57P03 | none |
///
/// Opened and copied anew by one thread at a time; closed, and asked for metrics, by any.
final class NodeServing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeServing.class);

    /// How long sessions may take to end; a statement looks far more often whether it is cancelled.
    private static final Duration SESSIONS_END = Duration.ofSeconds(10);

    private static final long POLL_NANOS = 10_000_000L;

    private final ClusterNode node;
    private final Settings settings;
    private final SqlServer.Parts parts;
    private final SessionGateway gateway;
    private final NodeBackups backups;
    private volatile @Nullable SqlServer sql;
    private volatile boolean serving;

    /// @param archive where the log is archived; empty when it is not
    record Settings(WireConfig wire, RoutingConfig routing, Optional<Path> archive) {}

    NodeServing(
            ClusterNode node, Settings settings, SqlServer.Parts parts, SessionGateway gateway, NodeBackups backups) {
        this.node = node;
        this.settings = settings;
        this.parts = parts;
        this.gateway = gateway;
        this.backups = backups;
    }

    /// Serves clients of a node that has started.
    ///
    /// @throws IOException when the port is taken
    void open() throws IOException {
        serve(SqlServer.open(node, settings.wire, settings.routing, parts));
    }

    /// Replaces the node's data by a copy of its primary.
    void copyAnew() throws IOException {
        suspend();
        node.copyAnew();
        resume();
    }

    /// Ends all sessions; the node's engine may be closed afterwards.
    private void suspend() {
        SqlServer open = opened();
        serving = false;
        gateway.suspend();
        backups.suspend();
        open.suspend();
        SessionRegistry sessions = parts.registry();
        long begin = System.nanoTime();
        while (sessions.count() > 0 && System.nanoTime() - begin < SESSIONS_END.toNanos()) {
            // Again and again: one may have been about to begin.
            sessions.terminateAll();
            LockSupport.parkNanos(POLL_NANOS);
        }
        if (sessions.count() > 0) {
            LOG.warn("sessions have not ended count={}", sessions.count());
        }
    }

    /// Serves clients again.
    private void resume() throws IOException {
        serve(opened().anew(node, settings.wire, settings.routing, parts));
    }

    private void serve(SqlServer next) {
        sql = next;
        backups.serve(node.engine(), settings.archive);
        gateway.serve(
                next.sessions(),
                next.forwarder()::router,
                next.door()::checkOpen,
                next.sql().catalogs());
        serving = true;
        parts.workers().execute(() -> next.door().leftovers().remove(gateway));
    }

    private SqlServer opened() {
        SqlServer open = sql;
        if (open == null) {
            throw new IllegalStateException("clients have not been served yet");
        }
        return open;
    }

    boolean isServing() {
        return serving;
    }

    /// What sessions, backups and routing count.
    List<Metric> metrics() {
        SqlServer open = sql;
        if (open == null) {
            return noMetrics(backups);
        }
        List<Metric> metrics = new ArrayList<>(backups.metrics());
        metrics.addAll(open.forwarder().counters().metrics());
        return metrics;
    }

    /// The same names while nothing can have been served yet.
    static List<Metric> noMetrics(NodeBackups backups) {
        List<Metric> metrics = new ArrayList<>(backups.metrics());
        metrics.addAll(QueryForwarder.noMetrics());
        return metrics;
    }

    @Override
    public void close() {
        serving = false;
        gateway.suspend();
        backups.close();
        SqlServer open = sql;
        if (open != null) {
            open.close();
        }
    }
}
