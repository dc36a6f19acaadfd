package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sessions that wait for each other's rows, in the event loop and beyond its patience.
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class RowContentionTest {

    private static final String ADD = "update t set n = n + 1 where id = $1";

    @TempDir
    Path directory = Path.of("");

    private SingleNode node;
    private TestPgClient client;
    private TestPgClient other;

    @BeforeEach
    void open() throws Exception {
        node = new SingleNode(directory.resolve("data"), 0);
        client = TestPgClient.connect(node.port());
        other = TestPgClient.connect(node.port());
        client.query("create table t (id int primary key, n int)");
        client.query("insert into t values (1, 0), (2, 0)");
        // From the second time on, the event loop tries it itself.
        client.execute(ADD, "1");
        client.execute(ADD, "2");
        client.query("update t set n = 0");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        other.close();
        node.close();
    }

    @Test
    void noUpdateIsLost() throws Exception {
        int sessions = 6;
        int rounds = 150;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                all.add(pool.submit(() -> {
                    try (TestPgClient session = TestPgClient.connect(node.port())) {
                        for (int round = 0; round < rounds; round++) {
                            session.query("begin");
                            assertThat(session.execute(ADD, "1")).contains("C UPDATE 1");
                            assertThat(session.query("commit")).contains("C COMMIT");
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(client.query("select n from t where id = 1")).contains("D " + sessions * rounds);
    }

    @Test
    void aRowThatStaysTakenIsWaitedForAndTheChangeIsMadeToItsNewVersion() throws Exception {
        client.query("begin");
        client.execute(ADD, "1");
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> waits = pool.submit(() -> other.execute(ADD, "1"));
            TimeUnit.MILLISECONDS.sleep(100);
            assertThat(waits.isDone()).isFalse();
            client.query("commit");
            assertThat(waits.get()).contains("C UPDATE 1");
        }
        assertThat(client.query("select n from t where id = 1")).contains("D 2");
    }

    @Test
    void aDeadlockIsFound() throws Exception {
        client.query("begin");
        other.query("begin");
        client.execute(ADD, "1");
        other.execute(ADD, "2");
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> one = pool.submit(() -> addAndRollBack(client, "2"));
            Future<List<String>> two = pool.submit(() -> addAndRollBack(other, "1"));
            List<String> both = new ArrayList<>(one.get());
            both.addAll(two.get());
            assertThat(both).anyMatch(line -> line.startsWith("E 40P01")).contains("C UPDATE 1");
        }
    }

    private static List<String> addAndRollBack(TestPgClient session, String id) throws Exception {
        List<String> answers = session.execute(ADD, id);
        session.query("rollback");
        return answers;
    }

    @Test
    void aCancelReachesAStatementThatWaits() throws Exception {
        int pid = Integer.parseInt(other.query("select pg_backend_pid()").stream()
                .filter(line -> line.startsWith("D "))
                .findFirst()
                .orElseThrow()
                .substring(2));
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            client.query("begin");
            client.execute(ADD, "1");
            for (int millis = 2; millis < 20; millis++) {
                Future<List<String>> waits = pool.submit(() -> other.execute(ADD, "1"));
                node.awaitActive(pid);
                TimeUnit.MILLISECONDS.sleep(millis);
                assertThat(node.cancel(pid)).isTrue();
                assertThat(waits.get(10, TimeUnit.SECONDS)).anyMatch(line -> line.startsWith("E 57014"));
            }
            client.query("rollback");
        }
    }
}
