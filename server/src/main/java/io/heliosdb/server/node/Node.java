package io.heliosdb.server.node;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.common.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// This node as the layers above see it: its role, its place in the cluster, live figures.
///
/// Safe for any thread. All but {@link #awaitApplied} answer from memory at once. The records of `cluster.rest`
/// are used as they are, so that views and REST say the same.
public interface Node {

    NodeId nodeId();

    String nodeName();

    Role role();

    /// Empty on a node that is no standby.
    Optional<SyncMode> syncMode();

    /// Whether clients can be served, and if not, why.
    Readiness readiness();

    /// @throws io.heliosdb.server.common.SqlException 57P03 with the reason as detail while clients cannot be
    /// served
    void checkReady();

    /// The row of `pg_replication_status`.
    NodeStatus status();

    /// Rows of `pg_replication_standbys`: standbys known to this primary; none on a standby.
    List<StandbyStatus> standbys();

    /// The row of `pg_replication_primary`; empty on a primary.
    Optional<PrimaryStatus> primary();

    /// Counters and gauges of log and replication, each name once. Routing's and sessions' own are added above.
    List<Metric> metrics();

    /// The cluster as this node knows it: rows of `pg_replication_topology`. A standby knows it from its
    /// primary.
    ClusterView cluster();

    /// Rows of `pg_replication_history`, oldest first.
    List<TimelineEntry> history();

    /// Rows of `pg_stat_replication`, of connected standbys only.
    List<ReplicationStat> replicationStats();

    /// Rows of `pg_replication_slots`: what is kept of the log for each known standby; none on a standby.
    List<StandbySlot> slots();

    /// The row of `pg_stat_wal_receiver`; empty on a primary, and while no primary is connected.
    Optional<WalReceiverStat> walReceiver();

    /// When the transaction was committed that was applied last on this standby; empty on a primary, and while
    /// none was since the process began.
    Optional<Instant> lastReplayed();

    /// Where the primary takes SQL; empty while it is not known, and on a primary.
    Optional<HostPort> primaryClientAddress();

    /// Whether a write that arrives now can be executed by the primary as far as this node knows: on a primary,
    /// enough standbys are in sync; on a standby, it forwards and its link to the primary works.
    boolean writable();

    /// Waits until `lsn` is visible to readers here; false when `timeout` passed first.
    ///
    /// @throws io.heliosdb.server.common.SqlException the cancellation's reason
    boolean awaitApplied(Lsn lsn, Duration timeout, Cancellation cancellation);

    /// Told of role changes and of a new {@link #primaryClientAddress}, in a node's thread; it must not block.
    void onChange(Runnable listener);
}
