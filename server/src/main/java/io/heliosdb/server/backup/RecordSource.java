package io.heliosdb.server.backup;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.backup.WalArchive.ArchiveFile;
import io.heliosdb.server.txn.DatabaseMetadata.TimelineStart;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The log that a restore replays: the backup's own, then what the archive has behind it. Used by one thread.
final class RecordSource implements AutoCloseable {

    private final @Nullable WalArchive archive;
    private final List<TimelineStart> history;
    private @Nullable RecordFile current;
    private Lsn position;

    /// @param archive null for the backup alone
    /// @param history the timelines to follow
    RecordSource(Path backup, Lsn base, @Nullable WalArchive archive, List<TimelineStart> history) {
        this.archive = archive;
        this.history = List.copyOf(history);
        this.position = base;
        this.current = new RecordFile(backup.resolve(BackupWriter.WAL));
    }

    /// Where the next records begin.
    Lsn position() {
        return position;
    }

    /// The next whole records, all of one timeline; null when there are no more.
    @Nullable
    ByteBuffer next() {
        while (true) {
            RecordFile file = current;
            ByteBuffer records = file == null ? null : file.next();
            if (records == null) {
                if (!openNext()) {
                    return null;
                }
                continue;
            }
            Lsn fork = forkAfter(position);
            if (position.plus(records.remaining()).isAfter(fork)) {
                // What follows belongs to a timeline that was left behind here.
                records.limit(records.position() + (int) fork.minus(position));
                closeCurrent();
            }
            position = position.plus(records.remaining());
            return records;
        }
    }

    // Where the timeline of the record at `lsn` is left for the next one.
    private Lsn forkAfter(Lsn lsn) {
        return history.stream()
                .map(TimelineStart::start)
                .filter(start -> start.isAfter(lsn))
                .findFirst()
                .orElse(Lsn.of(Long.MAX_VALUE));
    }

    private boolean openNext() {
        closeCurrent();
        WalArchive from = archive;
        if (from == null) {
            return false;
        }
        for (ArchiveFile file : from.files(timelineAt(position))) {
            long skip = position.minus(file.start());
            if (skip >= 0 && skip < RecordFile.goodBytes(file.path(), file.start())) {
                RecordFile opened = new RecordFile(file.path());
                current = opened;
                opened.skip(skip);
                return true;
            }
        }
        return false;
    }

    // Which timeline has the record that begins at `lsn`.
    private Timeline timelineAt(Lsn lsn) {
        Timeline found = history.getFirst().timeline();
        for (TimelineStart each : history) {
            if (lsn.isAtLeast(each.start())) {
                found = each.timeline();
            }
        }
        return found;
    }

    @Override
    public void close() {
        closeCurrent();
    }

    private void closeCurrent() {
        RecordFile open = current;
        current = null;
        if (open != null) {
            open.close();
        }
    }
}
