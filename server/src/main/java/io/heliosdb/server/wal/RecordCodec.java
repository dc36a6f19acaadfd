package io.heliosdb.server.wal;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Turns entries into records and back. The layout is drawn at {@link RecordHeader} and {@link ChangeCodec}.
public final class RecordCodec {

    /// A record is one array; larger transactions are to be chunked.
    static final long MAX_RECORD_BYTES = 1L << 30;

    /// A CHUNKED_COMMIT's body begins with the number of its chunks.
    private static final int COUNT_BYTES = Integer.BYTES;

    private RecordCodec() {}

    /// A record but for its place in the log. Done before any lock is taken: it is the costly part of an append.
    ///
    /// @throws SqlException 54000 when it is longer than a record may be
    public static EncodedRecord encode(WalEntry entry) {
        boolean counted = entry.type() == RecordType.CHUNKED_COMMIT;
        long body = ChangeCodec.encodedBytes(entry.changes()) + (counted ? COUNT_BYTES : 0);
        long length = (RecordHeader.BYTES + body + RecordHeader.ALIGNMENT - 1) & -RecordHeader.ALIGNMENT;
        if (length > MAX_RECORD_BYTES) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "transaction is too large for one record of the write-ahead log");
        }
        ByteBuffer record = ByteBuffer.allocate((int) length);
        record.position(RecordHeader.BYTES);
        if (counted) {
            record.putInt(entry.chunks());
        }
        ChangeCodec.encode(entry.changes(), record);
        RecordHeader.write(record, entry, entry.changes().size());
        return new EncodedRecord(record);
    }

    /// Reads the record at the position of `source`, which begins at `start`, and moves behind it; null when
    /// there is no whole and good one.
    public static @Nullable WalRecord decode(ByteBuffer source, long start) {
        RecordHeader header = header(source, start);
        if (header == null) {
            return null;
        }
        ByteBuffer body = source.slice(source.position() + RecordHeader.BYTES, header.length() - RecordHeader.BYTES);
        int chunks = header.type() == RecordType.CHUNKED_COMMIT ? body.getInt() : 0;
        WalRecord record = new WalRecord(header, ChangeCodec.decode(body, header.changes()), chunks);
        source.position(source.position() + header.length());
        return record;
    }

    /// The checked header of the record at the position of `source`; its body is checked too.
    static @Nullable RecordHeader header(ByteBuffer source, long start) {
        if (source.remaining() < RecordHeader.BYTES) {
            return null;
        }
        RecordHeader header = RecordHeader.read(source, source.position(), start);
        if (header == null || header.length() > source.remaining()) {
            return null;
        }
        ByteBuffer body = source.slice(source.position() + RecordHeader.BYTES, header.length() - RecordHeader.BYTES);
        return header.matches(body) ? header : null;
    }
}
