package io.heliosdb.cluster.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.helidon.http.HeaderNames;
import io.helidon.http.NotFoundException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.heliosdb.cluster.rest.Problem;
import io.heliosdb.cluster.rest.RestJson;

/// Answers what neither the API nor health, metrics nor the dashboard's files know, as the API answers: with problem
/// details (RFC 9457).
final class UnknownPaths implements ErrorHandler<NotFoundException> {

    @Override
    public void handle(ServerRequest request, ServerResponse response, NotFoundException failure) {
        String path = request.path().rawPath();
        Problem problem = Problem.of(
                Status.NOT_FOUND_404.code(),
                Status.NOT_FOUND_404.reasonPhrase(),
                "there is nothing at this path; /openapi lists what there is",
                path);
        try {
            byte[] body = RestJson.mapper().writeValueAsBytes(problem);
            response.status(Status.NOT_FOUND_404)
                    .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .send(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is always JSON", e);
        }
    }
}
