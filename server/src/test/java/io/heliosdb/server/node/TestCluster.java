package io.heliosdb.server.node;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.replication.ClusterSecret;
import io.heliosdb.server.replication.InSyncRules;
import io.heliosdb.server.replication.ReplicationConfig;
import io.heliosdb.server.replication.ReplicationServices;
import io.heliosdb.server.replication.Self;
import io.heliosdb.server.replication.StandbySpec;
import io.heliosdb.server.replication.SystemTiming;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.LocalGate;
import io.heliosdb.server.txn.ReadView;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Nodes in one JVM over real loopback connections.
final class TestCluster implements AutoCloseable {

    static final TreeId TREE = new TreeId(1001);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    private final Map<String, ClusterNode> nodes = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<StandbySpec> standbys;
    private final int minInSync;
    private final Map<String, String> identities = new HashMap<>();
    private final AtomicInteger copiesAnew = new AtomicInteger();
    private ClusterSecret secret = ClusterSecret.loopbackOnly();
    private long walKeepBytes = 1L << 30;

    TestCluster(Path directory, String standbys) {
        this.directory = directory;
        this.standbys = StandbySpec.parseAll(standbys);
        this.minInSync = StandbySpec.defaultMinInSync(this.standbys);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port(String name) {
        return ports.computeIfAbsent(name, key -> freePort());
    }

    private NodeConfig config(String name, Role role, SyncMode mode, Optional<HostPort> primary) {
        Self self = new Self(
                idOf(name),
                name,
                new HostPort("127.0.0.1", 5432),
                new HostPort("127.0.0.1", port(name)),
                new HostPort("127.0.0.1", 8080));
        InSyncRules rules = new InSyncRules(minInSync, Duration.ofMillis(1500), Duration.ofMillis(200));
        return new NodeConfig(
                self,
                role,
                mode,
                primary,
                role == Role.PRIMARY ? standbys : List.of(),
                "127.0.0.1",
                "127.0.0.1:5432",
                directory.resolve(name),
                EngineConfig.forHeap(64 << 20)
                        .withSegmentBytes(1 << 16)
                        .withLayerBytes(1 << 16)
                        .withWriteSetLimitBytes(2 << 20)
                        .withRecordLimit(1 << 18, 1 << 14),
                new ReplicationConfig(
                        secret,
                        rules,
                        Duration.ofMillis(50),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        walKeepBytes,
                        4096));
    }

    private NodeId idOf(String name) {
        String from = identities.getOrDefault(name, name);
        return new NodeId(UUID.nameUUIDFromBytes(from.getBytes(StandardCharsets.UTF_8)));
    }

    private ClusterNode open(NodeConfig config) {
        ReplicationServices replication = new ReplicationServices(
                new SystemTiming(timers, Clock.systemUTC(), System::nanoTime),
                workers,
                Thread::new,
                new SecureRandom());
        ClusterNode node = new ClusterNode(config, new NodeServices(Clock.systemUTC(), Thread::new, replication));
        nodes.put(config.self().name(), node);
        node.start(engine -> put(engine, "bootstrap", "done"), () -> Thread.ofPlatform()
                .start(() -> {
                    copiesAnew.incrementAndGet();
                    node.copyAnew();
                }));
        return node;
    }

    ClusterNode primary(String name) {
        return open(config(name, Role.PRIMARY, SyncMode.ASYNC, Optional.empty()));
    }

    /// What nodes that are opened from now on believe to be the cluster's secret.
    void secret(String text) {
        secret = ClusterSecret.of(text);
    }

    /// How much of its log a primary that is opened from now on keeps for standbys that are away.
    void walKeepBytes(long bytes) {
        walKeepBytes = bytes;
    }

    /// A standby that reaches its primary at a port of the caller's choice.
    ClusterNode standby(String name, SyncMode mode, int primaryPort) {
        return open(config(name, Role.STANDBY, mode, Optional.of(new HostPort("127.0.0.1", primaryPort))));
    }

    ClusterNode standby(String name, SyncMode mode, String primary) {
        HostPort address = new HostPort("127.0.0.1", port(primary));
        return open(config(name, Role.STANDBY, mode, Optional.of(address)));
    }

    /// A standby with the node id and the data of another, under its own name and port.
    ClusterNode twin(String name, String of, SyncMode mode, String primary) throws IOException {
        Path data = directory.resolve(name);
        copy(directory.resolve(of), data);
        identities.put(name, of);
        return standby(name, mode, primary);
    }

    /// How many standbys have thrown their data away.
    int copiesAnew() {
        return copiesAnew.get();
    }

    /// Keeps the data of a node as they are, under a name.
    void save(String name, String as) throws IOException {
        copy(directory.resolve(name), directory.resolve(as));
    }

    /// Gives a stopped node the data that were saved.
    void restore(String name, String saved) throws IOException {
        delete(directory.resolve(name));
        copy(directory.resolve(saved), directory.resolve(name));
    }

    /// Begins a new timeline in the data of a stopped node, as a restore does.
    void beginTimeline(String name, long number) {
        NodeConfig config = config(name, Role.PRIMARY, SyncMode.ASYNC, Optional.empty());
        try (Engine engine =
                Engines.open(config.dataDirectory(), config.engine(), Clock.systemUTC(), Thread::new, null)) {
            engine.becomePrimary(new Timeline(number), new LocalGate());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    void stop(String name) {
        ClusterNode node = nodes.remove(name);
        if (node != null) {
            node.close();
        }
    }

    static void put(Engine engine, String key, String value) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        transaction.put(TREE, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        transaction.commit();
    }

    /// Puts as many entries in one transaction; each about a kilobyte.
    static void putMany(Engine engine, String prefix, int count) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        byte[] value = new byte[1000];
        for (int i = 0; i < count; i++) {
            transaction.put(TREE, (prefix + i).getBytes(StandardCharsets.UTF_8), value);
        }
        transaction.commit();
    }

    static @Nullable String get(Engine engine, String key) {
        try (ReadView view = engine.readAt()) {
            byte[] value = view.get(TREE, key.getBytes(StandardCharsets.UTF_8));
            return value == null ? null : new String(value, StandardCharsets.UTF_8);
        }
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

    @Override
    public void close() {
        // Standbys first, lest they log that the primary is gone.
        nodes.values().stream()
                .sorted((a, b) -> Boolean.compare(a.role().isPrimary(), b.role().isPrimary()))
                .forEach(ClusterNode::close);
        timers.shutdownNow();
        workers.shutdownNow();
    }
}
