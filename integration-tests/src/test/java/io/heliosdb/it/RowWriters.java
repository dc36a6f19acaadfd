package io.heliosdb.it;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Insert rows through several nodes, a thread and a connection for each, and remember which were acknowledged and how
/// others failed. A connection is kept as long as its server keeps it. Used by the test's thread.
final class RowWriters implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MORE_ROWS = 20;

    // Few enough for two cores to run the cluster beside, and to compare at the end.
    private static final Duration PACE = Duration.ofMillis(3);
    private static final Duration RETRY = Duration.ofMillis(100);

    /// An insert that was not acknowledged.
    ///
    /// @param bySession whether the server said so and kept the connection
    record Failure(String node, boolean bySession, String state, String message, String hint) {}

    private final LocalCluster cluster;
    private final String table;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> counts = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /// Makes the table and begins to write.
    RowWriters(LocalCluster cluster, String table, List<String> nodes) {
        this.cluster = cluster;
        this.table = table;
        cluster.query("primary", "CREATE TABLE " + table + " (id text PRIMARY KEY)");
        nodes.forEach(node -> counts.put(node, new AtomicInteger()));
        counts.forEach((node, count) ->
                threads.add(Thread.ofPlatform().name("writer-" + node).start(() -> write(node, count))));
    }

    // A row that failed may be there or not; its number is not used again.
    private void write(String node, AtomicInteger count) {
        int next = 0;
        while (!stopped) {
            try (Connection connection = cluster.connect(node);
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?)")) {
                while (!stopped) {
                    if (insert(node + " " + next++, node, insert)) {
                        count.incrementAndGet();
                    }
                }
            } catch (SQLException e) {
                failed(node, false, e);
            }
        }
    }

    private boolean insert(String id, String node, PreparedStatement insert) throws SQLException {
        try {
            insert.setString(1, id);
            insert.executeUpdate();
            acknowledged.add(id);
            LockSupport.parkNanos(PACE.toNanos());
            return true;
        } catch (PSQLException e) {
            ServerErrorMessage said = e.getServerErrorMessage();
            if (said == null || !"ERROR".equals(said.getSeverity())) {
                throw e;
            }
            failed(node, true, e);
            return false;
        }
    }

    private void failed(String node, boolean bySession, SQLException error) {
        ServerErrorMessage said = error instanceof PSQLException known ? known.getServerErrorMessage() : null;
        failures.add(new Failure(
                node,
                bySession,
                String.valueOf(error.getSQLState()),
                String.valueOf(said == null ? error.getMessage() : said.getMessage()),
                String.valueOf(said == null ? null : said.getHint())));
        LockSupport.parkNanos(RETRY.toNanos());
    }

    /// Waits until each of these nodes has acknowledged more rows.
    void awaitMoreRows(String when, List<String> nodes) {
        Map<String, Integer> before = new LinkedHashMap<>();
        nodes.forEach(node -> before.put(node, count(node)));
        Poll.until("writes through " + nodes + " go on " + when, LIMIT, () -> nodes.stream()
                .allMatch(node -> count(node) >= before.getOrDefault(node, 0) + MORE_ROWS));
    }

    /// As {@link #awaitMoreRows(String, List)}, through every node that is written to.
    void awaitMoreRows(String when) {
        awaitMoreRows(when, List.copyOf(counts.keySet()));
    }

    private int count(String node) {
        return Objects.requireNonNull(counts.get(node), node).get();
    }

    /// What has failed so far.
    List<Failure> failures() {
        return List.copyOf(failures);
    }

    String table() {
        return table;
    }

    /// Ends the writing and returns what was acknowledged.
    Set<String> stop() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + thread.getName(), e);
            }
        }
        return Set.copyOf(acknowledged);
    }

    @Override
    public void close() {
        stop();
    }
}
