package io.heliosdb.observer;

import io.heliosdb.cluster.http.JsonBody;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Polls over the nodes' REST API with the Jersey client. Connections are kept open. Any thread.
final class JerseyNodeClient implements NodeClient, AutoCloseable {

    /// A node in the same data centre that does not take a connection in this time is as good as gone.
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    /// A node answers from memory: one that needs longer is overloaded or stopped.
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

    private static final GenericType<List<StandbyStatus>> STANDBYS = new GenericType<>() {};
    private static final GenericType<List<PrimaryStatus>> PRIMARY = new GenericType<>() {};
    private static final GenericType<List<Metric>> METRICS = new GenericType<>() {};

    private final Clock clock;
    private final Client client;

    JerseyNodeClient(Clock clock) {
        this.clock = clock;
        this.client = ClientBuilder.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(READ_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .register(JsonBody.class)
                .build();
    }

    @Override
    public NodeReport poll(NodeEndpoint node) throws IOException {
        WebTarget target = client.target(node.base());
        try {
            NodeStatus status = json(target.path("api/v1/node"), new GenericType<>() {});
            WebTarget replication = target.path("api/v1/replication");
            List<StandbyStatus> standbys =
                    status.role().isPrimary() ? json(replication.path("standbys"), STANDBYS) : List.of();
            List<PrimaryStatus> primary =
                    status.role().isPrimary() ? List.of() : json(replication.path("primary"), PRIMARY);
            Map<String, Long> metrics = json(replication.path("metrics"), METRICS).stream()
                    .collect(Collectors.toMap(Metric::metricName, Metric::metricValue, (a, b) -> b));
            return new NodeReport(
                    clock.instant(), status, standbys, primary.stream().findFirst(), metrics, ready(target));
        } catch (ProcessingException | WebApplicationException e) {
            throw new IOException(reason(e), e);
        }
    }

    private static boolean ready(WebTarget target) {
        try (Response response = target.path("health/ready").request().get()) {
            return response.getStatus() == Response.Status.OK.getStatusCode();
        }
    }

    private static <T> T json(WebTarget target, GenericType<T> type) {
        return target.request(MediaType.APPLICATION_JSON_TYPE).get(type);
    }

    private static String reason(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage()).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        client.close();
    }
}
