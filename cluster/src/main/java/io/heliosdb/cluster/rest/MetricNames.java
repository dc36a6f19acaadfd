package io.heliosdb.cluster.rest;

import java.util.Set;

/// Names that views, REST, `/metrics` (behind `heliosdb_`) and the observer's charts agree on.
///
/// A name is never given a new meaning. Counters count from the start of the process.
public final class MetricNames {

    public static final String WAL_WRITES = "wal_writes";
    public static final String WAL_BYTES_WRITTEN = "wal_bytes_written";
    public static final String RECORDS_REPLICATED = "records_replicated";
    public static final String BYTES_REPLICATED = "bytes_replicated";
    public static final String HEARTBEATS_SENT = "heartbeats_sent";
    public static final String HEARTBEATS_RECEIVED = "heartbeats_received";
    public static final String RECONNECT_COUNT = "reconnect_count";
    public static final String CURRENT_LSN = "current_lsn";
    public static final String STANDBY_COUNT = "standby_count";
    public static final String LAST_WAL_WRITE_EPOCH = "last_wal_write_epoch";
    public static final String LAST_REPLICATION_EPOCH = "last_replication_epoch";

    /// Transactions committed here with a change: on a standby those it applied are not counted.
    public static final String COMMITS = "commits";
    /// Transactions rolled back here.
    public static final String ROLLBACKS = "rollbacks";
    /// Flushes of the log; `commits / wal_flushes` is the mean group size.
    public static final String WAL_FLUSHES = "wal_flushes";
    /// Statements that this standby sent to the primary.
    public static final String WRITES_FORWARDED = "writes_forwarded";
    public static final String FORWARD_ERRORS = "forward_errors";
    /// Sum of the time that forwarded statements took, in microseconds.
    public static final String FORWARD_TIME_MICROS = "forward_time_micros";
    /// Reads that waited until the log was applied far enough.
    public static final String CONSISTENCY_WAITS = "consistency_waits";
    /// Client connections open at this moment.
    public static final String SESSIONS = "sessions";

    /// Committed log that is not in the archive yet.
    public static final String WAL_ARCHIVE_LAG_BYTES = "wal_archive_lag_bytes";
    /// Times that the archive could not be written.
    public static final String WAL_ARCHIVE_ERRORS = "wal_archive_errors";

    private static final Set<String> GAUGES = Set.of(
            CURRENT_LSN, STANDBY_COUNT, LAST_WAL_WRITE_EPOCH, LAST_REPLICATION_EPOCH, SESSIONS, WAL_ARCHIVE_LAG_BYTES);

    private MetricNames() {}

    /// Whether a metric goes up and down; all others are counters.
    public static boolean isGauge(String metricName) {
        return GAUGES.contains(metricName);
    }
}
