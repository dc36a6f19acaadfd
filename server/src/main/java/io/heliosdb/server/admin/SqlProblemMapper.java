package io.heliosdb.server.admin;

import io.heliosdb.cluster.http.ProblemMapper;
import io.heliosdb.cluster.rest.Problem;
import io.heliosdb.server.common.SqlException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jspecify.annotations.Nullable;

/// Shows an SQL error whole, under the HTTP status that fits its class.
final class SqlProblemMapper implements ExceptionMapper<SqlException> {

    @Context
    private @Nullable UriInfo uri;

    @Override
    public Response toResponse(SqlException failure) {
        Response.Status status = status(failure.state().code());
        int position = failure.fields().position();
        return ProblemMapper.problem(new Problem(
                "urn:heliosdb:sqlstate:" + failure.state().code(),
                status.getReasonPhrase(),
                status.getStatusCode(),
                failure.message(),
                uri == null ? null : "/" + uri.getPath(),
                failure.state().code(),
                failure.fields().detail(),
                failure.fields().hint(),
                position == 0 ? null : position));
    }

    /// By SQLSTATE (PostgreSQL 18 manual, appendix A): the client's mistake, a conflict that may pass, or ours.
    static Response.Status status(String code) {
        return switch (code) {
            case "42501" -> Response.Status.FORBIDDEN;
            case "57014" -> Response.Status.REQUEST_TIMEOUT;
            default ->
                switch (code.substring(0, 2)) {
                    case "08", "53", "57" -> Response.Status.SERVICE_UNAVAILABLE;
                    case "23", "25", "40", "55" -> Response.Status.CONFLICT;
                    case "28" -> Response.Status.FORBIDDEN;
                    case "58", "XX" -> Response.Status.INTERNAL_SERVER_ERROR;
                    default -> Response.Status.BAD_REQUEST;
                };
        };
    }
}
