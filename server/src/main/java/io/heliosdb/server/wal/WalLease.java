package io.heliosdb.server.wal;

import io.heliosdb.cluster.Lsn;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// A stretch of the log that stays readable until this is closed, also when retention has dropped it meanwhile.
/// Only for what is flushed and committed, for that never changes. Safe for any thread.
public final class WalLease implements AutoCloseable {

    private final NavigableMap<Long, Segment> segments;
    private final int segmentBytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param segments retained by the caller
    WalLease(NavigableMap<Long, Segment> segments, int segmentBytes) {
        this.segments = segments;
        this.segmentBytes = segmentBytes;
    }

    /// Reads the record of `length` bytes that begins at `start`.
    ///
    /// @throws WalCorruptException when there is no good one
    public WalRecord read(Lsn start, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long at = start.position();
        while (bytes.hasRemaining()) {
            int offset = (int) (at % segmentBytes);
            int count = Math.min(bytes.remaining(), segmentBytes - offset);
            Segment segment = segments.get(at - offset);
            if (segment == null) {
                throw new IllegalArgumentException("the lease does not cover " + Lsn.of(at));
            }
            ByteBuffer part = bytes.slice(bytes.position(), count);
            int read = segment.file().read(part, offset);
            if (read < count) {
                throw new WalCorruptException("WAL segment \"" + SegmentFiles.name(at - offset) + "\" is too short");
            }
            bytes.position(bytes.position() + count);
            at += count;
        }
        WalRecord record = RecordCodec.decode(bytes.flip(), start.position());
        if (record == null) {
            throw new WalCorruptException("the write-ahead log is damaged at " + start
                    + ": restore the segment from a copy, or copy this node anew from another one");
        }
        return record;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            segments.values().forEach(Segment::release);
        }
    }
}
