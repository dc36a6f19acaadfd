package io.heliosdb.server.wal;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.DiskException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads flushed records as they lie in the segments.
final class RawReader implements WalReader {

    private final Wal wal;
    private final SegmentFiles segments;
    private long position;
    private volatile boolean closed;
    private @Nullable FlushListener listener;

    RawReader(Wal wal, SegmentFiles segments, Lsn from) {
        this.wal = wal;
        this.segments = segments;
        this.position = from.position();
    }

    @Override
    public Lsn position() {
        return Lsn.of(position);
    }

    @Override
    public @Nullable ByteBuffer read(int maxBytes) {
        long available = wal.flushed().position() - position;
        if (available <= 0) {
            return null;
        }
        ByteBuffer chunk = fill((int) Math.min(available, Math.max(maxBytes, RecordHeader.BYTES)));
        int first = chunk.getInt(0);
        if (first > chunk.remaining()) {
            chunk = fill(first);
        }
        int end = 0;
        while (end + Integer.BYTES <= chunk.limit()) {
            int length = chunk.getInt(end);
            if (length < RecordHeader.BYTES) {
                throw new WalCorruptException(
                        "no WAL record at " + Lsn.of(position + end) + ", which was flushed: the disk"
                                + " has lost data, or the position is not the end of a record");
            }
            if (end + length > chunk.limit()) {
                break;
            }
            end += length;
        }
        position += end;
        return chunk.limit(end);
    }

    private ByteBuffer fill(int bytes) {
        ByteBuffer chunk = ByteBuffer.allocate(bytes);
        try {
            segments.read(position, chunk);
        } catch (DiskException e) {
            // Retention closes a segment without asking its readers.
            if (position < wal.oldest().position()) {
                throw new WalGoneException(Lsn.of(position), wal.oldest());
            }
            throw e;
        }
        return chunk.flip();
    }

    @Override
    public void onFlushed(Runnable action) {
        FlushListener added = new FlushListener() {
            @Override
            public void flushed(Lsn lsn) {
                if (!closed) {
                    action.run();
                }
            }

            @Override
            public void failed(DiskException cause) {
                // A reader still reads what was flushed before; there will be no more.
                closed = true;
            }
        };
        listener = added;
        wal.addListener(added);
    }

    @Override
    public void close() {
        closed = true;
        FlushListener added = listener;
        if (added != null) {
            wal.removeListener(added);
        }
    }
}
