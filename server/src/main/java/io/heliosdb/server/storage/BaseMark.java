package io.heliosdb.server.storage;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;

/// Up to where the log is contained in a base, written with the data it describes.
///
/// @param applied everything up to here is in the base, nothing behind it is
/// @param timeline that of the last record applied
/// @param maxTransactionId the highest transaction id of any record applied
public record BaseMark(Lsn applied, Timeline timeline, long maxTransactionId) {

    /// That of an empty database.
    public static final BaseMark EMPTY = new BaseMark(Lsn.ZERO, Timeline.FIRST, 0);
}
