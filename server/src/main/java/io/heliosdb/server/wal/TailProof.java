package io.heliosdb.server.wal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Tells a torn tail from damage to what was durable, by what lies behind the first bad record.
///
/// Sectors of a flush that was interrupted by a power cut reach the disk in any order: good records behind a bad one
/// prove nothing by themselves. But each record says how far its log was flushed when it got its place. When that is
/// behind the bad record, the bad record's flush had ended, and it was good then.
final class TailProof {

    private static final int CHUNK_BYTES = 1 << 20;

    private TailProof() {}

    /// The highest position that any record behind `from` says was durable when it was placed; 0 when none does.
    static long durableAccordingTo(SegmentFiles segments, long from) {
        long durable = 0;
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = from; at < segments.limit(); at += CHUNK_BYTES - RecordHeader.BYTES) {
            segments.read(at, chunk.clear());
            chunk.flip();
            for (int i = 0; i + RecordHeader.BYTES <= chunk.limit(); i += RecordHeader.ALIGNMENT) {
                RecordHeader header = headerAt(chunk, i, at + i);
                if (header != null) {
                    durable = Math.max(durable, header.flushed().position());
                }
            }
        }
        return durable;
    }

    private static @Nullable RecordHeader headerAt(ByteBuffer chunk, int at, long start) {
        return chunk.getInt(at) == 0 ? null : RecordHeader.read(chunk, at, start);
    }
}
