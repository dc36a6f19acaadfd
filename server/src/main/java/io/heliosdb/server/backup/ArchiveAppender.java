package io.heliosdb.server.backup;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.backup.WalArchive.ArchiveFile;
import io.heliosdb.server.txn.DatabaseMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The growing end of one timeline's archive. Used by one thread.
final class ArchiveAppender implements AutoCloseable {

    /// Small enough to be copied elsewhere while the next one grows.
    static final long FILE_BYTES = 16 << 20;

    private final WalArchive archive;
    private final DatabaseMetadata metadata;
    private @Nullable FileChannel channel;
    private long bytes;
    private Lsn end;

    private ArchiveAppender(WalArchive archive, DatabaseMetadata metadata, Lsn end) {
        this.archive = archive;
        this.metadata = metadata;
        this.end = end;
    }

    /// Goes on where the archive of this timeline ends, after cutting off what a crash may have torn.
    ///
    /// @param oldest where the log begins that is still there: the archive goes on from there when its own end is
    /// lost
    static ArchiveAppender open(WalArchive archive, DatabaseMetadata metadata, Lsn oldest) {
        List<ArchiveFile> files = archive.files(metadata.timeline());
        if (files.isEmpty()) {
            return new ArchiveAppender(archive, metadata, oldest);
        }
        ArchiveFile last = files.getLast();
        long good = RecordFile.goodBytes(last.path(), last.start());
        ArchiveAppender appender =
                new ArchiveAppender(archive, metadata, last.start().plus(good));
        appender.resume(last.path(), good);
        return appender;
    }

    private void resume(Path path, long good) {
        try {
            FileChannel opened = FileChannel.open(path, StandardOpenOption.WRITE);
            channel = opened;
            opened.truncate(good);
            opened.position(good);
            bytes = good;
        } catch (IOException e) {
            throw new BackupException("the archive file \"" + path + "\" cannot be written: " + e, e);
        }
    }

    /// Where the next record belongs.
    Lsn end() {
        return end;
    }

    /// Leaves a gap: the records before `from` are gone for ever.
    void skipTo(Lsn from) {
        close();
        end = from;
    }

    /// Appends whole records that begin at {@link #end}, durably.
    void append(ByteBuffer records, Lsn newEnd) {
        try {
            FileChannel target = target();
            bytes += records.remaining();
            while (records.hasRemaining()) {
                target.write(records);
            }
            target.force(false);
            end = newEnd;
            if (bytes >= FILE_BYTES) {
                close();
            }
        } catch (IOException e) {
            // What was half written is cut off when the file is opened anew.
            throw new BackupException("the archive cannot be written: " + e, e);
        }
    }

    private FileChannel target() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            Path path = archive.newFile(metadata, end);
            open = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            open.truncate(0);
            channel = open;
            bytes = 0;
            syncFolder(path.getParent());
        }
        return open;
    }

    // The file's name must survive a power cut as its content does.
    private static void syncFolder(@Nullable Path folder) throws IOException {
        if (folder != null && Files.isDirectory(folder)) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        bytes = 0;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new BackupException("the archive cannot be closed: " + e, e);
            }
        }
    }
}
