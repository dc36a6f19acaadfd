package io.heliosdb.server.node;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.replication.ReplicationConfig;
import io.heliosdb.server.replication.Self;
import io.heliosdb.server.replication.StandbySpec;
import io.heliosdb.server.txn.EngineConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a node is and where.
///
/// @param self identity and the addresses that others use
/// @param role `primary` or `standby`: the configured one
/// @param syncMode a standby's (`HELIOSDB_SYNC_MODE`, default `async`); ignored on a primary
/// @param primary host and replication port of the primary (`HELIOSDB_PRIMARY_HOST`); needed by a standby
/// @param standbys that the primary's configuration names (`HELIOSDB_STANDBYS`)
/// @param bind address that the replication port listens on
/// @param listenAddr the SQL listener as views show it
public record NodeConfig(
        Self self,
        Role role,
        SyncMode syncMode,
        Optional<HostPort> primary,
        List<StandbySpec> standbys,
        String bind,
        String listenAddr,
        Path dataDirectory,
        EngineConfig engine,
        ReplicationConfig replication) {

    public NodeConfig {
        standbys = List.copyOf(standbys);
        if (role == Role.OBSERVER) {
            throw new IllegalArgumentException("an observer holds no data: start the observer instead of a node");
        }
        if (role == Role.STANDBY && primary.isEmpty()) {
            throw new IllegalArgumentException(
                    "a standby needs HELIOSDB_PRIMARY_HOST, the primary's host:replication port");
        }
    }
}
