package io.heliosdb.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.StartupPacket;
import io.heliosdb.server.wire.TestPgClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What a session on a sync standby does on the primary without its client's noticing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RoutedSessionTest {

    private SqlCluster cluster;
    private TestPgClient primary;
    private TestPgClient standby;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        cluster = new SqlCluster(directory, "b:sync");
        cluster.primary("a");
        cluster.standby("b", SyncMode.SYNC, "a");
        cluster.awaitInSync("a", 1);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() throws Exception {
        primary = TestPgClient.connect(cluster.clientPort("a"));
        standby = TestPgClient.connect(cluster.clientPort("b"));
    }

    @AfterEach
    void close() throws Exception {
        primary.close();
        standby.close();
    }

    private static String next(TestPgClient client) throws Exception {
        return TestPgClient.brief(client.read());
    }

    @Test
    void hearsNotificationsOfThePrimaryWhileItIsIdle() throws Exception {
        assertThat(standby.query("listen news")).containsExactly("C LISTEN", "Z I");
        primary.query("create table told (id int)");
        primary.query("begin; insert into told values (1); notify news, 'from the primary'; commit");
        assertThat(next(standby)).isEqualTo("A news from the primary");
        assertThat(standby.query("select count(*) from told")).contains("D 1");

        try (TestPgClient other = TestPgClient.connect(cluster.clientPort("b"))) {
            other.query("notify news, 'from the standby'");
        }
        assertThat(next(standby)).isEqualTo("A news from the standby");
        standby.query("unlisten news");
        primary.query("notify news, 'unheard'");
        assertThat(standby.query("select 1")).containsExactly("T1", "D 1", "C SELECT 1", "Z I");
    }

    @Test
    void hearsItsOwnNotificationBeforeItIsReadyAndWithItsOwnProcessId() throws Exception {
        standby.query("listen own");
        int pid =
                Integer.parseInt(standby.query("select pg_backend_pid()").get(1).substring(2));
        standby.send(new FrontendMessage.Query("notify own, 'x'"));
        List<BackendMessage> answers = standby.untilReady();
        assertThat(answers).contains(new BackendMessage.NotificationResponse(pid, "own", "x"));
    }

    @Test
    void keepsTemporaryTablesOnThePrimaryForTheSession() throws Exception {
        assertThat(standby.query("create temp table scratch (id int)")).containsExactly("C CREATE TABLE", "Z I");
        assertThat(standby.query("insert into scratch values (1), (2)")).containsExactly("C INSERT 0 2", "Z I");
        assertThat(standby.query("select count(*) from scratch")).contains("D 2");
        assertThat(standby.execute("select count(*) from scratch where id > $1", "1"))
                .contains("D 1");
        standby.query("begin read only");
        assertThat(standby.query("select count(*) from scratch")).contains("D 2");
        standby.query("commit");
        try (TestPgClient other = TestPgClient.connect(cluster.clientPort("b"))) {
            assertThat(other.query("select count(*) from scratch"))
                    .contains("E 42P01 relation \"scratch\" does not exist");
        }
        assertThat(standby.query("discard temp")).containsExactly("C DISCARD TEMP", "Z I");
        assertThat(standby.query("select count(*) from scratch"))
                .contains("E 42P01 relation \"scratch\" does not exist");
        standby.query("create temp table scratch (id int)");
        standby.close();
        SqlCluster.await("no temporary schema is left", () -> {
            try (TestPgClient looker = TestPgClient.connect(cluster.clientPort("a"))) {
                return looker.query("select count(*) from pg_namespace where nspname like 'pg_temp_%'")
                        .contains("D 0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void preparesAndExecutesOnThePrimary() throws Exception {
        primary.query("create table prepared (id int primary key, name text)");
        assertThat(standby.query("prepare add (int, text) as insert into prepared values ($1, $2)"))
                .containsExactly("C PREPARE", "Z I");
        assertThat(standby.query("prepare many (int) as select count(*) from prepared where id >= $1"))
                .containsExactly("C PREPARE", "Z I");
        assertThat(standby.query("execute add (1, 'one')")).containsExactly("C INSERT 0 1", "Z I");
        assertThat(standby.query("execute many (1)")).contains("D 1");
        standby.query("begin");
        assertThat(standby.query("execute add (2, 'two')")).containsExactly("C INSERT 0 1", "Z T");
        assertThat(standby.query("execute many (1)")).contains("D 2");
        standby.query("rollback");
        assertThat(standby.query("execute many (1)")).contains("D 1");
        assertThat(standby.query("deallocate add")).containsExactly("C DEALLOCATE", "Z I");
        assertThat(standby.query("execute add (3, 'x')")).contains("E 26000 prepared statement \"add\" does not exist");
    }

    @Test
    void fetchesFromCursorsOfPinnedTransactions() throws Exception {
        standby.query("create table walked as select g as id from generate_series(1, 5) as g");
        standby.query("begin");
        standby.query("insert into walked values (6)");
        assertThat(standby.query("declare c scroll cursor for select id from walked order by id"))
                .containsExactly("C DECLARE CURSOR", "Z T");
        assertThat(standby.query("fetch 2 from c")).containsExactly("T1", "D 1", "D 2", "C FETCH 2", "Z T");
        assertThat(standby.query("fetch last from c")).contains("D 6");
        assertThat(standby.query("move backward all in c")).containsExactly("C MOVE 5", "Z T");
        assertThat(standby.execute("fetch 1 from c")).contains("D 1");
        assertThat(standby.query("close c")).containsExactly("C CLOSE CURSOR", "Z T");
        standby.query("commit");
        standby.query("begin");
        standby.query("declare u cursor for select id from walked where id < 3 for update");
        assertThat(standby.query("fetch all from u")).contains("C FETCH 2");
        assertThat(primary.query("select id from walked where id = 1 for update nowait"))
                .contains("E 55P03 could not obtain lock on row in relation \"walked\"");
        standby.query("rollback");
    }

    @Test
    void carriesSettingsAndTheirTransactions() throws Exception {
        standby.query("create table carried (at text default current_setting('timezone'))");
        standby.query("set timezone = 'Europe/Berlin'");
        standby.query("insert into carried default values");
        standby.query("begin; set local timezone = 'Asia/Tokyo'; insert into carried default values; commit");
        standby.query("insert into carried default values");
        standby.query("begin; set timezone = 'UTC'; insert into carried default values; rollback");
        standby.query("insert into carried default values");
        standby.query("reset timezone; set search_path = pg_catalog, public");
        standby.query("insert into carried values (current_setting('search_path'))");
        assertThat(primary.query("select at from carried"))
                .containsSubsequence(
                        "D Europe/Berlin",
                        "D Asia/Tokyo",
                        "D Europe/Berlin",
                        "D Europe/Berlin",
                        "D pg_catalog, public");
    }

    @Test
    void holdsLocksOnThePrimary() throws Exception {
        standby.query("create table held (id int)");
        standby.query("begin");
        assertThat(standby.query("lock table held in access exclusive mode")).containsExactly("C LOCK TABLE", "Z T");
        assertThat(primary.query("begin; lock table held in access share mode nowait"))
                .anyMatch(m -> m.startsWith("E 55P03 could not obtain lock on relation"));
        primary.query("rollback");
        standby.query("rollback");
        assertThat(standby.query("select pg_advisory_lock(77)")).contains("C SELECT 1");
        assertThat(primary.query("select pg_try_advisory_lock(77)")).contains("D f");
        try (TestPgClient other = TestPgClient.connect(cluster.clientPort("b"))) {
            assertThat(other.query("select pg_try_advisory_lock(77)")).contains("D f");
        }
        assertThat(standby.query("select pg_advisory_unlock(77)")).contains("D t");
        assertThat(primary.query("select pg_try_advisory_lock(77)")).contains("D t");
        primary.query("select pg_advisory_unlock(77)");
    }

    @Test
    void cancelsWhatRunsOnThePrimary() throws Exception {
        primary.query("create table blocked (id int primary key)");
        primary.query("insert into blocked values (1)");
        primary.query("begin; update blocked set id = 1");
        try (TestPgClient client = new TestPgClient(cluster.clientPort("b"))) {
            client.start(Map.of("user", "alice"));
            BackendMessage.BackendKeyData key = client.untilReady().stream()
                    .filter(BackendMessage.BackendKeyData.class::isInstance)
                    .map(BackendMessage.BackendKeyData.class::cast)
                    .findFirst()
                    .orElseThrow();
            client.send(new FrontendMessage.Query("update blocked set id = 2"));
            SqlCluster.await("the statement waits on the primary", () -> isBlocked());
            try (TestPgClient wrong = new TestPgClient(cluster.clientPort("b"))) {
                wrong.start(new StartupPacket.CancelRequest(key.pid(), key.secret() + 1));
            }
            client.timeout(300);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            client.timeout(10_000);
            try (TestPgClient right = new TestPgClient(cluster.clientPort("b"))) {
                right.start(new StartupPacket.CancelRequest(key.pid(), key.secret()));
            }
            assertThat(client.untilReady().stream().map(TestPgClient::brief))
                    .containsExactly("E 57014 canceling statement due to user request", "Z I");
            client.query("set statement_timeout = '100ms'");
            assertThat(client.query("update blocked set id = 2"))
                    .containsExactly("E 57014 canceling statement due to statement timeout", "Z I");
            primary.query("commit");
            assertThat(client.query("update blocked set id = 2")).containsExactly("C UPDATE 1", "Z I");
        }
    }

    private boolean isBlocked() {
        try (TestPgClient looker = TestPgClient.connect(cluster.clientPort("a"))) {
            return looker.query("select 1 from pg_stat_activity where query like 'update blocked set id = 2%'"
                            + " and state = 'active'")
                    .contains("D 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsItsOwnWritesAlsoAfterErrors() throws Exception {
        standby.query("create table own (id int primary key)");
        for (int i = 1; i <= 50; i++) {
            assertThat(standby.query("insert into own values (" + i + ")")).containsExactly("C INSERT 0 1", "Z I");
            assertThat(standby.query("insert into own values (" + i + ")").getFirst())
                    .startsWith("E 23505");
            assertThat(standby.execute("select count(*) from own")).contains("D " + i);
        }
        assertThat(standby.query("begin; insert into own values (0); savepoint s; insert into own values (0)"))
                .contains("E 23505 duplicate key value violates unique constraint \"own_pkey\"", "Z E");
        assertThat(standby.query("rollback to s; select count(*) from own")).contains("D 51", "Z T");
        standby.query("commit");
        assertThat(standby.query("select count(*) from own")).contains("D 51");
    }

    @Test
    void relaysEveryFieldOfAnError() throws Exception {
        standby.query("create schema strict");
        standby.query("create table strict.fields (id int primary key, size int constraint positive check (size > 0))");
        standby.query("insert into strict.fields values (1, 1)");
        standby.send(new FrontendMessage.Query("insert into strict.fields values (1, 1)"));
        BackendMessage.ErrorResponse duplicate =
                (BackendMessage.ErrorResponse) standby.untilReady().getFirst();
        assertThat(duplicate.fields().get('D')).isEqualTo("Key (id)=(1) already exists.");
        assertThat(duplicate.fields().get('s')).isEqualTo("strict");
        assertThat(duplicate.fields().get('t')).isEqualTo("fields");
        assertThat(duplicate.fields().get('n')).isEqualTo("fields_pkey");
        standby.send(new FrontendMessage.Query("insert into strict.fields values (2, 0)"));
        BackendMessage.ErrorResponse check =
                (BackendMessage.ErrorResponse) standby.untilReady().getFirst();
        assertThat(check.fields().get('n')).isEqualTo("positive");
        assertThat(check.fields().get('D')).isEqualTo("Failing row contains (2, 0).");
        standby.send(new FrontendMessage.Query("select 'äöü😀'; insert into strict.fields (id, sice) values (3, 3)"));
        BackendMessage.ErrorResponse unknown = standby.untilReady().stream()
                .filter(BackendMessage.ErrorResponse.class::isInstance)
                .map(BackendMessage.ErrorResponse.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(unknown.fields().state()).isEqualTo("42703");
        assertThat(unknown.fields().get('P')).isEqualTo("48");
    }

    @Test
    void aTemporaryTableOfThePrimaryIsNotSeenByTheStandbysSessionOfTheSameNumber(@TempDir Path directory)
            throws Exception {
        try (SqlCluster fresh = new SqlCluster(directory, "b:sync")) {
            fresh.primary("a");
            fresh.standby("b", SyncMode.SYNC, "a");
            fresh.awaitInSync("a", 1);
            for (int i = 0; i < 5; i++) {
                try (TestPgClient first = TestPgClient.connect(fresh.clientPort("a"));
                        TestPgClient second = TestPgClient.connect(fresh.clientPort("b"))) {
                    assertThat(first.query("create temp table secret (id int)")).contains("C CREATE TABLE");
                    assertThat(second.query("select * from secret"))
                            .contains("E 42P01 relation \"secret\" does not exist");
                }
            }
        }
    }

    @Test
    void temporaryTablesThatACrashHasLeftAreRemoved(@TempDir Path directory) throws Exception {
        try (SqlCluster fresh = new SqlCluster(directory, "")) {
            fresh.primary("a");
            TestPgClient lost = TestPgClient.connect(fresh.clientPort("a"));
            assertThat(lost.query("create temp table left_over (id int)")).contains("C CREATE TABLE");
            fresh.crash("a");
            lost.close();
            fresh.primary("a");
            for (int i = 0; i < 5; i++) {
                try (TestPgClient next = TestPgClient.connect(fresh.clientPort("a"))) {
                    assertThat(next.query("create temp table left_over (id int)"))
                            .contains("C CREATE TABLE");
                }
            }
            try (TestPgClient next = TestPgClient.connect(fresh.clientPort("a"))) {
                SqlCluster.await("they are gone", () -> {
                    try {
                        return next.query("select count(*) from pg_class where relname = 'left_over'")
                                .contains("D 0");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }
}
