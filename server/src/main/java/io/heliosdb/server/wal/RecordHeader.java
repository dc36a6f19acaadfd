package io.heliosdb.server.wal;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What precedes the changes of each record; all numbers big-endian.
///
/// ```
///  0  u32  length of the whole record, a multiple of 8, header and padding included
///  4  u32  CRC32C of bytes 0..3 and 8..63
///  8  u64  LSN: where the record ends
/// 16  u64  timeline
/// 24  i64  commit time, microseconds since 1970
/// 32  u64  transaction id, 0 for none
/// 40  u64  committed LSN known when it was appended
/// 48  u8   type; u8 version (1); u16 zero
/// 52  u32  number of changes
/// 56  u32  CRC32C of bytes 64..length
/// 60  u32  how far before the record's start this log was flushed when the record got its place, in units of 8 bytes,
///          plus 1; 0 for unknown
/// 64       changes, then zeros up to a multiple of 8
/// ```
/// The CRC at 4 and the number at 60 are this log's own; everything else is the same in the log of every node.
///
/// @param length of the whole record in bytes
/// @param end its LSN
/// @param committed what was known to be committed when it was appended
/// @param flushed what was durable here when it got its place: proof against damage before it; 0 for unknown
public record RecordHeader(
        int length,
        Lsn end,
        Timeline timeline,
        Instant commitTime,
        long transactionId,
        Lsn committed,
        RecordType type,
        int changes,
        int bodyCrc,
        Lsn flushed) {

    /// Bytes of a header.
    public static final int BYTES = 64;

    static final int ALIGNMENT = 8;
    private static final int VERSION = 1;
    private static final int VERSION_AT = 49;
    private static final int CRC_AT = 4;
    private static final int END_AT = 8;
    private static final int COMMITTED_AT = 40;
    private static final int FLUSHED_AT = 60;
    private static final long MAX_DISTANCE = 0xFFFF_FFFFL;

    /// Where the record begins.
    public Lsn start() {
        return Lsn.of(end.position() - length);
    }

    static void write(ByteBuffer record, WalEntry entry, int changes) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, entry.commitTime());
        record.putInt(0, record.capacity());
        record.putLong(24, micros);
        record.putLong(32, entry.transactionId());
        record.put(48, (byte) entry.type().code());
        record.put(VERSION_AT, (byte) VERSION);
        record.putInt(52, changes);
        CRC32C crc = new CRC32C();
        crc.update(record.slice(BYTES, record.capacity() - BYTES));
        record.putInt(56, (int) crc.getValue());
    }

    /// Fills in what is known only when the record gets its place.
    static void seal(ByteBuffer record, long end, long timeline, long committed, long flushed) {
        record.putLong(END_AT, end);
        record.putLong(16, timeline);
        record.putLong(COMMITTED_AT, committed);
        sealFlushed(record, 0, flushed);
    }

    /// Fills in what is this log's own, in the record at `at` that another log has sealed.
    static void sealFlushed(ByteBuffer source, int at, long flushed) {
        long start = source.getLong(at + END_AT) - source.getInt(at);
        long distance = (start - flushed) / ALIGNMENT + 1;
        source.putInt(at + FLUSHED_AT, distance > 0 && distance <= MAX_DISTANCE ? (int) distance : 0);
        source.putInt(at + CRC_AT, headerCrc(source, at));
    }

    private static int headerCrc(ByteBuffer source, int at) {
        CRC32C crc = new CRC32C();
        crc.update(source.slice(at, CRC_AT));
        crc.update(source.slice(at + END_AT, BYTES - END_AT));
        return (int) crc.getValue();
    }

    /// Reads the header at `at` of a record that begins at `start`; null when there is no good one.
    static @Nullable RecordHeader read(ByteBuffer source, int at, long start) {
        int length = source.getInt(at);
        if (length < BYTES || length % ALIGNMENT != 0 || source.getLong(at + END_AT) != start + length) {
            return null;
        }
        if (source.getInt(at + CRC_AT) != headerCrc(source, at)) {
            return null;
        }
        if (source.get(at + VERSION_AT) != VERSION) {
            throw new WalCorruptException("the WAL record at " + Lsn.of(start) + " has format "
                    + source.get(at + VERSION_AT) + ", which this version of the program does not know: start the"
                    + " version that wrote it; nothing has been changed");
        }
        long distance = Integer.toUnsignedLong(source.getInt(at + FLUSHED_AT));
        return new RecordHeader(
                length,
                Lsn.of(start + length),
                new Timeline(source.getLong(at + 16)),
                Instant.EPOCH.plus(source.getLong(at + 24), ChronoUnit.MICROS),
                source.getLong(at + 32),
                Lsn.of(source.getLong(at + COMMITTED_AT)),
                RecordType.of(source.get(at + 48)),
                source.getInt(at + 52),
                source.getInt(at + 56),
                distance == 0 ? Lsn.ZERO : Lsn.of(start - (distance - 1) * ALIGNMENT));
    }

    /// Whether `body` (from its position to its limit) is what this header was written for.
    boolean matches(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        return (int) crc.getValue() == bodyCrc;
    }
}
