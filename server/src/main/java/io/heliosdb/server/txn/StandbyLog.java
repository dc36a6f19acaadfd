package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import java.nio.ByteBuffer;

/// How a standby's log grows: whole records from the primary, byte for byte. Used by one thread at a time.
public interface StandbyLog {

    /// End of the local log: where streaming goes on.
    Lsn writtenLsn();

    /// The newest timeline that was entered with {@link #recordTimeline}, or with which the log began. Records of a
    /// newer one may be there already: one run of them may reach over the start of a timeline.
    Timeline lastTimeline();

    /// Appends whole records that begin at {@link #writtenLsn}; each is checked (CRC and LSN; fencing by
    /// timeline is the receiver's).
    ///
    /// @throws io.heliosdb.server.wal.WalCorruptException when a record is damaged or does not fit; nothing is
    ///     appended then
    void append(ByteBuffer records);

    /// Makes what was appended durable; blocks for the disk.
    ///
    /// @return the flushed LSN
    Lsn flush();

    /// Applies what is flushed up to `lsn`; the rest follows when it is flushed.
    ///
    /// @return the LSN visible now
    Lsn commitUpTo(Lsn lsn);

    /// Cuts a tail that was never committed.
    ///
    /// @throws IllegalArgumentException when `lsn` is below what has been committed
    void truncateTo(Lsn lsn);

    /// Enters a timeline that begins at `start`, as the primary's history says.
    void recordTimeline(Timeline timeline, Lsn start);
}
