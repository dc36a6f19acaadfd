package io.heliosdb.server.storage;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;

/// Up to where the log is contained in a base, written with the data it describes.
///
/// What a checkpoint moves is written in several steps when it is much. Until the last one the base holds part of it,
/// or, of a large transaction while smaller changes of the same record are still in memory, all but those: `newest` is
/// behind `applied` then, and the base is a state of the database only together with the log up to `newest`.
///
/// @param applied everything up to here is in the base
/// @param timeline that of the last record applied
/// @param maxTransactionId the highest transaction id of any record applied
/// @param redo where recovery begins to read: transactions that are not applied may have begun before `applied`
/// @param newest nothing behind it is in the base
/// @param partial whether steps of what ends at `newest` are missing
public record BaseMark(Lsn applied, Timeline timeline, long maxTransactionId, Lsn redo, Lsn newest, boolean partial) {

    /// That of an empty database.
    public static final BaseMark EMPTY = new BaseMark(Lsn.ZERO, Timeline.FIRST, 0);

    public BaseMark {
        if (redo.isAfter(applied) || newest.isBefore(applied)) {
            throw new IllegalArgumentException(
                    "a base that contains " + applied + " needs no log from " + redo + ", nor has it " + newest);
        }
    }

    /// Everything up to `applied`, and nothing else.
    public BaseMark(Lsn applied, Timeline timeline, long maxTransactionId) {
        this(applied, timeline, maxTransactionId, applied, applied, false);
    }

    /// Recovery must read from `lsn`, when that is before what it would read otherwise.
    public BaseMark withRedo(Lsn lsn) {
        return new BaseMark(applied, timeline, maxTransactionId, Lsn.min(redo, lsn), newest, partial);
    }

    /// With changes of the record that ends at `lsn`.
    public BaseMark withNewest(Lsn lsn, boolean isPartial) {
        return new BaseMark(applied, timeline, maxTransactionId, redo, lsn, isPartial);
    }
}
