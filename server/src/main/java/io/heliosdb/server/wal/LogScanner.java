package io.heliosdb.server.wal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads records forward from a position, whether or not they are flushed; stops at the first that is not whole and
/// good.
final class LogScanner {

    private static final int CHUNK_BYTES = 1 << 20;

    private final SegmentFiles segments;
    private ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).limit(0);
    private long position;

    LogScanner(SegmentFiles segments, long position) {
        this.segments = segments;
        this.position = position;
    }

    /// Shows every good record to `visitor`; returns where the last one ends.
    long scan(Consumer<WalRecord> visitor) {
        for (WalRecord next = next(); next != null; next = next()) {
            visitor.accept(next);
        }
        return position;
    }

    private @Nullable WalRecord next() {
        if (!fill(RecordHeader.BYTES)) {
            return null;
        }
        RecordHeader header = RecordHeader.read(chunk, chunk.position(), position);
        if (header == null || header.length() > segments.limit() - position || !fill(header.length())) {
            return null;
        }
        WalRecord record = RecordCodec.decode(chunk, position);
        if (record != null) {
            position = record.header().end().position();
        }
        return record;
    }

    private boolean fill(int bytes) {
        if (chunk.remaining() >= bytes) {
            return true;
        }
        if (bytes > chunk.capacity()) {
            chunk = ByteBuffer.allocate(bytes);
        }
        segments.read(position, chunk.clear());
        chunk.flip();
        return chunk.remaining() >= bytes;
    }
}
