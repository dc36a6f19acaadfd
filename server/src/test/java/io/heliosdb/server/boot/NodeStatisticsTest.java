package io.heliosdb.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.wire.TestPgClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What views and functions about a node's work say is what the node has done.
@SuppressWarnings("NullAway.Init")
class NodeStatisticsTest {

    private SqlCluster cluster;
    private TestPgClient primary;
    private TestPgClient standby;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        cluster = new SqlCluster(directory, "b:sync");
        cluster.primary("a");
        cluster.standby("b", SyncMode.SYNC, "a");
        cluster.awaitInSync("a", 1);
        primary = TestPgClient.connect(cluster.clientPort("a"));
        standby = TestPgClient.connect(cluster.clientPort("b"));
    }

    @AfterEach
    void stop() throws Exception {
        primary.close();
        standby.close();
        cluster.close();
    }

    private static String value(TestPgClient client, String sql) {
        try {
            List<String> answer = client.query(sql);
            return answer.stream()
                    .filter(line -> line.startsWith("D "))
                    .map(line -> line.substring(2))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(sql + ": " + answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long stat(TestPgClient client, String column) {
        return Long.parseLong(
                value(client, "select " + column + " from pg_stat_database where datname = current_database()"));
    }

    @Test
    void transactionsAreCountedWhereTheyEnd() throws Exception {
        long commits = stat(primary, "xact_commit");
        long rollbacks = stat(primary, "xact_rollback");
        primary.query("create table t (id int primary key)");
        primary.query("begin; insert into t values (1); commit");
        primary.execute("select count(*) from t where id > $1", "0");
        primary.query("begin; insert into t values (2); rollback");
        primary.query("insert into t values (1)");
        primary.query("begin");
        primary.query("select 1/0");
        primary.query("commit");
        // With that of each of the two questions above, and the first one's own.
        assertThat(stat(primary, "xact_commit") - commits).isEqualTo(3 + 2);
        assertThat(stat(primary, "xact_rollback") - rollbacks).isEqualTo(3);
    }

    @Test
    void whatIsForwardedIsCountedOnThePrimary() throws Exception {
        standby.query("create table t (id int primary key)");
        long commits = stat(primary, "xact_commit");
        long inserted = stat(primary, "tup_inserted");
        long here = stat(standby, "xact_commit");
        standby.query("begin; insert into t values (1); insert into t values (2); commit");
        assertThat(stat(primary, "xact_commit") - commits).isEqualTo(1 + 2);
        assertThat(stat(primary, "tup_inserted") - inserted).isEqualTo(2);
        assertThat(stat(standby, "xact_commit") - here).isEqualTo(1);
        assertThat(stat(standby, "tup_inserted")).isZero();
    }

    @Test
    void rowsAreCountedAsTheyAreReadAndChanged() throws Exception {
        primary.query("create table parent (id int primary key)");
        primary.query("create table child (id int primary key, parent int references parent on delete cascade)");
        primary.query("insert into parent select i from generate_series(1, 10) i");
        primary.query("insert into child select i, i from generate_series(1, 10) i");
        long inserted = stat(primary, "tup_inserted");
        long updated = stat(primary, "tup_updated");
        long deleted = stat(primary, "tup_deleted");
        primary.query("insert into parent values (11), (12), (13)");
        primary.query("insert into parent values (1) on conflict (id) do update set id = 1");
        primary.query("begin; update child set parent = 11 where id <= 3; rollback");
        primary.query("delete from parent where id = 5");
        assertThat(stat(primary, "tup_inserted") - inserted).isEqualTo(3);
        assertThat(stat(primary, "tup_updated") - updated).isEqualTo(1 + 3);
        assertThat(stat(primary, "tup_deleted") - deleted).as("the child too").isEqualTo(2);

        long returned = stat(primary, "tup_returned");
        long fetched = stat(primary, "tup_fetched");
        primary.query("select * from child where parent is null");
        assertThat(stat(primary, "tup_returned") - returned).as("every row").isEqualTo(9);
        assertThat(stat(primary, "tup_fetched") - fetched).isZero();
        primary.query("select * from child where id = 7");
        assertThat(stat(primary, "tup_returned") - returned).isEqualTo(9 + 1);
        assertThat(stat(primary, "tup_fetched") - fetched).isEqualTo(1);
    }

    @Test
    void rowsAreCountedByTableAndIndex() throws Exception {
        primary.query("create table t (id int primary key, n int); create table u (id int)");
        primary.query("insert into t select i, i from generate_series(1, 10) i");
        primary.query("update t set n = 0 where n > 7");
        primary.query("delete from t where id = 1");
        primary.query("select * from t where id in (2, 3)");
        String tables = "select relname, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch, n_tup_ins, n_tup_upd,"
                + " n_tup_del, n_live_tup from pg_stat_user_tables order by relname";
        assertThat(primary.query(tables)).contains("D t|1|10|2|3|10|3|1|9", "D u|0|0|null|null|0|0|0|0");
        assertThat(primary.query(
                        "select indexrelname, idx_scan, idx_tup_read, idx_tup_fetch from pg_stat_user_indexes"))
                .contains("D t_pkey|2|3|3");
        assertThat(value(
                        primary,
                        "select count(*) from pg_stat_all_tables where schemaname in ('pg_catalog',"
                                + " 'information_schema')"))
                .isEqualTo(value(primary, "select count(*) from pg_stat_sys_tables"));
        assertThat(value(primary, "select heap_blks_read from pg_statio_user_tables where relname = 't'"))
                .isEqualTo("0");
    }

    @Test
    void copiedRowsAreCounted() throws Exception {
        primary.query("create table t (id int)");
        long inserted = stat(primary, "tup_inserted");
        primary.send(new FrontendMessage.Query("copy t from stdin"));
        primary.send(new FrontendMessage.CopyData("1\n2\n3\n".getBytes(StandardCharsets.UTF_8)));
        primary.send(new FrontendMessage.CopyDone());
        primary.untilReady();
        assertThat(stat(primary, "tup_inserted") - inserted).isEqualTo(3);
    }

    @Test
    void deadlocksAreCounted() throws Exception {
        primary.query("create table t (id int primary key, n int)");
        primary.query("insert into t values (1, 0), (2, 0)");
        assertThat(stat(primary, "deadlocks")).isZero();
        try (TestPgClient other = TestPgClient.connect(cluster.clientPort("a"))) {
            primary.query("begin; update t set n = 1 where id = 1");
            other.query("begin; update t set n = 1 where id = 2");
            primary.send(new FrontendMessage.Query("update t set n = 2 where id = 2"));
            SqlCluster.await(
                    "the first waits",
                    () -> value(standby, "select 1").equals("1")
                            && cluster.node("a").engine().heldLocks().stream().anyMatch(lock -> !lock.granted()));
            other.query("update t set n = 2 where id = 1");
            primary.untilReady();
            primary.query("rollback");
            other.query("rollback");
        }
        assertThat(stat(primary, "deadlocks")).isEqualTo(1);
    }

    @Test
    void sessionsAreCountedByTheirEnds() throws Exception {
        long sessions = stat(primary, "sessions");
        TestPgClient polite = TestPgClient.connect(cluster.clientPort("a"));
        polite.send(new FrontendMessage.Terminate());
        polite.close();
        TestPgClient killed = TestPgClient.connect(cluster.clientPort("a"));
        String pid = value(killed, "select pg_backend_pid()");
        primary.query("select pg_terminate_backend(" + pid + ")");
        TestPgClient lost = TestPgClient.connect(cluster.clientPort("a"));
        lost.query("begin; select pg_sleep(0.01)");
        lost.close();
        TestPgClient slow = TestPgClient.connect(cluster.clientPort("a"));
        slow.query("set idle_session_timeout = 1");
        SqlCluster.await("they are gone", () -> stat(primary, "numbackends") == 1);
        assertThat(stat(primary, "sessions") - sessions).isEqualTo(4);
        assertThat(stat(primary, "sessions_killed")).isEqualTo(1);
        assertThat(stat(primary, "sessions_abandoned")).isEqualTo(1);
        assertThat(stat(primary, "sessions_fatal")).isEqualTo(1);
        assertThat(value(
                        primary,
                        "select active_time > 5 and active_time < session_time"
                                + " and idle_in_transaction_time > 0 from pg_stat_database"))
                .isEqualTo("t");
        killed.close();
        slow.close();
    }

    @Test
    void theTimeOfTheLastReplayIsThatOfTheLastCommit() throws Exception {
        primary.query("create table t (id int)");
        String before = value(primary, "select clock_timestamp()");
        primary.query("insert into t values (1)");
        String after = value(primary, "select clock_timestamp()");
        assertThat(value(
                        standby, "select pg_last_xact_replay_timestamp() between '" + before + "' and '" + after + "'"))
                .isEqualTo("t");
        String replayed = value(standby, "select pg_last_xact_replay_timestamp()");
        String heartbeat = value(standby, "select last_heartbeat from pg_replication_primary");
        SqlCluster.await("another heartbeat", () -> !value(standby, "select last_heartbeat from pg_replication_primary")
                .equals(heartbeat));
        assertThat(value(standby, "select pg_last_xact_replay_timestamp()")).isEqualTo(replayed);
        assertThat(value(primary, "select pg_last_xact_replay_timestamp() is null"))
                .isEqualTo("t");
    }

    @Test
    void theReceiverIsShownWithAnIdOfItsOwnWhileThereIsOne() throws Exception {
        String pid = value(standby, "select pid from pg_stat_wal_receiver where status = 'streaming'");
        try (TestPgClient other = TestPgClient.connect(cluster.clientPort("b"))) {
            assertThat(value(other, "select pid from pg_stat_wal_receiver")).isEqualTo(pid);
            assertThat(value(other, "select count(*) from pg_stat_activity where pid = " + pid))
                    .isEqualTo("0");
        }
        primary.close();
        cluster.stop("a");
        SqlCluster.await("there is no receiver", () -> value(standby, "select count(*) from pg_stat_wal_receiver")
                .equals("0"));
        assertThat(value(standby, "select pg_last_wal_receive_lsn() >= pg_last_wal_replay_lsn()"))
                .isEqualTo("t");
        cluster.primary("a");
        SqlCluster.await("another receiver", () -> value(
                        standby, "select count(*) from pg_stat_wal_receiver where pid <> " + pid)
                .equals("1"));
        primary = TestPgClient.connect(cluster.clientPort("a"));
    }
}
