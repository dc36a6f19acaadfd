package io.heliosdb.server.admin;

import io.heliosdb.cluster.rest.BackupState;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Online backups over HTTP, into a folder on the node's machine.
@Path("/api/v1/backup")
@Produces(MediaType.APPLICATION_JSON)
public final class BackupResource {

    private final BackupGateway gateway;
    private final ChangeGuard guard;
    private final DatabaseUsers users;

    BackupResource(BackupGateway gateway, ChangeGuard guard, DatabaseUsers users) {
        this.gateway = gateway;
        this.guard = guard;
        this.users = users;
    }

    /// Begins a backup; answers 202 at once.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response begin(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.HOST) @Nullable String host,
            @HeaderParam("Origin") @Nullable String origin,
            BackupRequest request) {
        Optional<String> user = guard.check(authorization, host, origin);
        if (user.isPresent() && !users.mayCopy(user.get())) {
            throw new ForbiddenException("a backup is for superusers and roles with REPLICATION");
        }
        return Response.accepted(gateway.begin(request.path())).build();
    }

    /// How the newest backup is doing.
    @GET
    public BackupState state() {
        return gateway.state();
    }
}
