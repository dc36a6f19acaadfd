package io.heliosdb.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A server under load: it is started once, loaded once, and stopped at the end.
interface Contestant extends AutoCloseable {

    /// How the report calls it.
    String name();

    int port();

    /// The environment by which pgbench and psql reach it.
    default Map<String, String> environment() {
        return Map.of(
                "PGHOST", "127.0.0.1", "PGPORT", Integer.toString(port()), "PGUSER", user(), "PGDATABASE", "bench");
    }

    String user();

    /// Runs one statement through psql; returns its rows, unaligned.
    default String query(Path directory, String sql) {
        return Command.run(
                        directory,
                        environment(),
                        List.of(Command.find("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql))
                .strip();
    }

    @Override
    void close();
}
