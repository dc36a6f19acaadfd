package io.heliosdb.server.node;

import static io.heliosdb.cluster.rest.MetricNames.BYTES_REPLICATED;
import static io.heliosdb.cluster.rest.MetricNames.COMMITS;
import static io.heliosdb.cluster.rest.MetricNames.CURRENT_LSN;
import static io.heliosdb.cluster.rest.MetricNames.HEARTBEATS_RECEIVED;
import static io.heliosdb.cluster.rest.MetricNames.HEARTBEATS_SENT;
import static io.heliosdb.cluster.rest.MetricNames.LAST_REPLICATION_EPOCH;
import static io.heliosdb.cluster.rest.MetricNames.LAST_WAL_WRITE_EPOCH;
import static io.heliosdb.cluster.rest.MetricNames.RECONNECT_COUNT;
import static io.heliosdb.cluster.rest.MetricNames.RECORDS_REPLICATED;
import static io.heliosdb.cluster.rest.MetricNames.ROLLBACKS;
import static io.heliosdb.cluster.rest.MetricNames.STANDBY_COUNT;
import static io.heliosdb.cluster.rest.MetricNames.WAL_BYTES_WRITTEN;
import static io.heliosdb.cluster.rest.MetricNames.WAL_FLUSHES;
import static io.heliosdb.cluster.rest.MetricNames.WAL_WRITES;

import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.replication.ReplicationCounters;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineStats;
import java.util.List;
import java.util.Optional;

/// Rows of `pg_replication_metrics` that engine and replication can fill; the same names on every node.
final class NodeMetrics {

    private static final EngineStats NO_ENGINE = new EngineStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private NodeMetrics() {}

    static List<Metric> of(Optional<Engine> engine, Optional<NodePart> part) {
        EngineStats stats = engine.map(Engine::stats).orElse(NO_ENGINE);
        ReplicationCounters counters = part.map(NodePart::counters).orElseGet(ReplicationCounters::new);
        List<StandbyStatus> standbys = part.map(NodePart::standbys).orElse(List.of());
        long groupSize = stats.walFlushes() == 0 ? 0 : Math.round((double) stats.walRecords() / stats.walFlushes());
        return List.of(
                new Metric(WAL_WRITES, stats.walRecords(), "WAL records written"),
                new Metric(WAL_BYTES_WRITTEN, stats.walBytesWritten(), "WAL bytes written"),
                new Metric(WAL_FLUSHES, stats.walFlushes(), "WAL flushes"),
                new Metric("mean_group_size", groupSize, "WAL records per flush, rounded"),
                new Metric(COMMITS, stats.commits(), "Transactions committed here with a change"),
                new Metric(ROLLBACKS, stats.rollbacks(), "Transactions rolled back here"),
                new Metric("deadlocks", stats.deadlocks(), "Deadlocks found"),
                new Metric("serialization_failures", stats.serializationFailures(), "Transactions ended with 40001"),
                new Metric("checkpoints", stats.checkpoints(), "Checkpoints finished"),
                new Metric("memory_version_bytes", stats.memoryVersionBytes(), "Bytes of row versions in memory"),
                new Metric(RECORDS_REPLICATED, counters.recordsReplicated(), "WAL records sent or received"),
                new Metric(BYTES_REPLICATED, counters.bytesReplicated(), "WAL bytes sent or received"),
                new Metric("snapshots", counters.snapshots(), "Copies of the database sent or received"),
                new Metric(HEARTBEATS_SENT, counters.heartbeatsSent(), "Heartbeats sent to other members"),
                new Metric(HEARTBEATS_RECEIVED, counters.heartbeatsReceived(), "Heartbeats received"),
                new Metric(RECONNECT_COUNT, counters.reconnects(), "Connections to the primary after the first"),
                new Metric(
                        CURRENT_LSN,
                        engine.map(open -> open.writtenLsn().position()).orElse(0L),
                        "End of the local WAL"),
                new Metric(
                        STANDBY_COUNT,
                        standbys.stream()
                                .filter(standby -> standby.connectedAt() != null)
                                .count(),
                        "Standbys connected"),
                new Metric(
                        "in_sync_standbys",
                        standbys.stream().filter(StandbyStatus::inSync).count(),
                        "Standbys that commits wait for"),
                new Metric(
                        "missing_in_sync_standbys",
                        part.map(NodePart::missingStandbys).orElse(0),
                        "In-sync standbys that are missing for writes to be accepted"),
                new Metric(
                        "commits_waiting",
                        part.map(NodePart::waitingCommits).orElse(0),
                        "Commits that wait for standbys"),
                new Metric(LAST_WAL_WRITE_EPOCH, stats.lastWalWriteEpochMillis() / 1000, "When WAL was last written"),
                new Metric(
                        LAST_REPLICATION_EPOCH,
                        counters.lastReplicationEpochMillis() / 1000,
                        "When WAL was last sent or received"));
    }
}
