package io.heliosdb.server.backup;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.wal.RecordCodec;
import io.heliosdb.server.wal.WalRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How many of a buffer's records are wanted: those up to an LSN, or committed up to a time.
///
/// @param bytes of them, from the buffer's position
/// @param records how many
/// @param end where the last of them ends
/// @param lastCommit its commit time; null when there is none
/// @param complete whether the next record is not wanted, so that nothing behind it is either
record RecordPrefix(
        int bytes, int records, Lsn end, @Nullable Instant lastCommit, boolean complete) {

    /// @param source whole records; its position does not move
    /// @throws BackupException when a record is damaged
    static RecordPrefix of(ByteBuffer source, Lsn start, RestoreTarget target) {
        ByteBuffer rest = source.duplicate();
        Lsn end = start;
        Instant last = null;
        int count = 0;
        while (rest.hasRemaining()) {
            int before = rest.position();
            WalRecord record = RecordCodec.decode(rest, end.position());
            if (record == null) {
                throw new BackupException("the record of the write-ahead log at " + end + " is damaged");
            }
            if (!target.includes(record.header().end(), record.header().commitTime())) {
                return new RecordPrefix(before - source.position(), count, end, last, true);
            }
            end = record.header().end();
            last = record.header().commitTime();
            count++;
        }
        return new RecordPrefix(source.remaining(), count, end, last, false);
    }
}
