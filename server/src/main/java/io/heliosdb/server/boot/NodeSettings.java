package io.heliosdb.server.boot;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.replication.StandbySpec;
import io.heliosdb.server.wire.Tls;
import io.heliosdb.server.wire.WireConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/// All settings of a node, read once at the start from MicroProfile Config.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `heliosdb.role` | `HELIOSDB_ROLE` | `primary` | role at the first start: `primary` or `standby` |
/// | `heliosdb.node-name` | `HELIOSDB_NODE_NAME` | the role | not empty |
/// | `heliosdb.node-id` | `HELIOSDB_NODE_ID` | made from the name | UUID |
/// | `heliosdb.data-dir` | `HELIOSDB_DATA_DIR` | `data/NAME` | a folder |
/// | `heliosdb.bind` | `HELIOSDB_BIND` | `127.0.0.1` | address that all ports listen on |
/// | `heliosdb.advertised-host` | `HELIOSDB_ADVERTISED_HOST` | bind address, else the node's name | how
/// others reach it |
/// | `heliosdb.port` | `HELIOSDB_PORT` | 5432 | PostgreSQL's protocol |
/// | `heliosdb.repl-port` | `HELIOSDB_REPL_PORT` | 5433 | replication |
/// | `heliosdb.http-port` | `HELIOSDB_HTTP_PORT` | 8080 | REST, health, metrics, dashboard |
/// | `heliosdb.primary-host` | `HELIOSDB_PRIMARY_HOST` | (a standby needs it) | `host:replication port` |
/// | `heliosdb.primary-pg-port` | `HELIOSDB_PRIMARY_PG_PORT` | learnt from the primary | |
/// | `heliosdb.sync-mode` | `HELIOSDB_SYNC_MODE` | `async` | `sync`, `semi-sync` or `async` |
/// | `heliosdb.standbys` | `HELIOSDB_STANDBYS` | none | `[name=]host[:port][:mode],…` |
/// | `heliosdb.min-in-sync-standbys` | `HELIOSDB_MIN_IN_SYNC_STANDBYS` | 1 with a sync or semi-sync standby | 0..100 |
/// | `heliosdb.observer-hosts` | `HELIOSDB_OBSERVER_HOSTS` | none | `host:http port,…` |
/// | `heliosdb.auth` | `HELIOSDB_AUTH` | trust on loopback, else SCRAM | `trust` or `scram-sha-256` |
/// | `heliosdb.cluster-secret-file` | `HELIOSDB_CLUSTER_SECRET_FILE` | none | a file; or `HELIOSDB_CLUSTER_SECRET` |
/// | `heliosdb.admin-token` | `HELIOSDB_ADMIN_TOKEN` | none | for changing calls from other machines |
/// | `heliosdb.tls-cert-file` | `HELIOSDB_TLS_CERT_FILE` | none | PEM; with it clients may encrypt |
/// | `heliosdb.tls-key-file` | `HELIOSDB_TLS_KEY_FILE` | none | PEM, PKCS #8, of that certificate |
/// | `heliosdb.advertise` | `HELIOSDB_ADVERTISE` | `writable` | what a forwarding standby says: `writable`
/// or `standby` |
/// | `heliosdb.write-timeout` | `HELIOSDB_WRITE_TIMEOUT` | `PT30S` | how long a forwarded statement waits
/// for a silent primary |
/// | `heliosdb.wal-keep` | `HELIOSDB_WAL_KEEP` | `4GB` | log kept for standbys that are away, in kB, MB, GB or TB |
/// | `heliosdb.max-connections` | `HELIOSDB_MAX_CONNECTIONS` | 200 | 1..10000 |
/// | `heliosdb.wal-archive` | `HELIOSDB_WAL_ARCHIVE` | none | folder for the archive of the log |
///
/// @param primary replication address of the primary, of a standby
record NodeSettings(
        Role role,
        String name,
        NodeId id,
        Path dataDirectory,
        Addresses addresses,
        Optional<HostPort> primary,
        SyncMode syncMode,
        List<StandbySpec> standbys,
        int minInSync,
        List<HostPort> observers,
        Access access,
        boolean advertiseWritable,
        Duration writeTimeout,
        int maxConnections,
        Optional<Path> walArchive,
        long walKeepBytes) {

    /// Where the node listens, and how others reach it.
    record Addresses(String bind, String advertisedHost, int clientPort, int replicationPort, int httpPort) {

        HostPort client() {
            return new HostPort(advertisedHost, clientPort);
        }

        HostPort replication() {
            return new HostPort(advertisedHost, replicationPort);
        }

        HostPort http() {
            return new HostPort(advertisedHost, httpPort);
        }
    }

    /// Who may come in.
    record Access(
            WireConfig.Authentication authentication,
            Optional<String> clusterSecret,
            Optional<String> adminToken,
            Optional<Tls> tls) {}

    /// Environment names that a node takes, or that a cluster's members may share without harm.
    private static final Set<String> KNOWN = Set.of(
            "HELIOSDB_ROLE",
            "HELIOSDB_NODE_NAME",
            "HELIOSDB_NODE_ID",
            "HELIOSDB_DATA_DIR",
            "HELIOSDB_BIND",
            "HELIOSDB_ADVERTISED_HOST",
            "HELIOSDB_PORT",
            "HELIOSDB_REPL_PORT",
            "HELIOSDB_HTTP_PORT",
            "HELIOSDB_PRIMARY_HOST",
            "HELIOSDB_PRIMARY_PG_PORT",
            "HELIOSDB_SYNC_MODE",
            "HELIOSDB_STANDBYS",
            "HELIOSDB_MIN_IN_SYNC_STANDBYS",
            "HELIOSDB_OBSERVER_HOSTS",
            "HELIOSDB_OBSERVER_NODES",
            "HELIOSDB_POLL_INTERVAL",
            "HELIOSDB_AUTH",
            "HELIOSDB_CLUSTER_SECRET",
            "HELIOSDB_CLUSTER_SECRET_FILE",
            "HELIOSDB_ADMIN_TOKEN",
            "HELIOSDB_TLS_CERT_FILE",
            "HELIOSDB_TLS_KEY_FILE",
            "HELIOSDB_ADVERTISE",
            "HELIOSDB_WRITE_TIMEOUT",
            "HELIOSDB_MAX_CONNECTIONS",
            "HELIOSDB_WAL_ARCHIVE",
            "HELIOSDB_WAL_KEEP",
            "HELIOSDB_LOG_LEVEL",
            // What only the launcher reads, and hands down with its own environment.
            "HELIOSDB_DATA",
            "HELIOSDB_HEAP",
            "HELIOSDB_JAVA_OPTS",
            "HELIOSDB_PORT_OFFSET");

    private static final int DEFAULT_REPLICATION_PORT = 5433;
    private static final int DEFAULT_HTTP_PORT = 8080;

    /// Six digits of the largest unit are still a number of bytes.
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6}) ?(kB|MB|GB|TB)");

    /// Reads the settings.
    ///
    /// @param environment names of the process's environment, to refuse a `HELIOSDB_` name that nothing reads
    /// @throws IllegalArgumentException with one clear line
    static NodeSettings from(Config config, Set<String> environment) {
        refuseUnknown(environment);
        Reader read = new Reader(config);
        Role role = read.get("role", "primary", Role::parse);
        if (role == Role.OBSERVER) {
            throw new IllegalArgumentException("HELIOSDB_ROLE is observer: start the observer's program instead");
        }
        String name = read.get("node-name", role.text(), Function.identity());
        List<StandbySpec> standbys = read.get("standbys", "", StandbySpec::parseAll);
        return new NodeSettings(
                role,
                name,
                read.get("node-id", uuidOf(name), NodeId::parse),
                read.get("data-dir", "data/" + name, Path::of).toAbsolutePath().normalize(),
                addresses(read, name),
                read.optional("primary-host", text -> HostPort.parse(text, DEFAULT_REPLICATION_PORT)),
                read.get("sync-mode", "async", SyncMode::parse),
                standbys,
                read.get(
                        "min-in-sync-standbys",
                        Integer.toString(StandbySpec.defaultMinInSync(standbys)),
                        Integer::parseInt),
                read.get("observer-hosts", "", NodeSettings::hosts),
                access(read),
                read.get("advertise", "writable", NodeSettings::advertise),
                read.get("write-timeout", "PT30S", Duration::parse),
                read.get("max-connections", "200", text -> inRange(Integer.parseInt(text), 1, 10_000)),
                read.optional(
                        "wal-archive", text -> Path.of(text).toAbsolutePath().normalize()),
                read.get("wal-keep", "4GB", NodeSettings::bytes));
    }

    private static String uuidOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Addresses addresses(Reader read, String name) {
        String bind = read.get("bind", "127.0.0.1", Function.identity());
        boolean everywhere = bind.equals("0.0.0.0") || bind.equals("::");
        return new Addresses(
                bind,
                read.get("advertised-host", everywhere ? name : bind, Function.identity()),
                read.get("port", "5432", NodeSettings::port),
                read.get("repl-port", Integer.toString(DEFAULT_REPLICATION_PORT), NodeSettings::port),
                read.get("http-port", "8080", NodeSettings::port));
    }

    private static Access access(Reader read) {
        Optional<String> secret = read.optional("cluster-secret", Function.identity());
        return new Access(
                read.get("auth", "", NodeSettings::authentication),
                secret.isPresent() ? secret : read.optional("cluster-secret-file", NodeSettings::contentOf),
                read.optional("admin-token", Function.identity()),
                tls(read));
    }

    private static Optional<Tls> tls(Reader read) {
        Optional<Path> key = read.optional("tls-key-file", Path::of);
        Optional<Path> certificate = read.optional("tls-cert-file", Path::of);
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "HELIOSDB_TLS_CERT_FILE and HELIOSDB_TLS_KEY_FILE belong together: one of them is not set");
        }
        return read.optional("tls-cert-file", file -> Tls.of(Path.of(file), key.orElseThrow()));
    }

    private static WireConfig.Authentication authentication(String text) {
        return switch (text) {
            case "" -> WireConfig.Authentication.TRUST_ON_LOOPBACK;
            case "trust" -> WireConfig.Authentication.TRUST;
            case "scram-sha-256" -> WireConfig.Authentication.SCRAM_SHA_256;
            default -> throw new IllegalArgumentException("use trust or scram-sha-256");
        };
    }

    private static List<HostPort> hosts(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .map(host -> HostPort.parse(host, DEFAULT_HTTP_PORT))
                .toList();
    }

    private static boolean advertise(String text) {
        return switch (text) {
            case "writable" -> true;
            case "standby" -> false;
            default -> throw new IllegalArgumentException("use writable or standby");
        };
    }

    private static int port(String text) {
        return inRange(Integer.parseInt(text), 0, 65_535);
    }

    private static int inRange(int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("out of range " + min + ".." + max);
        }
        return value;
    }

    /// A size with its unit, as PostgreSQL writes it: 1 kB is 1024 bytes.
    static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("use a number with kB, MB, GB or TB");
        }
        int shift =
                switch (matcher.group(2)) {
                    case "kB" -> 10;
                    case "MB" -> 20;
                    case "GB" -> 30;
                    default -> 40;
                };
        return Long.parseLong(matcher.group(1)) << shift;
    }

    private static String contentOf(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read: " + e, e);
        }
    }

    private static void refuseUnknown(Set<String> environment) {
        for (String key : new TreeSet<>(environment)) {
            if (key.startsWith("HELIOSDB_") && !KNOWN.contains(key)) {
                throw new IllegalArgumentException("unknown setting in the environment: " + key);
            }
        }
    }

    /// Reads one key at a time, and says which one was wrong.
    private record Reader(Config config) {

        <T> T get(String key, String byDefault, Function<String, T> parser) {
            return parse(key, text(key).orElse(byDefault), parser);
        }

        <T> Optional<T> optional(String key, Function<String, T> parser) {
            return text(key).map(text -> parse(key, text, parser));
        }

        private Optional<String> text(String key) {
            return config.getOptionalValue("heliosdb." + key, String.class)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
        }

        private static <T> T parse(String key, String text, Function<String, T> parser) {
            try {
                return parser.apply(text);
            } catch (DateTimeException | IllegalArgumentException e) {
                String name = "HELIOSDB_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
                throw new IllegalArgumentException(name + " is not valid: '" + text + "' (" + e.getMessage() + ")", e);
            }
        }
    }
}
