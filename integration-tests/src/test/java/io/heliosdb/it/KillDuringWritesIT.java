package io.heliosdb.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Processes are killed with -9 while rows are written through three nodes: what was acknowledged is
/// everywhere afterwards.
class KillDuringWritesIT {

    private final LocalCluster cluster = LocalCluster.stopped();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean stopped;

    @BeforeEach
    void up() {
        cluster.up();
        cluster.query("primary", "CREATE TABLE acknowledged (id text PRIMARY KEY)");
        for (String node : List.of("primary", "standby-sync", "standby-semisync")) {
            writers.add(Thread.ofPlatform().name("writer-" + node).start(() -> write(node)));
        }
    }

    @AfterEach
    void down() throws InterruptedException {
        stopWriters();
        cluster.close();
    }

    private void stopWriters() throws InterruptedException {
        stopped = true;
        for (Thread writer : writers) {
            writer.join();
        }
    }

    // A row that failed may be there or not; its number is not used again.
    private void write(String node) {
        int next = 0;
        while (!stopped) {
            try (Connection connection = cluster.connect(node);
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO acknowledged VALUES (?)")) {
                while (!stopped) {
                    String id = node + " " + next++;
                    insert.setString(1, id);
                    insert.executeUpdate();
                    acknowledged.add(id);
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    private void awaitMoreRows(String when) {
        int before = acknowledged.size();
        Poll.until("writes go on " + when, Duration.ofSeconds(60), () -> acknowledged.size() > before + 100);
    }

    private void start(String node) {
        Output output = cluster.heliosdb("start", node);
        assertThat(output.exit()).as("%s\n%s", output, cluster.logs()).isZero();
    }

    @Test
    void everyAcknowledgedRowIsOnEveryNode() throws InterruptedException {
        awaitMoreRows("at first");
        cluster.kill(List.of("standby-sync"));
        awaitMoreRows("without standby-sync");
        start("standby-sync");
        cluster.kill(List.of("primary"));
        start("primary");
        awaitMoreRows("after the primary's restart");
        cluster.kill(LocalCluster.MEMBERS);
        cluster.up();
        awaitMoreRows("after the restart of all");
        stopWriters();

        Set<String> onPrimary = rows("primary");
        assertThat(onPrimary).containsAll(acknowledged);
        for (String node : LocalCluster.DATA_NODES) {
            Poll.until(node + " has what the primary has", Duration.ofSeconds(30), () -> rows(node)
                    .equals(onPrimary));
        }
    }

    private Set<String> rows(String node) {
        String[] lines = cluster.query(node, "SELECT id FROM acknowledged").split("\n");
        Set<String> rows = new HashSet<>(Arrays.asList(lines));
        assertThat(rows).as("no row twice on %s", node).hasSameSizeAs(lines);
        return rows;
    }
}
