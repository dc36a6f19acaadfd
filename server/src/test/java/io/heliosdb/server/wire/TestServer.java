package io.heliosdb.server.wire;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.net.Transport;
import io.heliosdb.server.session.ChannelSource;
import io.heliosdb.server.session.Notifications;
import io.heliosdb.server.session.SessionEnvironment;
import io.heliosdb.server.session.SessionFactory;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.session.SessionServices;
import io.heliosdb.server.session.SettingDefinitions;
import io.heliosdb.server.session.StatementRouter;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.LocalGate;
import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/// A server with {@link FakeSql} on a real engine, on a port of its own.
final class TestServer implements AutoCloseable {

    static final int MAX_SESSIONS = 5;

    private final Engine engine;
    private final EventLoopGroup loops =
            Transport.loops(1, Thread.ofPlatform().daemon().factory());
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor();
    final SessionRegistry registry = new SessionRegistry(MAX_SESSIONS, new SecureRandom());
    final PgServer server;

    TestServer(Path directory, WireConfig.Authentication authentication) throws Exception {
        this(directory, authentication, null);
    }

    TestServer(Path directory, WireConfig.Authentication authentication, @Nullable Tls tls) throws Exception {
        Engines.create(directory, new ClusterId(UUID.randomUUID()), new NodeId(UUID.randomUUID()));
        engine = Engines.open(
                directory,
                EngineConfig.forHeap(256 << 20),
                Clock.systemUTC(),
                Thread.ofPlatform().daemon().factory(),
                new LocalGate());
        SessionEnvironment environment = new SessionEnvironment(
                engine,
                new FakeSql(),
                SettingDefinitions.load(),
                Map.of(),
                registry,
                new Notifications(ChannelSource.NONE),
                SessionServices.NONE,
                timers,
                Clock.systemUTC());
        ScramVerifier secret = ScramVerifier.of("secret", new byte[16]);
        Credentials credentials = new Credentials() {
            @Override
            public Optional<ScramVerifier> verifier(String user) {
                return user.equals("alice") ? Optional.of(secret) : Optional.empty();
            }

            @Override
            public boolean isLink(String token, String user) {
                return token.equals("right");
            }
        };
        WireConfig config = new WireConfig(
                "127.0.0.1", 0, 1 << 20, authentication, WireConfig.DEFAULT.startupTimeout(), "heliosdb");
        WireServices services = new WireServices(
                config,
                new SessionFactory(environment),
                (identity, client) -> StatementRouter.LOCAL,
                credentials,
                () -> {},
                sessions,
                new SecureRandom(),
                new MessageBudget(1 << 20),
                tls);
        server = PgServer.start(services, loops);
    }

    @Override
    public void close() {
        server.close();
        sessions.close();
        timers.shutdownNow();
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
        engine.close();
    }
}
