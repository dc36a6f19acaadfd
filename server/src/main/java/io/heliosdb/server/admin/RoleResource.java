package io.heliosdb.server.admin;

import io.heliosdb.cluster.SyncMode;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Health paths for HAProxy and Kubernetes, as Patroni has them: 200 or 503 to GET, HEAD and OPTIONS.
@Path("/{check: primary|read-write|leader|replica|read-only|sync|quorum|async|writable}")
@Produces(MediaType.APPLICATION_JSON)
public final class RoleResource {

    private final NodeInfo node;
    private final RoleChecks checks;

    RoleResource(NodeInfo node) {
        this.node = node;
        this.checks = new RoleChecks(node);
    }

    /// The answer, with the node's status as the body. JAX-RS answers HEAD from it.
    ///
    /// @param lag the most that a standby may lag behind, as in `10MB`
    @GET
    public Response get(@PathParam("check") String check, @QueryParam("lag") @Nullable String lag) {
        return Response.status(status(check, lag)).entity(node.status()).build();
    }

    /// The answer alone: what HAProxy's `option httpchk` asks by default.
    @OPTIONS
    public Response options(@PathParam("check") String check, @QueryParam("lag") @Nullable String lag) {
        return Response.status(status(check, lag)).build();
    }

    private Response.Status status(String check, @Nullable String lag) {
        Optional<ByteSize> maxLag = size(lag);
        boolean yes =
                switch (check) {
                    case "replica" -> checks.replica(maxLag);
                    case "read-only" -> checks.readOnly(maxLag);
                    case "sync" -> checks.replica(SyncMode.SYNC, maxLag);
                    case "quorum" -> checks.replica(SyncMode.SEMI_SYNC, maxLag);
                    case "async" -> checks.replica(SyncMode.ASYNC, maxLag);
                    case "writable" -> checks.writable();
                    default -> checks.primary();
                };
        return yes ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE;
    }

    private static Optional<ByteSize> size(@Nullable String lag) {
        try {
            return Optional.ofNullable(lag).map(ByteSize::parse);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage(), e);
        }
    }
}
