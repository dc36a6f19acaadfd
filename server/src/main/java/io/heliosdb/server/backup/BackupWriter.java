package io.heliosdb.server.backup;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.backup.BackupManifest.BackupFile;
import io.heliosdb.server.txn.DatabaseMetadata;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.SnapshotExport;
import io.heliosdb.server.wal.WalReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Writes a backup of a running engine, primary or standby, without holding up anybody.
///
/// ```
/// DIR/base         every entry as of one LSN: chunks of SnapshotExport, each after its length as u32
/// DIR/wal          the log from that LSN to what was committed when the base was written
/// DIR/backup.json  the manifest, written last
/// ```
public final class BackupWriter {

    static final String BASE = "base";
    static final String WAL = "wal";
    private static final int CHUNK_BYTES = 1 << 20;

    private final Engine engine;
    private final Clock clock;
    private final Progress progress;

    public BackupWriter(Engine engine, Clock clock, Progress progress) {
        this.engine = engine;
        this.clock = clock;
        this.progress = progress;
    }

    /// Writes into a new or empty folder.
    ///
    /// @throws BackupException when it is neither, or cannot be written; what was written stays, without a
    /// manifest
    public BackupManifest write(Path directory) {
        prepare(directory);
        Instant begin;
        Lsn base;
        Lsn end;
        DatabaseMetadata metadata;
        BackupFile baseFile;
        BackupFile walFile;
        try (SnapshotExport export = engine.exportSnapshot()) {
            begin = clock.instant();
            base = export.lsn();
            metadata = export.metadata();
            baseFile = writeBase(export, directory.resolve(BASE));
            end = engine.committedLsn();
            walFile = writeWal(base, end, directory.resolve(WAL));
        }
        BackupManifest manifest = new BackupManifest(
                BackupManifest.FORMAT,
                metadata.clusterId().toString(),
                metadata.nodeId().toString(),
                BackupManifest.history(metadata),
                base.toString(),
                end.toString(),
                begin.toString(),
                clock.instant().toString(),
                List.of(baseFile, walFile));
        manifest.write(directory);
        return manifest;
    }

    private static void prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> content = Files.list(directory)) {
                if (content.findAny().isPresent()) {
                    throw new BackupException("\"" + directory
                            + "\" is not empty; name a new folder for the backup. Nothing was written");
                }
            }
        } catch (IOException e) {
            throw new BackupException("cannot make the folder \"" + directory + "\": " + e, e);
        }
    }

    private BackupFile writeBase(SnapshotExport export, Path path) {
        try (DigestedFile file = new DigestedFile(path)) {
            ByteBuffer chunk = export.nextChunk(CHUNK_BYTES);
            while (chunk != null) {
                file.write(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(chunk.remaining())
                        .flip());
                file.write(chunk);
                progress.at(BASE, file.bytes());
                chunk = export.nextChunk(CHUNK_BYTES);
            }
            return file.finish();
        }
    }

    private BackupFile writeWal(Lsn from, Lsn to, Path path) {
        RestoreTarget target = new RestoreTarget.AtLsn(to);
        try (DigestedFile file = new DigestedFile(path);
                WalReader reader = engine.readLog(from)) {
            while (reader.position().isBefore(to)) {
                Lsn start = reader.position();
                ByteBuffer records = reader.read(CHUNK_BYTES);
                if (records == null) {
                    throw new BackupException("the write-ahead log ends at " + start + ", before the committed " + to);
                }
                RecordPrefix wanted = RecordPrefix.of(records, start, target);
                file.write(records.slice(records.position(), wanted.bytes()));
                progress.at(WAL, file.bytes());
            }
            return file.finish();
        }
    }
}
