package io.heliosdb.server.node;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.replication.ReplicationCounters;
import java.util.List;
import java.util.Optional;

/// What depends on a node's role.
sealed interface NodePart extends AutoCloseable permits PrimaryPart, StandbyPart {

    Readiness readiness();

    List<StandbyStatus> standbys();

    /// Whether {@link #standbys} has any; cheap, for every statement asks.
    boolean hasStandbys();

    Optional<PrimaryStatus> primary();

    /// All members but for what only the node itself knows.
    List<Member> members();

    List<TimelineEntry> history();

    List<ReplicationStat> replicationStats();

    List<StandbySlot> slots();

    Optional<WalReceiverStat> walReceiver();

    Optional<HostPort> primaryClientAddress();

    boolean writable();

    ReplicationCounters counters();

    /// In-sync standbys that are missing for writes; 0 on a standby.
    int missingStandbys();

    /// Commits that wait for standbys; 0 on a standby.
    int waitingCommits();

    @Override
    void close();
}
