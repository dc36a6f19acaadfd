package io.heliosdb.server.session;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.FileDisk;
import io.heliosdb.server.sql.LocalSqlEngine;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.CatalogAccess;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.SequenceStore;
import io.heliosdb.server.sql.catalog.SessionSequences;
import io.heliosdb.server.sql.catalog.VirtualRelations;
import io.heliosdb.server.sql.ddl.Commands;
import io.heliosdb.server.sql.ddl.Notices;
import io.heliosdb.server.sql.exec.spill.TempFiles;
import io.heliosdb.server.sql.function.Sequences;
import io.heliosdb.server.sql.function.builtin.BuiltinFunctions;
import io.heliosdb.server.txn.CommitGate;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.Transaction;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// A database with sessions on it and no network: what clients see, without a wire between.
public final class TestDatabase implements AutoCloseable {

    private final Engine engine;
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final SessionRegistry registry = new SessionRegistry(1000, new SecureRandom());
    private final SessionFactory factory;

    public TestDatabase(Path directory, CommitGate gate) {
        Engines.create(directory, new ClusterId(UUID.randomUUID()), new NodeId(UUID.randomUUID()));
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
        factory = new SessionFactory(new SessionEnvironment(
                engine,
                sql,
                SettingDefinitions.load(),
                Map.of(),
                registry,
                new Notifications(ChannelSource.NONE),
                services(catalogs, sequences),
                timers,
                Clock.systemUTC()));
    }

    private static SessionServices services(CatalogService catalogs, SequenceStore sequences) {
        return context -> {
            CatalogAccess access = () -> catalogs.at(context.service(Transaction.class));
            Notices notices = (severity, state, message, fields) ->
                    context.service(Client.class).notice(new Notice(severity, state, message, ErrorFields.NONE));
            return Map.of(
                    CatalogAccess.class,
                    access,
                    Notices.class,
                    notices,
                    Sequences.class,
                    new SessionSequences(sequences, access::catalog, () -> context.service(Cancellation.class)));
        };
    }

    public Engine engine() {
        return engine;
    }

    SessionRegistry registry() {
        return registry;
    }

    /// A new session, for one thread.
    public TestSession connect() {
        TestSession client = new TestSession();
        SessionIdentity identity = new SessionIdentity(
                registry.nextPid(),
                0,
                "postgres",
                "postgres",
                false,
                "",
                0,
                Clock.systemUTC().instant());
        client.begin(factory.open(identity, Map.of(), client, StatementRouter.LOCAL));
        return client;
    }

    /// Whether a session waits for a lock now.
    boolean isWaiting(TestSession session) {
        return engine.heldLocks().stream().anyMatch(lock -> !lock.granted() && lock.pid() == session.pid());
    }

    @Override
    public void close() {
        timers.shutdownNow();
        engine.close();
    }
}
