package io.heliosdb.observer;

import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.http.HttpSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/// All settings of an observer, read once at the start from MicroProfile Config.
///
/// | key | environment | default | range |
/// |---|---|---|---|
/// | `heliosdb.observer-nodes` | `HELIOSDB_OBSERVER_NODES` | (needed) | `name=host:httpport,…` |
/// | `heliosdb.node-name` | `HELIOSDB_NODE_NAME` | `observer` | not empty |
/// | `heliosdb.node-id` | `HELIOSDB_NODE_ID` | made from the name | UUID |
/// | `heliosdb.bind` | `HELIOSDB_BIND` | `127.0.0.1` | an address |
/// | `heliosdb.http-port` | `HELIOSDB_HTTP_PORT` | 8080 | 0..65535 |
/// | `heliosdb.repl-port` | `HELIOSDB_REPL_PORT` | 5433 | 0..65535 |
/// | `heliosdb.data-dir` | `HELIOSDB_DATA_DIR` | `data/observer` | a directory |
/// | `heliosdb.poll-interval` | `HELIOSDB_POLL_INTERVAL` | `PT1S` | 0.1 s to 2 s, ISO-8601 |
///
/// @param replicationPort told to others; nothing listens there yet
record ObserverConfig(
        NodeId id,
        String name,
        HttpSettings http,
        int replicationPort,
        Path dataDir,
        List<NodeEndpoint> nodes,
        Duration pollInterval) {

    /// Environment names that an observer takes, or that a cluster's members may share without harm.
    private static final Set<String> KNOWN = Set.of(
            "HELIOSDB_OBSERVER_NODES",
            "HELIOSDB_NODE_NAME",
            "HELIOSDB_NODE_ID",
            "HELIOSDB_BIND",
            "HELIOSDB_HTTP_PORT",
            "HELIOSDB_REPL_PORT",
            "HELIOSDB_DATA_DIR",
            "HELIOSDB_POLL_INTERVAL",
            "HELIOSDB_LOG_LEVEL",
            "HELIOSDB_ROLE",
            "HELIOSDB_PORT",
            "HELIOSDB_PRIMARY_HOST",
            "HELIOSDB_PRIMARY_PG_PORT",
            "HELIOSDB_SYNC_MODE",
            "HELIOSDB_STANDBYS",
            "HELIOSDB_OBSERVER_HOSTS",
            "HELIOSDB_AUTH",
            "HELIOSDB_ADMIN_TOKEN",
            "HELIOSDB_CLUSTER_SECRET",
            "HELIOSDB_CLUSTER_SECRET_FILE",
            "HELIOSDB_ADVERTISED_HOST",
            "HELIOSDB_ADVERTISE",
            "HELIOSDB_MIN_IN_SYNC_STANDBYS",
            "HELIOSDB_MAX_CONNECTIONS",
            "HELIOSDB_WRITE_TIMEOUT",
            "HELIOSDB_WAL_KEEP",
            "HELIOSDB_WAL_ARCHIVE",
            // What only the launcher reads, and hands down with its own environment.
            "HELIOSDB_DATA",
            "HELIOSDB_HEAP",
            "HELIOSDB_JAVA_OPTS",
            "HELIOSDB_PORT_OFFSET");

    private static final Map<String, String> DEFAULTS = Map.of(
            "heliosdb.node-name", "observer",
            "heliosdb.bind", "127.0.0.1",
            "heliosdb.http-port", "8080",
            "heliosdb.repl-port", "5433",
            "heliosdb.data-dir", "data/observer",
            "heliosdb.poll-interval", "PT1S");

    private static final Duration SHORTEST_POLL = Duration.ofMillis(100);

    /// The dashboard calls what it shows stale after 3.5 s.
    private static final Duration LONGEST_POLL = Duration.ofSeconds(2);

    ObserverConfig {
        nodes = List.copyOf(nodes);
        if (name.isBlank()) {
            throw new IllegalArgumentException("HELIOSDB_NODE_NAME is empty");
        }
        if (pollInterval.compareTo(SHORTEST_POLL) < 0 || pollInterval.compareTo(LONGEST_POLL) > 0) {
            throw new IllegalArgumentException("HELIOSDB_POLL_INTERVAL out of range PT0.1S..PT2S: " + pollInterval);
        }
    }

    /// Reads the settings.
    ///
    /// @param environment names of the process's environment, to refuse a `HELIOSDB_` name that nothing reads
    /// @throws IllegalArgumentException with one clear line
    static ObserverConfig from(Config config, Set<String> environment) {
        refuseUnknown(environment);
        String name = value(config, "heliosdb.node-name");
        NodeId id = config.getOptionalValue("heliosdb.node-id", String.class)
                .map(text -> parse("HELIOSDB_NODE_ID", text, NodeId::parse))
                .orElseGet(() -> new NodeId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))));
        Optional<String> nodes = config.getOptionalValue("heliosdb.observer-nodes", String.class);
        return new ObserverConfig(
                id,
                name,
                new HttpSettings(
                        value(config, "heliosdb.bind"),
                        port("HELIOSDB_HTTP_PORT", value(config, "heliosdb.http-port"))),
                port("HELIOSDB_REPL_PORT", value(config, "heliosdb.repl-port")),
                parse("HELIOSDB_DATA_DIR", value(config, "heliosdb.data-dir"), Path::of),
                parse(
                        "HELIOSDB_OBSERVER_NODES",
                        nodes.orElseThrow(() -> new IllegalArgumentException(
                                "HELIOSDB_OBSERVER_NODES is not set: name=host:httpport of each node, with commas")),
                        NodeEndpoint::parseList),
                parse("HELIOSDB_POLL_INTERVAL", value(config, "heliosdb.poll-interval"), Duration::parse));
    }

    private static void refuseUnknown(Set<String> environment) {
        for (String key : new TreeSet<>(environment)) {
            if (key.startsWith("HELIOSDB_") && !KNOWN.contains(key)) {
                throw new IllegalArgumentException("unknown setting in the environment: " + key);
            }
        }
    }

    private static String value(Config config, String key) {
        return config.getOptionalValue(key, String.class).orElseGet(() -> String.valueOf(DEFAULTS.get(key)));
    }

    private static int port(String key, String text) {
        int port = parse(key, text, Integer::parseInt);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(key + " out of range 0..65535: " + port);
        }
        return port;
    }

    private static <T> T parse(String key, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " is not valid: " + text + " (" + e.getMessage() + ")", e);
        }
    }
}
