package io.heliosdb.server.boot;

import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.MetricNames;
import io.heliosdb.server.admin.AdminConfig;
import io.heliosdb.server.admin.HttpServer;
import io.heliosdb.server.admin.LiveNode;
import io.heliosdb.server.admin.ObserverWatch;
import io.heliosdb.server.common.FileDisk;
import io.heliosdb.server.net.Transport;
import io.heliosdb.server.node.ClusterNode;
import io.heliosdb.server.node.NodeConfig;
import io.heliosdb.server.node.NodeServices;
import io.heliosdb.server.replication.ClusterSecret;
import io.heliosdb.server.replication.InSyncRules;
import io.heliosdb.server.replication.ReplicationConfig;
import io.heliosdb.server.replication.ReplicationServices;
import io.heliosdb.server.replication.Self;
import io.heliosdb.server.replication.SystemTiming;
import io.heliosdb.server.routing.RoutingConfig;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.sql.LocalSqlEngine;
import io.heliosdb.server.sql.PlannerWarmup;
import io.heliosdb.server.sql.exec.spill.TempFiles;
import io.heliosdb.server.sql.function.builtin.BuiltinFunctions;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.wire.WireConfig;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's process, from its settings to its listeners.
///
/// Start: HTTP (so that health can be asked), engine and replication, SQL, PostgreSQL's port. Stop: the
/// reverse. Made and started by the main thread, closed by the shutdown hook.
final class NodeProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
    private static final int WIRE_THREADS = 2;

    /// How often observers are asked how they are.
    private static final Duration OBSERVER_INTERVAL = Duration.ofSeconds(1);

    /// A quarter of the heap is for intermediate results of running statements.
    private static final int MEMORY_SHARE = 4;

    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private final NodeSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("timer-", 0).factory());
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("worker-", 0).factory());
    private final EventLoopGroup loops = Transport.loops(
            WIRE_THREADS, Thread.ofPlatform().daemon().name("wire-", 0).factory());
    private final NodeBackups backups = new NodeBackups(
            clock, Thread.ofPlatform().daemon().name("backup-", 0).factory());
    private final SessionRegistry sessions;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private volatile @Nullable NodeServing serving;
    private volatile boolean closed;

    /// Held while the node starts and while it is copied anew: one after the other.
    private final ReentrantLock changing = new ReentrantLock();

    NodeProcess(NodeSettings settings) {
        this.settings = settings;
        this.sessions = new SessionRegistry(settings.maxConnections(), random);
    }

    /// Starts everything; returns when clients are served.
    ///
    /// @throws IOException when a port is taken
    void start() throws IOException {
        changing.lock();
        try {
            startAll();
        } finally {
            changing.unlock();
        }
    }

    private void startAll() throws IOException {
        LOG.info(
                "starting node={} role={} mode={} data={}",
                settings.name(),
                settings.role(),
                settings.syncMode(),
                settings.dataDirectory());
        Future<?> warm = workers.submit(() -> PlannerWarmup.run(BuiltinFunctions.with(List.of())));
        ClusterNode node = new ClusterNode(nodeConfig(), nodeServices());
        watchObservers(node);
        SessionGateway gateway = new SessionGateway(sessions, settings.name());
        AdminConfig admin = new AdminConfig(
                settings.addresses().bind(),
                settings.addresses().httpPort(),
                settings.access().adminToken());
        open(HttpServer.start(
                admin,
                new ServedNode(new LiveNode(node, this::ownMetrics), this::isServing),
                gateway,
                backups,
                gateway));
        open(node);
        node.start(engine -> {}, this::copyNeeded);
        await(warm);
        serve(new NodeServing(node, servingSettings(), sqlParts(node), gateway, backups));
        LOG.info("node is ready node={} role={}", settings.name(), node.role());
    }

    private void watchObservers(ClusterNode node) {
        if (settings.observers().isEmpty()) {
            return;
        }
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(OBSERVER_INTERVAL)
                .executor(workers)
                .build();
        ObserverWatch watch = new ObserverWatch(settings.observers(), client, clock);
        node.observers(watch::members);
        // Asked by a worker, so that an observer that is slow to answer delays no timer.
        Future<?> polling = workers.submit(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                watch.poll();
                LockSupport.parkNanos(OBSERVER_INTERVAL.toNanos());
            }
        });
        open(() -> polling.cancel(true));
    }

    private void open(AutoCloseable part) {
        synchronized (opened) {
            opened.add(part);
        }
    }

    private void serve(NodeServing made) throws IOException {
        open(made);
        serving = made;
        made.open();
    }

    private boolean isServing() {
        NodeServing made = serving;
        return made != null && made.isServing();
    }

    private NodeServing.Settings servingSettings() {
        RoutingConfig routing = new RoutingConfig(
                settings.writeTimeout(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                settings.advertiseWritable(),
                settings.name());
        WireConfig wire = new WireConfig(
                settings.addresses().bind(),
                settings.addresses().clientPort(),
                MAX_MESSAGE_BYTES,
                settings.access().authentication(),
                Duration.ofSeconds(60),
                "heliosdb");
        return new NodeServing.Settings(wire, routing, settings.walArchive());
    }

    private SqlServer.Parts sqlParts(ClusterNode node) {
        return new SqlServer.Parts(
                sessions,
                settings.access().clusterSecret().orElse("heliosdb-loopback"),
                settings.access().tls().orElse(null),
                () -> allMetrics(node),
                new LocalSqlEngine.Workplace(
                        Runtime.getRuntime().maxMemory() / MEMORY_SHARE,
                        TempFiles.open(FileDisk.at(settings.dataDirectory().resolve("tmp")))),
                loops,
                workers,
                timers,
                clock,
                random);
    }

    // A planner that could not be warmed is only slow at first.
    private static void await(Future<?> warm) {
        try {
            warm.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("planner not warmed", e.getCause());
        }
    }

    private NodeConfig nodeConfig() {
        NodeSettings.Addresses at = settings.addresses();
        ClusterSecret secret =
                settings.access().clusterSecret().map(ClusterSecret::of).orElseGet(ClusterSecret::loopbackOnly);
        return new NodeConfig(
                new Self(settings.id(), settings.name(), at.client(), at.replication(), at.http()),
                settings.role(),
                settings.syncMode(),
                settings.primary(),
                settings.standbys(),
                at.bind(),
                at.client().toString(),
                settings.dataDirectory(),
                EngineConfig.forHeap(Runtime.getRuntime().maxMemory()),
                ReplicationConfig.of(secret, InSyncRules.of(settings.minInSync()))
                        .withWalKeepBytes(settings.walKeepBytes()));
    }

    private NodeServices nodeServices() {
        return new NodeServices(
                clock,
                Thread.ofPlatform().daemon().name("engine-", 0).factory(),
                new ReplicationServices(
                        new SystemTiming(timers, clock, System::nanoTime),
                        workers,
                        Thread.ofPlatform().daemon().name("replication-", 0).factory(),
                        random));
    }

    /// What sessions and routing count.
    private List<Metric> ownMetrics() {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(new Metric(MetricNames.SESSIONS, sessions.count(), "Client sessions that are open now"));
        NodeServing made = serving;
        metrics.addAll(made == null ? NodeServing.noMetrics(backups) : made.metrics());
        return metrics;
    }

    private List<Metric> allMetrics(ClusterNode node) {
        List<Metric> metrics = new ArrayList<>(node.metrics());
        metrics.addAll(ownMetrics());
        return metrics;
    }

    /// The primary no longer has this standby's place in its log. In a node's thread.
    private void copyNeeded() {
        Thread.ofPlatform().daemon().name("copy-anew").start(() -> {
            changing.lock();
            try {
                copyAnew();
            } catch (IOException | RuntimeException e) {
                if (!closed) {
                    LOG.error("the primary could not be copied: {}", e.getMessage(), e);
                    System.exit(1);
                }
            } finally {
                changing.unlock();
            }
        });
    }

    private void copyAnew() throws IOException {
        NodeServing made = serving;
        if (closed || made == null) {
            return;
        }
        LOG.warn("this node's data are thrown away, and its primary is copied; sessions here end");
        made.copyAnew();
        LOG.info("node is ready again, with a fresh copy of its primary node={}", settings.name());
    }

    @Override
    public void close() {
        closed = true;
        sessions.terminateAll();
        List<AutoCloseable> parts;
        synchronized (opened) {
            parts = new ArrayList<>(opened).reversed();
            opened.clear();
        }
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("part could not be closed part={}", part.getClass().getSimpleName(), e);
            }
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        LOG.info("node has stopped node={}", settings.name());
    }
}
