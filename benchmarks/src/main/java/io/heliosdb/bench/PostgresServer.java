package io.heliosdb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A PostgreSQL server with its own durability switched on (fsync, synchronous_commit), made for this run.
final class PostgresServer implements Contestant {

    private static final String USER = "postgres";

    private final Path directory;
    private final int port;

    private PostgresServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /// @param sharedBuffers as in postgresql.conf
    static PostgresServer start(Path directory, int port, String sharedBuffers) {
        try {
            Files.createDirectories(directory);
            if (isRoot()) {
                // PostgreSQL refuses to run as root.
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        } catch (IOException e) {
            throw new BenchException("cannot make " + directory + ": " + e.getMessage(), e);
        }
        PostgresServer server = new PostgresServer(directory, port);
        Path data = directory.resolve("data");
        server.asOwner(
                Command.find("initdb"),
                "-D",
                data.toString(),
                "-A",
                "trust",
                "-U",
                USER,
                "-E",
                "UTF8",
                "--locale=C.UTF-8");
        server.asOwner(
                Command.find("pg_ctl"),
                "-D",
                data.toString(),
                "-w",
                "-l",
                directory.resolve("postgres.log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + directory
                        + " -c max_wal_size=4GB -c shared_buffers=" + sharedBuffers,
                "start");
        Command.run(
                directory,
                Map.of(),
                List.of(Command.find("createdb"), "-h", "127.0.0.1", "-p", "" + port, "-U", USER, "bench"));
        return server;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void asOwner(String... command) {
        List<String> whole = isRoot()
                ? Command.join(List.of("setpriv", "--reuid", USER, "--regid", USER, "--init-groups"), command)
                : List.of(command);
        Command.run(directory, Map.of(), whole);
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public void close() {
        asOwner(Command.find("pg_ctl"), "-D", directory.resolve("data").toString(), "-m", "fast", "stop");
    }
}
