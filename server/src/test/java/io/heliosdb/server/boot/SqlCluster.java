package io.heliosdb.server.boot;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
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
import io.heliosdb.server.replication.StandbySpec;
import io.heliosdb.server.replication.SystemTiming;
import io.heliosdb.server.routing.RoutingConfig;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.sql.LocalSqlEngine;
import io.heliosdb.server.sql.exec.spill.TempFiles;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.wire.WireConfig;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Nodes in one JVM with everything but HTTP: real engines, SQL, replication and clients over loopback
/// connections.
final class SqlCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final List<StandbySpec> standbys;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    private final EventLoopGroup loops =
            Transport.loops(2, Thread.ofPlatform().daemon().factory());
    private final Map<String, Running> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    private record Running(ClusterNode node, NodeServing serving) {}

    private long walKeepBytes = 1L << 30;

    /// @param standbys as `HELIOSDB_STANDBYS`
    SqlCluster(Path directory, String standbys) {
        this.directory = directory;
        this.standbys = StandbySpec.parseAll(standbys);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int port(String use) {
        return ports.computeIfAbsent(use, key -> freePort());
    }

    /// Where a node's clients connect.
    int clientPort(String name) {
        return port(name + " clients");
    }

    ClusterNode node(String name) {
        Running running = nodes.get(name);
        if (running == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return running.node();
    }

    /// How much of its log a primary that is started from now on keeps for standbys that are away.
    void walKeepBytes(long bytes) {
        walKeepBytes = bytes;
    }

    /// Where a node's standbys connect.
    int replicationPort(String name) {
        return port(name + " replication");
    }

    /// A standby that reaches its primary at a port of the caller's choice.
    ClusterNode standby(String name, SyncMode mode, int primaryPort) throws IOException {
        return start(config(name, Role.STANDBY, mode, Optional.of(new HostPort("127.0.0.1", primaryPort))));
    }

    ClusterNode primary(String name) throws IOException {
        return start(config(name, Role.PRIMARY, SyncMode.ASYNC, Optional.empty()));
    }

    ClusterNode standby(String name, SyncMode mode, String primary) throws IOException {
        HostPort address = new HostPort("127.0.0.1", port(primary + " replication"));
        return start(config(name, Role.STANDBY, mode, Optional.of(address)));
    }

    private NodeConfig config(String name, Role role, SyncMode mode, Optional<HostPort> primary) {
        Self self = new Self(
                new NodeId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
                name,
                new HostPort("127.0.0.1", clientPort(name)),
                new HostPort("127.0.0.1", port(name + " replication")),
                new HostPort("127.0.0.1", 8080));
        InSyncRules rules = new InSyncRules(
                StandbySpec.defaultMinInSync(standbys), Duration.ofMillis(1500), Duration.ofMillis(200));
        return new NodeConfig(
                self,
                role,
                mode,
                primary,
                role == Role.PRIMARY ? standbys : List.of(),
                "127.0.0.1",
                "127.0.0.1:" + clientPort(name),
                directory.resolve(name),
                EngineConfig.forHeap(128 << 20).withSegmentBytes(1 << 20),
                new ReplicationConfig(
                        ClusterSecret.loopbackOnly(),
                        rules,
                        Duration.ofMillis(50),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        walKeepBytes,
                        4096));
    }

    private ClusterNode start(NodeConfig config) throws IOException {
        String name = config.self().name();
        ReplicationServices replication = new ReplicationServices(
                new SystemTiming(timers, Clock.systemUTC(), System::nanoTime),
                workers,
                Thread::new,
                new SecureRandom());
        ClusterNode node = new ClusterNode(config, new NodeServices(Clock.systemUTC(), Thread::new, replication));
        WireConfig wire = WireConfig.DEFAULT.withPort(clientPort(name));
        RoutingConfig routing =
                new RoutingConfig(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofMillis(300), true, name);
        SqlServer.Parts parts = new SqlServer.Parts(
                new SessionRegistry(50, new SecureRandom()),
                "a secret of the tests",
                null,
                List::of,
                new LocalSqlEngine.Workplace(
                        256L << 20,
                        TempFiles.open(FileDisk.at(config.dataDirectory().resolve("tmp")))),
                loops,
                workers,
                timers,
                Clock.systemUTC(),
                new SecureRandom());
        NodeServing serving = new NodeServing(
                node,
                new NodeServing.Settings(wire, routing, Optional.empty()),
                parts,
                new SessionGateway(parts.registry(), name),
                new NodeBackups(Clock.systemUTC(), Thread::new));
        node.start(engine -> {}, () -> Thread.ofPlatform().start(() -> copyAnew(serving)));
        serving.open();
        nodes.put(name, new Running(node, serving));
        return node;
    }

    private static void copyAnew(NodeServing serving) {
        try {
            serving.copyAnew();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops a node as a crash does: its sessions do not end first.
    void crash(String name) {
        Running running = nodes.remove(name);
        if (running != null) {
            running.node().close();
            running.serving().close();
        }
    }

    /// Waits until so many standbys are in sync with a primary.
    void awaitInSync(String primary, int count) {
        await(
                count + " standbys are in sync",
                () -> node(primary).standbys().stream()
                                .filter(standby -> standby.inSync())
                                .count()
                        == count);
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    void stop(String name) {
        Running running = nodes.remove(name);
        if (running != null) {
            running.serving().close();
            running.node().close();
        }
    }

    @Override
    public void close() {
        // Standbys first, lest they log that the primary is gone.
        List.copyOf(nodes.keySet()).reversed().forEach(this::stop);
        timers.shutdownNow();
        workers.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
