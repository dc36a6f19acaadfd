package io.heliosdb.cluster.http;

import io.heliosdb.cluster.rest.Problem;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers every failed request with problem details (RFC 9457). What is nobody's request's fault is logged, and
/// its text is not shown.
public final class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @Context
    private @Nullable UriInfo uri;

    @Override
    public Response toResponse(Throwable failure) {
        String path = uri == null ? "" : "/" + uri.getPath();
        if (failure instanceof WebApplicationException known) {
            if (known instanceof NotFoundException && noResource() && !path.startsWith("/api/")) {
                // Without a body Helidon asks the next in line: health, metrics, the dashboard's files. The API has
                // none.
                return known.getResponse();
            }
            Response.StatusType status = known.getResponse().getStatusInfo();
            return Response.fromResponse(known.getResponse())
                    .entity(Problem.of(
                            status.getStatusCode(), status.getReasonPhrase(), String.valueOf(known.getMessage()), path))
                    .type(Problem.MEDIA_TYPE)
                    .build();
        }
        LOG.atError().setCause(failure).addKeyValue("path", path).log("HTTP request failed");
        return problem(Problem.of(500, "Internal Server Error", "see the log of this member", path));
    }

    private boolean noResource() {
        return uri == null || uri.getMatchedResources().isEmpty();
    }

    /// The response that carries `problem`.
    public static Response problem(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
