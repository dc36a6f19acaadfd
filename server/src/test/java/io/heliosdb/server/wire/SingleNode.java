package io.heliosdb.server.wire;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.FileDisk;
import io.heliosdb.server.net.Transport;
import io.heliosdb.server.session.ChannelSource;
import io.heliosdb.server.session.Notifications;
import io.heliosdb.server.session.SessionEnvironment;
import io.heliosdb.server.session.SessionFactory;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.session.SessionServices;
import io.heliosdb.server.session.SettingDefinitions;
import io.heliosdb.server.session.StatementRouter;
import io.heliosdb.server.sql.LocalSqlEngine;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.CatalogAccess;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.SequenceStore;
import io.heliosdb.server.sql.catalog.SessionSequences;
import io.heliosdb.server.sql.catalog.VirtualRelations;
import io.heliosdb.server.sql.ddl.Commands;
import io.heliosdb.server.sql.exec.spill.TempFiles;
import io.heliosdb.server.sql.function.Sequences;
import io.heliosdb.server.sql.function.builtin.BuiltinFunctions;
import io.heliosdb.server.txn.CommitGate;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.LocalGate;
import io.heliosdb.server.txn.Transaction;
import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The whole of one node but replication and HTTP: a real engine, real SQL, a real server on a port.
final class SingleNode implements AutoCloseable {

    private final Engine engine;
    private final EventLoopGroup loops =
            Transport.loops(1, Thread.ofPlatform().daemon().factory());
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor();
    private final SessionRegistry registry = new SessionRegistry(100, new SecureRandom());
    private final PgServer server;

    SingleNode(Path directory, int port) throws Exception {
        this(directory, port, new LocalGate());
    }

    SingleNode(Path directory, int port, CommitGate gate) throws Exception {
        if (Engines.metadata(directory).isEmpty()) {
            Engines.create(directory, new ClusterId(UUID.randomUUID()), new NodeId(UUID.randomUUID()));
        }
        engine = Engines.open(
                directory,
                EngineConfig.forHeap(256 << 20),
                Clock.systemUTC(),
                Thread.ofPlatform().daemon().factory(),
                gate);
        CatalogService catalogs = CatalogService.open(engine, new VirtualRelations());
        Analyzer analyzer = new Analyzer(BuiltinFunctions.with(List.of()));
        SequenceStore sequences = new SequenceStore(engine);
        Commands commands = new Commands(catalogs, engine, sequences, analyzer);
        LocalSqlEngine sql = LocalSqlEngine.open(
                engine,
                new LocalSqlEngine.Services(catalogs, analyzer, commands),
                new LocalSqlEngine.Workplace(256L << 20, TempFiles.open(FileDisk.at(directory.resolve("tmp")))),
                System::nanoTime);
        SessionEnvironment environment = new SessionEnvironment(
                engine,
                sql,
                SettingDefinitions.load(),
                Map.of(),
                registry,
                new Notifications(ChannelSource.NONE),
                services(catalogs, sequences),
                timers,
                Clock.systemUTC());
        server = PgServer.start(
                new WireServices(
                        WireConfig.DEFAULT.withPort(port),
                        new SessionFactory(environment),
                        (identity, client) -> StatementRouter.LOCAL,
                        Credentials.NONE,
                        () -> {},
                        sessions,
                        new SecureRandom(),
                        new MessageBudget(64 << 20),
                        null),
                loops);
    }

    private static SessionServices services(CatalogService catalogs, SequenceStore sequences) {
        return context -> {
            CatalogAccess access = () -> catalogs.at(context.service(Transaction.class));
            return Map.of(
                    CatalogAccess.class,
                    access,
                    Sequences.class,
                    new SessionSequences(sequences, access::catalog, () -> context.service(Cancellation.class)));
        };
    }

    int port() {
        return server.port();
    }

    /// Returns once a statement of that session has begun.
    void awaitActive(int pid) {
        while (registry.activities().stream()
                .noneMatch(each -> each.pid() == pid && each.state().equals("active"))) {
            Thread.onSpinWait();
        }
    }

    /// As `pg_cancel_backend`.
    boolean cancel(int pid) {
        return registry.cancelBackend(pid);
    }

    @Override
    public void close() {
        server.close();
        sessions.close();
        timers.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        engine.close();
    }
}
