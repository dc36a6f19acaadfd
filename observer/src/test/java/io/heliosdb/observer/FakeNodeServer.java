package io.heliosdb.observer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.MetricNames;
import io.heliosdb.cluster.rest.RestJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A node that answers over real HTTP what a test tells it, or nothing at all.
final class FakeNodeServer implements AutoCloseable {

    private final JsonMapper mapper = RestJson.mapper();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile NodeReport report;
    private volatile String garbage = "";

    FakeNodeServer(NodeReport report) throws IOException {
        this.report = report;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    void report(NodeReport next) {
        report = next;
    }

    /// From now on this text is the answer to everything.
    void garbage(String text) {
        garbage = text;
    }

    NodeEndpoint endpoint(String name) {
        return new NodeEndpoint(name, "127.0.0.1", server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        Object body =
                switch (exchange.getRequestURI().getPath()) {
                    case "/api/v1/node" -> report.status();
                    case "/api/v1/replication/standbys" -> report.standbys();
                    case "/api/v1/replication/primary" ->
                        report.primary().stream().toList();
                    case "/api/v1/replication/metrics" -> List.of(new Metric(MetricNames.COMMITS, 5, ""));
                    default -> List.of();
                };
        byte[] bytes = garbage.isEmpty() ? mapper.writeValueAsBytes(body) : garbage.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
