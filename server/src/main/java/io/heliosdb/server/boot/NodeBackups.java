package io.heliosdb.server.boot;

import io.heliosdb.cluster.rest.BackupState;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.MetricNames;
import io.heliosdb.server.admin.BackupGateway;
import io.heliosdb.server.backup.BackupException;
import io.heliosdb.server.backup.BackupManifest;
import io.heliosdb.server.backup.BackupWriter;
import io.heliosdb.server.backup.WalArchiver;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.txn.Engine;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node's backups and the archive of its log. Any thread; a backup has a thread of its own.
final class NodeBackups implements BackupGateway, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeBackups.class);

    private final Clock clock;
    private final ThreadFactory threads;
    private volatile BackupState state = BackupState.NONE;
    private volatile @Nullable Engine engine;
    private volatile @Nullable WalArchiver archiver;

    NodeBackups(Clock clock, ThreadFactory threads) {
        this.clock = clock;
        this.threads = threads;
    }

    /// The engine is open: backups can be taken, and archiving begins where it is asked for.
    void serve(Engine opened, Optional<Path> archive) {
        engine = opened;
        archive.ifPresent(directory -> archiver = WalArchiver.start(opened, directory, threads));
    }

    /// The engine is about to be closed: no backup begins, and archiving ends.
    void suspend() {
        engine = null;
        close();
        archiver = null;
    }

    @Override
    public synchronized BackupState begin(Path directory) {
        Engine opened = engine;
        if (opened == null) {
            throw new SqlException(SqlState.CANNOT_CONNECT_NOW, "the database system is starting up");
        }
        if (!state.isOver()) {
            throw new SqlException(SqlState.OBJECT_IN_USE, "another backup is running")
                    .withHint("Wait until it is done: GET /api/v1/backup says how far it is.");
        }
        String folder = directory.toString();
        state = new BackupState("running", folder, "base", 0, null, null);
        threads.newThread(() -> run(opened, directory)).start();
        return state;
    }

    private void run(Engine opened, Path directory) {
        String folder = directory.toString();
        LOG.info("backup begins directory={}", folder);
        try {
            BackupManifest manifest = new BackupWriter(
                            opened,
                            clock,
                            (step, bytes) -> state = new BackupState("running", folder, step, bytes, null, null))
                    .write(directory);
            long bytes = manifest.files().stream()
                    .mapToLong(BackupManifest.BackupFile::bytes)
                    .sum();
            state = new BackupState("done", folder, null, bytes, manifest.endLsn(), null);
            LOG.info("backup is complete directory={} bytes={} end={}", folder, bytes, manifest.endLsn());
        } catch (BackupException | DiskException | SqlException e) {
            fail(folder, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("backup failed unexpectedly", e);
            fail(folder, "internal error: " + e);
        }
    }

    private void fail(String folder, String reason) {
        LOG.error("backup failed directory={} error={}", folder, reason);
        state = new BackupState("failed", folder, null, state.bytes(), null, reason);
    }

    @Override
    public BackupState state() {
        return state;
    }

    /// The same names whether or not there is an archive.
    List<Metric> metrics() {
        WalArchiver running = archiver;
        return List.of(
                new Metric(
                        MetricNames.WAL_ARCHIVE_LAG_BYTES,
                        running == null ? 0 : running.lagBytes(),
                        "Committed log that is not in the archive yet; 0 without an archive"),
                new Metric(
                        MetricNames.WAL_ARCHIVE_ERRORS,
                        running == null ? 0 : running.errors(),
                        "Times that the archive could not be written"));
    }

    @Override
    public void close() {
        WalArchiver running = archiver;
        if (running != null) {
            running.close();
        }
    }
}
