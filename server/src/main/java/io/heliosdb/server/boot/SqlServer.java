package io.heliosdb.server.boot;

import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.node.ClusterNode;
import io.heliosdb.server.pgclient.PgConnector;
import io.heliosdb.server.routing.LinkToken;
import io.heliosdb.server.routing.NotificationRelay;
import io.heliosdb.server.routing.QueryForwarder;
import io.heliosdb.server.routing.RoutingConfig;
import io.heliosdb.server.session.Notifications;
import io.heliosdb.server.session.SessionEnvironment;
import io.heliosdb.server.session.SessionFactory;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.session.SettingDefinitions;
import io.heliosdb.server.sql.AutoAnalyze;
import io.heliosdb.server.sql.LocalSqlEngine;
import io.heliosdb.server.sysviews.SystemViews;
import io.heliosdb.server.wire.MessageBudget;
import io.heliosdb.server.wire.PgServer;
import io.heliosdb.server.wire.Tls;
import io.heliosdb.server.wire.WireConfig;
import io.heliosdb.server.wire.WireServices;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A started node's SQL side: the engine for it, routing, and the listener for clients. Opened by one thread.
record SqlServer(
        SqlStack sql,
        SessionFactory sessions,
        QueryForwarder forwarder,
        NotificationRelay relay,
        Door door,
        Future<?> analyzing,
        PgServer server)
        implements AutoCloseable {

    /// An eighth of the heap is for long messages that are on their way or wait.
    private static final int MESSAGE_SHARE = 8;

    // PostgreSQL's autovacuum_naptime.
    private static final int ANALYZE_SECONDS = 60;

    /// What it takes from its process.
    ///
    /// @param clusterSecret by which links between members know each other
    /// @param tls null when clients are not offered encryption
    /// @param metrics rows of `pg_replication_metrics` besides the node's own
    /// @param workplace where statements run
    record Parts(
            SessionRegistry registry,
            String clusterSecret,
            @Nullable Tls tls,
            Supplier<List<Metric>> metrics,
            LocalSqlEngine.Workplace workplace,
            EventLoopGroup loops,
            ExecutorService workers,
            ScheduledExecutorService timers,
            Clock clock,
            SecureRandom random) {}

    /// Opens SQL over a node that has started; clients are served when this returns.
    ///
    /// @throws IOException when the port is taken
    static SqlServer open(ClusterNode node, WireConfig wire, RoutingConfig routing, Parts parts) throws IOException {
        return make(node, wire, routing, parts, services -> PgServer.start(services, parts.loops()));
    }

    /// Opens SQL over a node whose engine has been replaced; clients find it at the listener of the one before,
    /// which was {@link #suspend}ed.
    SqlServer anew(ClusterNode node, WireConfig wire, RoutingConfig routing, Parts parts) throws IOException {
        return make(node, wire, routing, parts, services -> {
            server.serve(services);
            return server;
        });
    }

    private interface Listening {
        PgServer with(WireServices services) throws IOException;
    }

    private static SqlServer make(
            ClusterNode node, WireConfig wire, RoutingConfig routing, Parts parts, Listening listening)
            throws IOException {
        SystemViews views = new SystemViews(node, node.engine(), parts.registry(), parts.metrics(), parts.workplace());
        SqlStack sql = SqlStack.open(node.engine(), views, parts.workplace());
        LinkToken links = new LinkToken(parts.clusterSecret());
        QueryForwarder forwarder = new QueryForwarder(
                node, new PgConnector(parts.loops()), links, routing, parts.clock(), System::nanoTime);
        node.onChange(parts.registry()::advertiseAnew);
        NotificationRelay relay = new NotificationRelay(forwarder, node.engine(), parts.workers());
        SessionFactory sessions = new SessionFactory(new SessionEnvironment(
                node.engine(),
                sql.engine(),
                SettingDefinitions.load(),
                Map.of("port", Integer.toString(wire.port())),
                parts.registry(),
                new Notifications(relay),
                new FunctionServices(sql),
                parts.timers(),
                parts.clock()));
        AutoAnalyze statistics = AutoAnalyze.follow(
                node.engine(), sql.catalogs(), parts.workplace().rows());
        Future<?> analyzing = parts.timers()
                .scheduleWithFixedDelay(
                        () -> parts.workers().execute(statistics::run),
                        ANALYZE_SECONDS,
                        ANALYZE_SECONDS,
                        TimeUnit.SECONDS);
        Door door = new Door(node, new AtomicBoolean(), new TemporaryLeftovers(node, sql.catalogs(), parts.registry()));
        WireServices services = new WireServices(
                wire,
                sessions,
                forwarder::router,
                new StoredCredentials(sql.catalogs(), links, parts.clock()),
                door::checkOpen,
                parts.workers(),
                parts.random(),
                new MessageBudget(Runtime.getRuntime().maxMemory() / MESSAGE_SHARE),
                parts.tls());
        return new SqlServer(sql, sessions, forwarder, relay, door, analyzing, listening.with(services));
    }

    /// Whether sessions are let in.
    record Door(ClusterNode node, AtomicBoolean closed, TemporaryLeftovers leftovers) {

        /// @throws SqlException 57P03
        void checkOpen() {
            node.checkReady();
            if (closed.get()) {
                throw new SqlException(SqlState.CANNOT_CONNECT_NOW, "the database system is starting up");
            }
            leftovers.find();
        }

        void close() {
            closed.set(true);
            leftovers.close();
        }
    }

    /// Ends what is served over this engine, for good; the listener stays, and tells clients 57P03.
    void suspend() {
        door.close();
        analyzing.cancel(false);
        relay.close();
    }

    @Override
    public void close() {
        door.close();
        server.close();
        analyzing.cancel(false);
        relay.close();
    }
}
