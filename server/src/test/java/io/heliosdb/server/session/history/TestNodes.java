package io.heliosdb.server.session.history;

import io.heliosdb.server.boot.NodeMain;
import io.heliosdb.server.common.SqlException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A primary, a sync and a semi-sync standby as processes of this machine, to be killed. Used by one thread,
/// but for {@link #port}.
final class TestNodes implements AutoCloseable {

    static final String PRIMARY = "primary";
    static final List<String> STANDBYS = List.of("sync", "semi-sync");

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx400m",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Path directory;
    private final Map<String, Integer> ports;
    private final Map<String, Process> processes = new HashMap<>();

    /// @param directory of all data and logs
    TestNodes(Path directory) {
        this.directory = directory;
        Map<String, Integer> free = new HashMap<>();
        for (String name : List.of(PRIMARY, STANDBYS.get(0), STANDBYS.get(1))) {
            for (String use : List.of("", " replication", " http")) {
                free.put(name + use, freePort());
            }
        }
        ports = Map.copyOf(free);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int known(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return port;
    }

    int port(String name) {
        return known(name);
    }

    void start(String name) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", classPath(), NodeMain.class.getName()));
        try {
            Path home = Files.createDirectories(directory.resolve(name));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(home.toFile(), "log")));
            builder.environment().keySet().removeIf(key -> key.startsWith("HELIOSDB_"));
            builder.environment().putAll(environment(name));
            processes.put(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private Map<String, String> environment(String name) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "HELIOSDB_NODE_NAME", name,
                "HELIOSDB_DATA_DIR", directory.resolve(name).resolve("data").toString(),
                "HELIOSDB_PORT", "" + known(name),
                "HELIOSDB_REPL_PORT", "" + known(name + " replication"),
                "HELIOSDB_HTTP_PORT", "" + known(name + " http")));
        if (name.equals(PRIMARY)) {
            settings.put("HELIOSDB_ROLE", "primary");
            settings.put(
                    "HELIOSDB_STANDBYS",
                    "127.0.0.1:" + known("sync replication") + ":sync,127.0.0.1:" + known("semi-sync replication")
                            + ":semi-sync");
        } else {
            settings.put("HELIOSDB_ROLE", "standby");
            settings.put("HELIOSDB_SYNC_MODE", name);
            settings.put("HELIOSDB_PRIMARY_HOST", "127.0.0.1:" + known(PRIMARY + " replication"));
        }
        return settings;
    }

    /// Until it answers, and takes writes.
    void await(String name) {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < until) {
            try (HistoryClient client = HistoryClient.of(known(name), 30_000)) {
                client.query("create table if not exists ready (x int)");
                return;
            } catch (UncheckedIOException | SqlException e) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        throw new AssertionError(name + " does not become ready\n" + logs());
    }

    /// `kill -9`.
    void kill(String name) {
        Process process = processes.remove(name);
        if (process != null) {
            process.destroyForcibly();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    /// The end of every log, for the message of a failure.
    String logs() {
        StringBuilder text = new StringBuilder();
        for (String name : List.of(PRIMARY, STANDBYS.get(0), STANDBYS.get(1))) {
            Path log = directory.resolve(name).resolve("log");
            try {
                List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
                text.append("== ").append(name).append('\n');
                lines.subList(Math.max(0, lines.size() - 30), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        List.copyOf(processes.keySet()).forEach(this::kill);
    }
}
