package io.heliosdb.server.admin;

import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/// The node and its views over HTTP. A view is an array of its rows, also when it has one or none.
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class NodeResource {

    private final NodeInfo node;

    NodeResource(NodeInfo node) {
        this.node = node;
    }

    /// This node about itself.
    @GET
    @Path("/node")
    public NodeStatus node() {
        return node.status();
    }

    /// The rows of `pg_replication_status`.
    @GET
    @Path("/replication/status")
    public List<NodeStatus> status() {
        return List.of(node.status());
    }

    /// The rows of `pg_replication_standbys`.
    @GET
    @Path("/replication/standbys")
    public List<StandbyStatus> standbys() {
        return node.standbys();
    }

    /// The rows of `pg_replication_primary`.
    @GET
    @Path("/replication/primary")
    public List<PrimaryStatus> primary() {
        return node.primary().stream().toList();
    }

    /// The rows of `pg_replication_metrics`.
    @GET
    @Path("/replication/metrics")
    public List<Metric> metrics() {
        return node.metrics();
    }

    /// The cluster as this node sees it.
    @GET
    @Path("/cluster")
    public ClusterView cluster() {
        return node.cluster();
    }
}
