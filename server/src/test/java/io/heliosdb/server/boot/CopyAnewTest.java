package io.heliosdb.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.node.ClusterNode;
import io.heliosdb.server.node.LinkProxy;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.wire.TestPgClient;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A standby that needs a new copy takes it without a restart: its clients lose their sessions and come back.
@SuppressWarnings("NullAway.Init")
class CopyAnewTest {

    private static final int ROWS = 200;

    private SqlCluster cluster;

    @BeforeEach
    void open(@TempDir Path directory) {
        cluster = new SqlCluster(directory, "");
        cluster.walKeepBytes(1 << 20);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void sessionsEndAndNewOnesSeeThePrimarysRows() throws Exception {
        ClusterNode a = cluster.primary("a");
        try (LinkProxy link = new LinkProxy(cluster.replicationPort("a"));
                TestPgClient primary = TestPgClient.connect(cluster.clientPort("a"))) {
            ClusterNode b = cluster.standby("b", SyncMode.SEMI_SYNC, link.port());
            SqlCluster.await("in sync", () -> b.writable());
            TestPgClient reader = TestPgClient.connect(cluster.clientPort("b"));
            reader.query("create table t (id int primary key, text text)");
            assertThat(reader.query("begin; select count(*) from t")).contains("D 0");

            link.stall();
            primary.query("insert into t select i, repeat('x', 10000) from generate_series(1, " + ROWS + ") i");
            SqlCluster.await("the log is gone", () -> {
                query(primary, "update t set text = text || 'y' where id <= 100");
                a.engine().checkpoint();
                return a.engine().oldestLsn().isAfter(b.engine().flushedLsn());
            });
            link.resume();

            List<BackendMessage> last = untilClosed(reader);
            assertThat(last.stream().map(TestPgClient::brief))
                    .contains("E 57P01 terminating connection due to administrator command");
            SqlCluster.await("the standby serves again", () -> counted(cluster.clientPort("b")) == ROWS);
            SqlCluster.await("it forwards", () -> b.writable());
            try (TestPgClient writer = TestPgClient.connect(cluster.clientPort("b"))) {
                assertThat(writer.query("insert into t values (0, 'through the standby')"))
                        .contains("C INSERT 0 1");
                assertThat(writer.query("select count(*) from t")).contains("D " + (ROWS + 1));
            }
        }
    }

    private static List<String> query(TestPgClient client, String sql) {
        try {
            return client.query(sql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<BackendMessage> untilClosed(TestPgClient client) throws IOException {
        List<BackendMessage> messages = new ArrayList<>();
        try (client) {
            while (true) {
                messages.add(client.read());
            }
        } catch (EOFException e) {
            return messages;
        }
    }

    /// -1 while nobody is let in, with 57P03.
    private static int counted(int port) {
        try (TestPgClient client = new TestPgClient(port)) {
            client.start(Map.of("user", "app", "database", "heliosdb"));
            List<String> greeting =
                    client.untilReady().stream().map(TestPgClient::brief).toList();
            if (greeting.stream().anyMatch(line -> line.startsWith("E 57P03"))) {
                return -1;
            }
            return client.query("select count(*) from t").stream()
                    .filter(line -> line.startsWith("D "))
                    .mapToInt(line -> Integer.parseInt(line.substring(2)))
                    .findFirst()
                    .orElse(-1);
        } catch (EOFException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
