package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.txn.ShutGate;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits that the event loop begins and goes on with once the log is durable: answers keep their order,
/// errors their place, and what follows in the pipeline waits.
@SuppressWarnings("NullAway.Init")
class CommitAheadTest {

    @TempDir
    Path directory = Path.of("");

    private final ShutGate gate = new ShutGate();
    private SingleNode node;
    private TestPgClient client;
    private TestPgClient other;

    @BeforeEach
    void open() throws Exception {
        node = new SingleNode(directory.resolve("data"), 0, gate);
        client = TestPgClient.connect(node.port());
        other = TestPgClient.connect(node.port());
        client.query("create table t (id int primary key, n int unique deferrable initially deferred)");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        other.close();
        node.close();
    }

    private static List<FrontendMessage> run(String text) {
        return List.of(
                new FrontendMessage.Parse("", text, List.of()),
                new FrontendMessage.Bind("", "", List.of(), List.of(), List.of()),
                new FrontendMessage.Execute("", 0));
    }

    @Test
    void aPipelineOfTransactionsIsAnsweredInOrder() throws Exception {
        for (int round = 0; round < 4; round++) {
            List<FrontendMessage> messages = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                messages.addAll(run("begin"));
                messages.addAll(run("insert into t values (" + (10 * round + i) + ", null)"));
                messages.addAll(run("commit"));
            }
            messages.add(new FrontendMessage.Sync());
            client.send(messages.toArray(FrontendMessage[]::new));
            List<String> tags = client.untilReady().stream()
                    .map(TestPgClient::brief)
                    .filter(line -> line.startsWith("C ") || line.startsWith("E ") || line.startsWith("Z "))
                    .toList();
            assertThat(tags)
                    .containsExactly(
                            "C BEGIN",
                            "C INSERT 0 1",
                            "C COMMIT",
                            "C BEGIN",
                            "C INSERT 0 1",
                            "C COMMIT",
                            "C BEGIN",
                            "C INSERT 0 1",
                            "C COMMIT",
                            "Z I");
            assertThat(other.query("select count(*) from t")).contains("D " + 3 * (round + 1));
        }
    }

    @Test
    void anImplicitTransactionIsVisibleOnceItsSyncIsAnswered() throws Exception {
        for (int id = 0; id < 20; id++) {
            assertThat(client.execute("insert into t values ($1, $2)", String.valueOf(id), String.valueOf(id)))
                    .contains("C INSERT 0 1", "Z I");
            assertThat(other.query("select n from t where id = " + id)).contains("D " + id);
        }
    }

    /// What has come after so long is all that comes before something else happens.
    private List<String> answersSoFar() throws Exception {
        List<String> answers = new ArrayList<>();
        client.timeout(100);
        try {
            while (true) {
                answers.add(TestPgClient.brief(client.read()));
            }
        } catch (SocketTimeoutException e) {
            client.timeout(10_000);
            return answers;
        }
    }

    @Test
    void noCommitIsAnsweredOrSeenBeforeTheGateOpens() throws Exception {
        client.query("create table plain (id int primary key)");
        List<FrontendMessage> extended = new ArrayList<>(run("commit"));
        extended.add(new FrontendMessage.Sync());
        List<FrontendMessage> implicit = new ArrayList<>(run("insert into plain values (2)"));
        implicit.add(new FrontendMessage.Sync());
        List<List<FrontendMessage>> ways = List.of(List.of(new FrontendMessage.Query("commit")), extended, implicit);
        for (int way = 0; way < ways.size(); way++) {
            if (way < 2) {
                client.query("begin");
                client.execute("insert into plain values ($1)", "" + way);
            }
            gate.shut();
            client.send(ways.get(way).toArray(FrontendMessage[]::new));
            assertThat(answersSoFar())
                    .as("way %d", way)
                    .noneMatch(line -> line.startsWith("Z ") || line.equals("C COMMIT"));
            assertThat(other.query("select count(*) from plain")).contains("D " + way);
            gate.open();
            assertThat(client.untilReady().stream().map(TestPgClient::brief)).endsWith("Z I");
            assertThat(other.query("select count(*) from plain")).contains("D " + (way + 1));
        }
    }

    @Test
    void whatWasPutOffToTheCommitStillRefusesIt() throws Exception {
        for (int id = 1; id <= 3; id++) {
            client.execute("insert into t values ($1, $2)", String.valueOf(id), String.valueOf(id));
        }
        client.query("begin");
        client.execute("insert into t values ($1, $2)", "7", "1");
        assertThat(client.query("commit"))
                .anyMatch(line -> line.startsWith("E 23505"))
                .endsWith("Z I");
        assertThat(client.execute("insert into t values ($1, $2)", "8", "2"))
                .anyMatch(line -> line.startsWith("E 23505"))
                .endsWith("Z I");
        assertThat(other.query("select count(*) from t")).contains("D 3");
    }

    @Test
    void aKnownTextFollowsChangesOfItsTable() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(client.execute("select * from t where id = $1", "1")).contains("Z I");
            assertThat(other.execute("select * from t where id = $1", "1")).contains("Z I");
        }
        client.query("alter table t add column extra text default 'e'");
        client.query("insert into t values (1, 1)");
        assertThat(other.execute("select * from t where id = $1", "1")).contains("D 1|1|e");
        client.query("drop table t");
        assertThat(other.execute("select * from t where id = $1", "1"))
                .anyMatch(line -> line.startsWith("E 42P01"))
                .endsWith("Z I");
    }
}
