package io.heliosdb.server.backup;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.wal.RecordCodec;
import io.heliosdb.server.wal.WalRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Reads whole records from a file that holds nothing else, up to a torn last one. Used by one thread.
final class RecordFile implements AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private long position;

    RecordFile(Path path) {
        this.path = path;
        try {
            this.channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new BackupException("\"" + path + "\" cannot be read: " + e, e);
        }
    }

    /// Leaves out the first bytes, which must be whole records.
    void skip(long bytes) {
        position += bytes;
    }

    /// Whole records, at most about a megabyte (more when one is larger); null at the end.
    @Nullable
    ByteBuffer next() {
        ByteBuffer chunk = read(CHUNK_BYTES);
        int whole = wholeRecords(chunk);
        if (whole == 0 && chunk.remaining() >= Integer.BYTES) {
            chunk = read(Math.max(CHUNK_BYTES, chunk.getInt(0)));
            whole = wholeRecords(chunk);
        }
        if (whole == 0) {
            return null;
        }
        position += whole;
        return chunk.limit(whole);
    }

    private ByteBuffer read(int bytes) {
        try {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(bytes, channel.size() - position));
            int read = 0;
            while (chunk.hasRemaining() && read >= 0) {
                read = channel.read(chunk, position + chunk.position());
            }
            return chunk.flip();
        } catch (IOException e) {
            throw new BackupException("\"" + path + "\" cannot be read: " + e, e);
        }
    }

    // The first four bytes of a record are its length.
    private static int wholeRecords(ByteBuffer chunk) {
        int end = 0;
        while (chunk.limit() - end >= Integer.BYTES) {
            int length = chunk.getInt(end);
            if (length <= 0 || length > chunk.limit() - end) {
                break;
            }
            end += length;
        }
        return end;
    }

    /// Where the good records of a file end that begins at `start`: a crash may have left a torn tail.
    ///
    /// @return how many bytes of the file they are
    static long goodBytes(Path path, Lsn start) {
        long end = start.position();
        try (RecordFile file = new RecordFile(path)) {
            for (ByteBuffer records = file.next(); records != null; records = file.next()) {
                while (records.hasRemaining()) {
                    WalRecord record = RecordCodec.decode(records, end);
                    if (record == null) {
                        return end - start.position();
                    }
                    end = record.header().end().position();
                }
            }
        }
        return end - start.position();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BackupException("\"" + path + "\" cannot be closed: " + e, e);
        }
    }
}
