package io.heliosdb.server.admin;

import io.heliosdb.cluster.http.HttpHost;
import io.heliosdb.cluster.http.HttpSettings;
import io.heliosdb.cluster.http.Meters;
import java.io.IOException;
import java.util.Set;

/// The node's running HTTP server. A process has at most one. Started and closed by `boot`.
///
/// Start it as soon as {@link NodeInfo} can answer, before recovery is over: `/health/started` is there to say
/// so.
public final class HttpServer implements AutoCloseable {

    private final HttpHost host;
    private final Meters meters;

    private HttpServer(HttpHost host, Meters meters) {
        this.host = host;
        this.meters = meters;
    }

    /// Starts the server and waits until it listens.
    ///
    /// @throws IOException when it cannot listen, with a message that names the address
    public static HttpServer start(
            AdminConfig config, NodeInfo node, SqlGateway sql, BackupGateway backups, DatabaseUsers users)
            throws IOException {
        ChangeGuard guard = new ChangeGuard(config, users);
        Set<Object> resources = Set.of(
                new NodeResource(node),
                new RoleResource(node),
                new SqlResource(sql, guard),
                new BackupResource(backups, guard, users),
                new SqlProblemMapper());
        HttpHost host = HttpHost.start(new HttpSettings(config.bind(), config.port()), resources, node::health);
        return new HttpServer(host, NodeMeters.register(node));
    }

    /// The port that it listens on.
    public int port() {
        return host.port();
    }

    @Override
    public void close() {
        meters.close();
        host.close();
    }
}
