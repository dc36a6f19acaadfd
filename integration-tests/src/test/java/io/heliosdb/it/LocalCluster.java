package io.heliosdb.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// A cluster of five real processes, run through `./heliosdb`: data in a temporary folder, every port moved.
///
/// The data are removed by {@link #close}. Logs of a class that failed are printed by {@link #logs}.
final class LocalCluster implements AutoCloseable {

    static final List<String> DATA_NODES = List.of("primary", "standby-sync", "standby-semisync", "standby-async");
    static final List<String> MEMBERS =
            List.of("primary", "standby-sync", "standby-semisync", "standby-async", "observer");

    private static final int PORT_OFFSET = 2000;
    private static final Map<String, Integer> PG_PORTS =
            Map.of("primary", 15432, "standby-sync", 15442, "standby-semisync", 15452, "standby-async", 15462);
    private static final Map<String, Integer> HTTP_PORTS = Map.of(
            "primary",
            18080,
            "standby-sync",
            18081,
            "standby-semisync",
            18082,
            "observer",
            18083,
            "standby-async",
            18084);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path root =
            Path.of(System.getProperty("heliosdb.root", "..")).toAbsolutePath().normalize();
    private final Path data;
    private final Map<String, String> environment;

    private LocalCluster(Path data, Map<String, String> more) {
        this.data = data;
        Map<String, String> all = new HashMap<>(more);
        all.putAll(Map.of(
                "HELIOSDB_DATA", data.toString(),
                "HELIOSDB_PORT_OFFSET", Integer.toString(PORT_OFFSET),
                // Five of them on a small machine, and they live for seconds.
                "HELIOSDB_HEAP", "400m",
                "HELIOSDB_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                "PGUSER", "app",
                "PGCONNECT_TIMEOUT", "10",
                "LC_ALL", "C.UTF-8"));
        this.environment = Map.copyOf(all);
    }

    /// A cluster that has not been started, with no data.
    static LocalCluster stopped() {
        return stopped(Map.of());
    }

    /// The same with one more setting of every member.
    static LocalCluster stoppedWith(String variable, String value) {
        return stopped(Map.of(variable, value));
    }

    private static LocalCluster stopped(Map<String, String> more) {
        try {
            LocalCluster cluster = new LocalCluster(Files.createTempDirectory("heliosdb-it"), more);
            cluster.markBuilt();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A cluster that runs and is healthy.
    static LocalCluster started() {
        return started(Map.of());
    }

    /// The same with one more setting of every member.
    static LocalCluster startedWith(String variable, String value) {
        return started(Map.of(variable, value));
    }

    private static LocalCluster started(Map<String, String> more) {
        LocalCluster cluster = stopped(more);
        try {
            cluster.up();
        } catch (AssertionError e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    // The Maven run that these tests belong to has built every module: the launcher must not build them once more.
    private void markBuilt() throws IOException {
        Path stamp = root.resolve("launcher/target/built");
        if (Files.exists(stamp)) {
            Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
        } else {
            Files.createFile(stamp);
        }
    }

    void up() {
        Output output = heliosdb("up");
        assertThat(output.exit()).as("./heliosdb up: %s\n%s", output, logs()).isZero();
    }

    Output heliosdb(String... arguments) {
        List<String> command = new ArrayList<>(List.of(root.resolve("heliosdb").toString()));
        command.addAll(List.of(arguments));
        return Output.of(command, environment, "", LIMIT);
    }

    /// `psql -h localhost -p PORT ARGUMENTS`, as the tutorial has it.
    Output psql(String node, String... arguments) {
        return psqlReading("", node, arguments);
    }

    /// The same with `input` on standard input, as if it were typed.
    Output psqlReading(String input, String node, String... arguments) {
        List<String> command = new ArrayList<>(List.of("psql", "-X", "-h", "localhost", "-p", "" + pgPort(node)));
        command.addAll(List.of(arguments));
        return Output.of(command, environment, input, Duration.ofMinutes(1));
    }

    /// A line of shell as a README prints it, run in the project's folder, with this cluster's ports.
    Output shell(String line) {
        String moved = line;
        for (Map<String, Integer> ports : List.of(PG_PORTS, HTTP_PORTS)) {
            for (int port : ports.values()) {
                moved = moved.replace("" + port, "" + (port + PORT_OFFSET));
            }
        }
        return Output.of(List.of("bash", "-c", "cd '" + root + "' && " + moved), environment, "", LIMIT);
    }

    /// The answer to one query as `psql -At` prints it.
    ///
    /// @throws AssertionError when psql fails
    String query(String node, String sql) {
        Output output = psql(node, "-At", "-c", sql);
        assertThat(output.exit()).as("%s on %s: %s", sql, node, output.err()).isZero();
        return output.out().strip();
    }

    /// As {@link #query}, once the node has everything that the primary had when it was asked.
    String queryWhenCaughtUp(String node, String sql) {
        Output output = psql(node, "-Atq", "-c", "SET heliosdb.read_consistency = strong", "-c", sql);
        assertThat(output.exit()).as("%s on %s: %s", sql, node, output.err()).isZero();
        return output.out().strip();
    }

    /// A connection of pgjdbc.
    Connection connect(String node) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "app");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + pgPort(node) + "/heliosdb", properties);
    }

    /// `kill -9`, all at once, and waits until they are gone.
    void kill(List<String> nodes) {
        List<ProcessHandle> processes =
                nodes.stream().flatMap(node -> process(node).stream()).toList();
        assertThat(processes).hasSameSizeAs(nodes);
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(
                process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }

    /// Stops processes where they are, their connections open, until {@link #resume}.
    void freeze(List<String> nodes) {
        signal("-STOP", nodes);
    }

    void resume(List<String> nodes) {
        signal("-CONT", nodes);
    }

    private void signal(String signal, List<String> nodes) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        nodes.forEach(node -> command.add("" + process(node).orElseThrow().pid()));
        Output output = Output.of(command, Map.of(), "", Duration.ofSeconds(10));
        assertThat(output.exit()).as("%s: %s", command, output).isZero();
    }

    private Optional<ProcessHandle> process(String node) {
        Path file = data.resolve(node).resolve("node.pid");
        try {
            return Files.exists(file)
                    ? ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int pgPort(String node) {
        return Optional.ofNullable(PG_PORTS.get(node)).orElseThrow() + PORT_OFFSET;
    }

    int httpPort(String node) {
        return Optional.ofNullable(HTTP_PORTS.get(node)).orElseThrow() + PORT_OFFSET;
    }

    Path data() {
        return data;
    }

    /// The end of every log, for the message of a failure.
    String logs() {
        StringBuilder text = new StringBuilder();
        for (String node : MEMBERS) {
            Path log = data.resolve(node).resolve("node.log");
            try {
                List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
                text.append("== ").append(node).append('\n');
                lines.subList(Math.max(0, lines.size() - 20), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        Output output = heliosdb("down", "-v");
        assertThat(output.exit()).as("./heliosdb down -v: %s", output).isZero();
    }
}
