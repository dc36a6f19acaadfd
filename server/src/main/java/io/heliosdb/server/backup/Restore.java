package io.heliosdb.server.backup;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.txn.DatabaseMetadata;
import io.heliosdb.server.txn.DatabaseMetadata.TimelineStart;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.LocalGate;
import io.heliosdb.server.txn.SnapshotImport;
import io.heliosdb.server.txn.StandbyLog;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Fills an empty data directory from a backup and, if there is one, the archive.
///
/// The restored database begins a timeline of its own, so that nothing that follows the old one can be mistaken
/// for it. Until the end the directory counts as empty; a restore that was interrupted is begun anew.
public final class Restore {

    private final EngineConfig config;
    private final Clock clock;
    private final ThreadFactory threads;
    private final Progress progress;

    /// @param threads platform threads, for the engine that replays the log
    public Restore(EngineConfig config, Clock clock, ThreadFactory threads, Progress progress) {
        this.config = config;
        this.clock = clock;
        this.threads = threads;
        this.progress = progress;
    }

    /// @param backup a folder that {@link BackupWriter} has written
    /// @param archive the archive's folder; null for the backup alone
    /// @param dataDirectory an empty or missing one
    /// @param node whose directory it becomes
    public record Request(Path backup, @Nullable Path archive, RestoreTarget target, Path dataDirectory, NodeId node) {}

    /// @param lsn what was reached
    /// @param lastCommit commit time of the last record that was replayed; empty when the base was all
    /// @param timeline the new one
    /// @param reached whether there was more behind the target, so that it was certainly reached
    public record Result(Lsn lsn, Optional<Instant> lastCommit, Timeline timeline, boolean reached) {}

    /// @throws BackupException when backup or archive are damaged or do not reach the target; the directory
    /// counts as empty then
    public Result run(Request request) {
        BackupManifest manifest = BackupVerifier.verify(request.backup);
        checkTarget(manifest, request.target);
        if (Engines.metadata(request.dataDirectory).isPresent()) {
            throw new BackupException("\"" + request.dataDirectory
                    + "\" holds a database already; nothing was changed. Move it away first");
        }
        Path archiveFolder = request.archive;
        WalArchive archive =
                archiveFolder == null ? null : WalArchive.at(archiveFolder, ClusterId.parse(manifest.clusterId()));
        List<TimelineStart> history = archive == null
                ? manifest.metadata(request.node).history()
                : newestHistory(archive, manifest.metadata(request.node).history(), manifest.base());
        importBase(request, manifest.metadata(request.node));
        boolean done = false;
        try {
            Result result = replay(request, manifest, archive, history);
            done = true;
            return result;
        } finally {
            if (!done) {
                Engines.discard(request.dataDirectory);
            }
        }
    }

    private static void checkTarget(BackupManifest manifest, RestoreTarget target) {
        boolean before =
                switch (target) {
                    case RestoreTarget.Latest latest -> false;
                    case RestoreTarget.AtLsn(Lsn lsn) -> lsn.isBefore(manifest.base());
                    case RestoreTarget.AtTime(Instant time) -> time.isBefore(manifest.baseInstant());
                };
        if (before) {
            throw new BackupException("the backup begins at LSN " + manifest.baseLsn() + ", time " + manifest.baseTime()
                    + ", which is after " + target + "; use an older backup");
        }
    }

    // The archived timeline that goes on furthest from where the backup is.
    private static List<TimelineStart> newestHistory(WalArchive archive, List<TimelineStart> own, Lsn base) {
        List<TimelineStart> best = own;
        for (Timeline timeline : archive.timelines()) {
            List<TimelineStart> history = archive.history(timeline).orElse(List.of());
            if (!history.isEmpty()
                    && timeline.compareTo(best.getLast().timeline()) > 0
                    && contains(history, own.getLast(), base)) {
                best = history;
            }
        }
        return best;
    }

    private static boolean contains(List<TimelineStart> history, TimelineStart own, Lsn base) {
        int at = history.indexOf(own);
        return at >= 0
                && (at + 1 == history.size() || history.get(at + 1).start().isAtLeast(base));
    }

    private void importBase(Request request, DatabaseMetadata metadata) {
        Path file = request.backup.resolve(BackupWriter.BASE);
        long bytes = 0;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file));
                SnapshotImport copy = Engines.importSnapshot(request.dataDirectory, config, metadata)) {
            int length = nextLength(in);
            while (length >= 0) {
                byte[] chunk = in.readNBytes(length);
                copy.accept(ByteBuffer.wrap(chunk));
                bytes += length;
                progress.at(BackupWriter.BASE, bytes);
                length = nextLength(in);
            }
            copy.finish();
        } catch (IOException e) {
            throw new BackupException("\"" + file + "\" cannot be read: " + e, e);
        }
    }

    private static int nextLength(DataInputStream in) throws IOException {
        try {
            return in.readInt();
        } catch (EOFException e) {
            return -1;
        }
    }

    private Result replay(
            Request request, BackupManifest manifest, @Nullable WalArchive archive, List<TimelineStart> history) {
        try (Engine engine = Engines.open(request.dataDirectory, config, clock, threads, null);
                RecordSource source = new RecordSource(request.backup, manifest.base(), archive, history)) {
            StandbyLog log = engine.standbyLog();
            Instant last = null;
            boolean complete = false;
            long bytes = 0;
            while (!complete) {
                Lsn start = source.position();
                enterTimelines(log, history, start);
                ByteBuffer records = source.next();
                if (records == null) {
                    break;
                }
                RecordPrefix wanted = RecordPrefix.of(records, start, request.target);
                if (wanted.records() > 0) {
                    log.append(records.slice(records.position(), wanted.bytes()));
                    log.flush();
                    log.commitUpTo(wanted.end());
                    last = wanted.lastCommit();
                }
                bytes += wanted.bytes();
                progress.at(BackupWriter.WAL, bytes);
                complete = wanted.complete();
            }
            checkReached(request.target, log.writtenLsn(), engine.visibleLsn());
            return finish(engine, archive, Optional.ofNullable(last), complete);
        }
    }

    private static void enterTimelines(StandbyLog log, List<TimelineStart> history, Lsn position) {
        for (TimelineStart each : history) {
            if (each.timeline().compareTo(log.lastTimeline()) > 0 && position.isAtLeast(each.start())) {
                log.recordTimeline(each.timeline(), each.start());
            }
        }
    }

    private static void checkReached(RestoreTarget target, Lsn end, Lsn visible) {
        if (!(target instanceof RestoreTarget.AtLsn(Lsn lsn))) {
            return;
        }
        if (end.isBefore(lsn)) {
            throw new BackupException("backup and archive end at LSN " + end + ", before " + target
                    + "; name an LSN up to there, or an archive that goes on");
        }
        if (visible.isAfter(lsn)) {
            throw new BackupException("the backup holds everything up to LSN " + visible + ", which is after " + target
                    + "; use an older backup");
        }
    }

    private Result finish(Engine engine, @Nullable WalArchive archive, Optional<Instant> last, boolean complete) {
        Timeline next = engine.timeline().next();
        if (archive != null) {
            // Two restores of one backup must not archive under the same number.
            for (Timeline used : archive.timelines()) {
                next = used.compareTo(next) >= 0 ? used.next() : next;
            }
        }
        Lsn end = engine.visibleLsn();
        engine.becomePrimary(next, new LocalGate());
        engine.checkpoint();
        return new Result(end, last, next, complete);
    }
}
