package io.heliosdb.cluster.http;

import io.helidon.http.NotFoundException;
import io.helidon.microprofile.server.Server;
import io.helidon.microprofile.server.ServerCdiExtension;
import io.heliosdb.cluster.rest.HealthReport;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.jspecify.annotations.Nullable;

/// A running HTTP server: REST resources, `/health`, `/metrics`, `/openapi`, and the dashboard at `/`.
///
/// Helidon is configured from code only: neither the environment nor a file on the class path can change it by
/// accident. A process has at most one server at a time, since it has one CDI container. Start and close from one
/// thread.
public final class HttpHost implements AutoCloseable {

    /// A request's body may not be larger: nothing that this API takes comes near.
    private static final String MAX_BODY = "16777216";

    private final Server server;

    private HttpHost(Server server) {
        this.server = server;
    }

    /// Starts a server and waits until it listens.
    ///
    /// @param resources ready JAX-RS resources and providers
    /// @param health asked at every health request
    /// @throws IOException when it cannot listen, with a message that names the address
    public static HttpHost start(HttpSettings settings, Set<Object> resources, Supplier<HealthReport> health)
            throws IOException {
        probe(settings);
        ResourceConfig application = new ResourceConfig(JsonBody.class, ProblemMapper.class)
                .registerInstances(resources)
                // Jersey would hold a stream of events back until 8 KB have come together.
                .property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0)
                .setApplicationName("heliosdb");
        Server server = Server.builder()
                .config(config(settings))
                .host(settings.bind())
                .port(settings.port())
                .resourceConfig(application)
                .build();
        BeanManager beans = CDI.current().getBeanManager();
        beans.getExtension(HealthExtension.class).source(health);
        beans.getExtension(ServerCdiExtension.class)
                .serverRoutingBuilder()
                .error(NotFoundException.class, new UnknownPaths());
        try {
            server.start();
        } catch (RuntimeException e) {
            throw cannotListen(settings, e);
        }
        if (server.port() <= 0) {
            server.stop();
            throw cannotListen(settings, new BindException("the port was taken meanwhile"));
        }
        return new HttpHost(server);
    }

    /// Helidon logs a port that is taken and goes on without: asked before, it is one clear line, and quicker.
    private static void probe(HttpSettings settings) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.bind(), settings.port()));
        } catch (IOException e) {
            throw cannotListen(settings, e);
        }
    }

    private static IOException cannotListen(HttpSettings settings, Exception reason) {
        String address = settings.bind() + ":" + settings.port();
        return new IOException("HTTP server cannot listen on " + address + ": " + reason.getMessage(), reason);
    }

    /// The port that it listens on.
    public int port() {
        return server.port();
    }

    /// Ends open requests and the CDI container.
    @Override
    public void close() {
        server.stop();
    }

    private static Config config(HttpSettings settings) {
        Map<String, String> values = Map.ofEntries(
                Map.entry("server.host", settings.bind()),
                Map.entry("server.port", Integer.toString(settings.port())),
                Map.entry("server.max-payload-size", MAX_BODY),
                Map.entry("server.shutdown-grace-period", "PT0.5S"),
                Map.entry("server.features.static-content.classpath.0.context", "/"),
                Map.entry("server.features.static-content.classpath.0.location", "META-INF/resources"),
                Map.entry("server.features.static-content.classpath.0.welcome", "index.html"),
                Map.entry("mp.health.disable-default-procedures", "true"),
                Map.entry("mp.openapi.extensions.smallrye.info.title", "HeliosDB"),
                Map.entry("mp.openapi.extensions.smallrye.info.version", "1"),
                Map.entry("metrics.rest-request.enabled", "false"));
        return ConfigProviderResolver.instance()
                .getBuilder()
                .withSources(new FixedSource(values))
                .build();
    }

    /// Settings that stand in this class and nowhere else.
    private record FixedSource(Map<String, String> values) implements ConfigSource {

        @Override
        public Set<String> getPropertyNames() {
            return values.keySet();
        }

        @Override
        public @Nullable String getValue(String name) {
            return values.get(name);
        }

        @Override
        public String getName() {
            return "HeliosDB HTTP settings";
        }
    }
}
