package io.heliosdb.server.admin;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statements over HTTP, for scripts and first tries; applications speak PostgreSQL's protocol.
@Path("/api/v1/sql")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class SqlResource {

    /// A larger result belongs into a cursor, which HTTP does not have.
    static final int MAX_ROWS = 10_000;

    private final SqlGateway gateway;
    private final ChangeGuard guard;

    SqlResource(SqlGateway gateway, ChangeGuard guard) {
        this.gateway = gateway;
        this.guard = guard;
    }

    /// Runs one statement, and answers when it is over.
    @POST
    public SqlGateway.SqlResult execute(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.HOST) @Nullable String host,
            @HeaderParam("Origin") @Nullable String origin,
            SqlRequest request) {
        Optional<String> user = guard.check(authorization, host, origin);
        return gateway.execute(request.statement(user), MAX_ROWS);
    }
}
