package io.heliosdb.bench;

import io.heliosdb.launcher.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One standalone node of this database in a process of its own, as `./heliosdb up` would start it.
final class HeliosNode implements Contestant {

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(180);

    private static final int SHOWN_LINES = 20;

    private final Process process;
    private final int port;

    private HeliosNode(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// @param heap as in -Xmx
    static HeliosNode start(Path directory, int port, String heap) {
        Path log = directory.resolve("node.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.forNode(heap, System.getenv()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.heliosdb.server.boot.NodeMain"));
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(key -> key.startsWith("HELIOSDB_"));
            builder.environment()
                    .put("HELIOSDB_DATA_DIR", directory.resolve("data").toString());
            builder.environment().put("HELIOSDB_NODE_NAME", "bench");
            builder.environment().put("HELIOSDB_PORT", Integer.toString(port));
            builder.environment().put("HELIOSDB_REPL_PORT", Integer.toString(port + 1));
            builder.environment().put("HELIOSDB_HTTP_PORT", Integer.toString(port + 2));
            HeliosNode node = new HeliosNode(builder.start(), port);
            node.awaitReady(directory, log);
            return node;
        } catch (IOException e) {
            throw new BenchException("cannot start a node in " + directory + ": " + e.getMessage(), e);
        }
    }

    private void awaitReady(Path directory, Path log) {
        long begin = System.nanoTime();
        while (true) {
            try {
                query(directory, "SELECT 1");
                return;
            } catch (BenchException e) {
                if (!process.isAlive() || System.nanoTime() - begin > START_NANOS) {
                    close();
                    throw new BenchException("the node did not start; its log ends with:\n" + end(log), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    private static String end(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    @Override
    public String name() {
        return "HeliosDB";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String user() {
        return "heliosdb";
    }

    long pid() {
        return process.pid();
    }

    /// `kill -9`; returns when the process is gone.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
