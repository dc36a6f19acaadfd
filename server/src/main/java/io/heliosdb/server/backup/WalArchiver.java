package io.heliosdb.server.backup;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.LogHold;
import io.heliosdb.server.wal.WalGoneException;
import io.heliosdb.server.wal.WalReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies every committed record into an archive, about once a second, while this node is the primary.
///
/// Log that is not archived yet is kept, as PostgreSQL keeps it: an archive that cannot be written for long fills
/// the primary's disk, which the metrics and an error in the log announce. Owns one thread.
public final class WalArchiver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WalArchiver.class);
    private static final int CHUNK_BYTES = 4 << 20;
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long STOP_MILLIS = 5_000;

    private final Engine engine;
    private final Path directory;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Lsn archived = Lsn.ZERO;
    private final LongAdder errors = new LongAdder();
    private volatile @Nullable String lastError;

    private WalArchiver(Engine engine, Path directory, ThreadFactory threads) {
        this.engine = engine;
        this.directory = directory;
        this.thread = threads.newThread(this::run);
    }

    /// Begins to archive into `directory`.
    ///
    /// @param threads platform threads: they block in the disk
    public static WalArchiver start(Engine engine, Path directory, ThreadFactory threads) {
        WalArchiver archiver = new WalArchiver(engine, directory, threads);
        archiver.thread.start();
        return archiver;
    }

    /// What is safe in the archive; zero until the first record is.
    public Lsn archived() {
        return archived;
    }

    /// Committed log that is not in the archive yet; 0 on a standby.
    public long lagBytes() {
        return engine.isStandby() ? 0 : Math.max(0, engine.committedLsn().minus(archived));
    }

    /// How often the archive could not be written since the start.
    public long errors() {
        return errors.sum();
    }

    /// What went wrong last; null while all is well.
    public @Nullable String lastError() {
        return lastError;
    }

    private void run() {
        while (!stopping) {
            long pause = INTERVAL_NANOS;
            if (!engine.isStandby()) {
                try {
                    archiveTimeline();
                } catch (BackupException | DiskException e) {
                    errors.increment();
                    lastError = e.getMessage();
                    LOG.error("archiving failed and will be tried again directory={} error={}", directory, lastError);
                    pause = RETRY_NANOS;
                }
            }
            LockSupport.parkNanos(this, pause);
        }
    }

    /// Until this node changes its role or timeline, or stops.
    private void archiveTimeline() {
        var metadata = engine.metadata();
        WalArchive archive = WalArchive.at(directory, metadata.clusterId());
        try (LogHold hold = engine.holdLog();
                ArchiveAppender appender = ArchiveAppender.open(archive, metadata, hold.from())) {
            if (appender.end().isBefore(hold.from())) {
                LOG.error(
                        "the archive has a gap: restoring to a point in it needs a backup from before archived={} log={};"
                                + " take a new backup",
                        appender.end(),
                        hold.from());
                appender.skipTo(hold.from());
            }
            archived = appender.end();
            LOG.info("archiving directory={} timeline={} from={}", directory, metadata.timeline(), archived);
            while (!stopping && !engine.isStandby() && engine.timeline().equals(metadata.timeline())) {
                if (archiveCommitted(appender)) {
                    hold.moveTo(appender.end());
                    lastError = null;
                }
                LockSupport.parkNanos(this, INTERVAL_NANOS);
            }
            // Orderly stop: what was committed last is not left to the next start.
            archiveCommitted(appender);
        }
    }

    private boolean archiveCommitted(ArchiveAppender appender) {
        Lsn committed = engine.committedLsn();
        if (!appender.end().isBefore(committed)) {
            return false;
        }
        RestoreTarget target = new RestoreTarget.AtLsn(committed);
        try (WalReader reader = engine.readLog(appender.end())) {
            while (reader.position().isBefore(committed)) {
                Lsn start = reader.position();
                ByteBuffer records = reader.read(CHUNK_BYTES);
                if (records == null) {
                    break;
                }
                RecordPrefix wanted = RecordPrefix.of(records, start, target);
                appender.append(records.slice(records.position(), wanted.bytes()), wanted.end());
                archived = wanted.end();
            }
        } catch (WalGoneException e) {
            throw new BackupException("the log from " + appender.end() + " on is no longer there", e);
        }
        return true;
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
