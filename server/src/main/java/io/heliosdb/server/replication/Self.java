package io.heliosdb.server.replication;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.message.Endpoints;

/// What this node says of itself to others.
///
/// @param client where others reach its SQL listener, as they would write it; likewise the other two
public record Self(NodeId id, String name, HostPort client, HostPort replication, HostPort http) {

    Endpoints endpoints() {
        return Endpoints.newBuilder()
                .setClient(client.toString())
                .setReplication(replication.toString())
                .setHttp(http.toString())
                .build();
    }
}
