package io.heliosdb.server.txn;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.FileDisk;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.storage.BaseStore;
import io.heliosdb.server.storage.LmdbBase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Creates, opens and fills data directories.
///
/// ```
/// DIR/control       whose data this is; without it the directory counts as empty
/// DIR/lock          claims the directory for one process
/// DIR/wal/*.wal     segments of the log, DIR/wal/mark how far it is flushed and committed
/// DIR/base/         LMDB
/// DIR/scratch/      changes of open transactions that do not fit into memory; of no use after a crash
/// ```
public final class Engines {

    private static final String LOCK = "lock";
    private static final String SCRATCH = EngineScratch.DIRECTORY;

    private Engines() {}

    /// What `directory` holds; empty when nothing, or an import that was never finished.
    public static Optional<DatabaseMetadata> metadata(Path directory) {
        return MetadataFile.read(FileDisk.at(directory));
    }

    /// Makes an empty directory the first node of a new cluster.
    public static void create(Path directory, ClusterId cluster, NodeId node) {
        create(FileDisk.at(directory), cluster, node);
    }

    /// As {@link #create(Path, ClusterId, NodeId)}, on any disk.
    public static void create(Disk disk, ClusterId cluster, NodeId node) {
        if (disk.exists(MetadataFile.NAME)) {
            throw new DiskException("the data directory holds a database already", null, false);
        }
        clear(disk);
        MetadataFile.write(
                disk,
                new DatabaseMetadata(
                        cluster, node, List.of(new DatabaseMetadata.TimelineStart(Timeline.FIRST, Lsn.ZERO))));
    }

    /// Opens a directory, recovering it first, as a primary under `gate` (a {@link LocalGate} when there are no
    /// standbys), or as a standby when `gate` is null.
    ///
    /// @param threads platform threads, for flusher and checkpointer
    public static Engine open(
            Path directory, EngineConfig config, Clock clock, ThreadFactory threads, @Nullable CommitGate gate) {
        FileDisk disk = FileDisk.at(directory);
        EngineServices services = new EngineServices(
                disk, base(directory, config), clock, threads, Parking.SYSTEM, scratch(directory, disk));
        return open(config, services, gate);
    }

    /// As {@link #open(Path, EngineConfig, Clock, ThreadFactory, CommitGate)}, on any disk.
    public static Engine open(EngineConfig config, EngineServices services, @Nullable CommitGate gate) {
        AutoCloseable claim = services.disk().claim(LOCK);
        boolean opened = false;
        try {
            clear(services.disk(), SCRATCH);
            StoreEngine engine = new StoreEngine(config, services, claim);
            engine.start(gate);
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                closeQuietly(claim);
            }
        }
    }

    /// Begins to fill a directory from a {@link SnapshotExport}; what an unfinished import has left is removed.
    ///
    /// @param metadata that of the export, on this node: {@link DatabaseMetadata#onNode}
    public static SnapshotImport importSnapshot(Path directory, EngineConfig config, DatabaseMetadata metadata) {
        return importSnapshot(FileDisk.at(directory), base(directory, config), metadata);
    }

    /// As {@link #importSnapshot(Path, EngineConfig, DatabaseMetadata)}, on any disk.
    public static SnapshotImport importSnapshot(Disk disk, Supplier<BaseStore> base, DatabaseMetadata metadata) {
        AutoCloseable claim = disk.claim(LOCK);
        if (disk.exists(MetadataFile.NAME)) {
            closeQuietly(claim);
            throw new DiskException("the data directory holds a database already", null, false);
        }
        clear(disk);
        return new BaseImport(disk, base.get(), claim, metadata);
    }

    /// Makes a directory count as empty: to be copied anew. The data go when it is filled.
    public static void discard(Path directory) {
        FileDisk.at(directory).delete(MetadataFile.NAME);
    }

    private static Supplier<BaseStore> base(Path directory, EngineConfig config) {
        return () -> LmdbBase.open(directory.resolve("base"), config.mapBytes());
    }

    private static Supplier<BaseStore> scratch(Path directory, Disk disk) {
        AtomicLong number = new AtomicLong();
        return () -> {
            disk.directory(SCRATCH);
            return LmdbBase.openScratch(directory.resolve(SCRATCH).resolve("t" + number.incrementAndGet()));
        };
    }

    private static void clear(Disk disk) {
        for (String part : List.of("wal", "base", SCRATCH)) {
            clear(disk, part);
        }
    }

    private static void clear(Disk disk, String part) {
        Disk below = disk.directory(part);
        below.list().forEach(below::delete);
    }

    private static void closeQuietly(AutoCloseable claim) {
        try {
            claim.close();
        } catch (Exception e) {
            throw new DiskException("cannot release the data directory", e, false);
        }
    }
}
