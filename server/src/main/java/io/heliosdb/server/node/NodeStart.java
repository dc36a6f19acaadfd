package io.heliosdb.server.node;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.FileDisk;
import io.heliosdb.server.replication.PrimaryReplication;
import io.heliosdb.server.replication.StandbyReplication;
import io.heliosdb.server.txn.CommitGate;
import io.heliosdb.server.txn.DatabaseMetadata;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.LocalGate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The steps of a node's start.
final class NodeStart {

    private static final Logger LOG = LoggerFactory.getLogger(NodeStart.class);

    /// There while a new cluster is being filled: what a crash leaves half done is thrown away.
    private static final String BOOTSTRAP = "bootstrap";

    private final NodeConfig config;
    private final NodeServices services;
    private final Runnable onChange;
    private final Path directory;

    NodeStart(NodeConfig config, NodeServices services, Runnable onChange) {
        this.config = config;
        this.services = services;
        this.onChange = onChange;
        this.directory = config.dataDirectory();
    }

    /// @throws IllegalStateException when the directory is another node's
    void checkDirectory() {
        FileDisk disk = FileDisk.at(directory);
        if (disk.exists(BOOTSTRAP)) {
            LOG.warn("a start that was interrupted is begun anew directory={}", directory);
            Engines.discard(directory);
        }
        Engines.metadata(directory).ifPresent(found -> {
            if (!found.nodeId().equals(config.self().id())) {
                throw new IllegalStateException("the data directory \"" + directory + "\" belongs to node "
                        + found.nodeId() + ", this node is " + config.self().id()
                        + "; mend HELIOSDB_NODE_ID or HELIOSDB_DATA_DIR");
            }
        });
    }

    private Engine open(@Nullable CommitGate gate) {
        return Engines.open(directory, config.engine(), services.clock(), services.engineThreads(), gate);
    }

    /// A new cluster has nobody to ask: what `bootstrap` commits is committed by this node alone.
    void createIfEmpty(Supplier<ClusterId> cluster, Consumer<Engine> bootstrap) {
        if (Engines.metadata(directory).isPresent()) {
            return;
        }
        FileDisk disk = FileDisk.at(directory);
        disk.replace(BOOTSTRAP, "begun\n".getBytes(StandardCharsets.UTF_8));
        ClusterId created = cluster.get();
        Engines.create(directory, created, config.self().id());
        try (Engine engine = open(new LocalGate())) {
            bootstrap.accept(engine);
        }
        disk.delete(BOOTSTRAP);
        LOG.info(
                "new cluster created cluster={} node={}", created, config.self().id());
    }

    /// A primary whose engine is open.
    record OpenPrimary(NodeConfig config, Engine engine, PrimaryReplication replication, PrimaryPart part) {

        void listen() {
            int port = config.self().replication().port();
            replication.start(engine, config.bind(), port);
        }
    }

    OpenPrimary openPrimary() {
        FileDisk disk = FileDisk.at(directory);
        DatabaseMetadata metadata = Engines.metadata(directory)
                .orElseThrow(() -> new IllegalStateException("the data directory \"" + directory + "\" is empty"));
        List<TimelineEntry> history = HistoryFile.open(
                disk, metadata, config.self().name(), services.clock().instant());
        PrimaryReplication replication =
                new PrimaryReplication(config.self(), config.replication(), services.replication(), metadata, disk);
        Engine engine = open(replication.gate());
        return new OpenPrimary(
                config, engine, replication, new PrimaryPart(config, replication, engine, history, services.clock()));
    }

    /// A standby whose engine is not yet open.
    final class OpenStandby {

        private final StandbyReplication replication;
        private final StandbyPart part;

        OpenStandby(StandbyReplication replication, StandbyPart part) {
            this.replication = replication;
            this.part = part;
        }

        StandbyReplication replication() {
            return replication;
        }

        StandbyPart part() {
            return part;
        }

        /// Blocks until there is a database here.
        Engine openEngine() {
            if (Engines.metadata(directory).isEmpty()) {
                try {
                    replication
                            .copy(metadata -> Engines.importSnapshot(directory, config.engine(), metadata))
                            .join();
                } catch (CompletionException e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    throw new IllegalStateException("the primary could not be copied: " + cause.getMessage(), cause);
                }
            }
            return open(null);
        }
    }

    OpenStandby standby(Supplier<Optional<Timeline>> localTimeline, Runnable onCopyNeeded) {
        HostPort primary =
                config.primary().orElseThrow(() -> new IllegalStateException("a standby needs HELIOSDB_PRIMARY_HOST"));
        StandbyReplication replication = new StandbyReplication(
                config.self(),
                new StandbyReplication.Following(primary, config.syncMode()),
                config.replication(),
                services.replication(),
                new StandbyReplication.Listeners(onChange, onCopyNeeded));
        return new OpenStandby(replication, new StandbyPart(replication, localTimeline));
    }
}
