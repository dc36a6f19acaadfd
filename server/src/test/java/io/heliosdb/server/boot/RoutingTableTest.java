package io.heliosdb.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.wire.TestPgClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way to write, in both protocols, on every kind of standby: all of them run through `sync` and
/// `semi-sync`, none on `async`, which says where to go.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RoutingTableTest {

    private static final List<String> REFUSAL = List.of(
            "25006",
            "cannot execute write operations in read-only mode (async standby)",
            "Connect to the primary for write operations, or configure sync mode for transparent routing.");

    private static final Map<String, String> NODES = Map.of("sync", "b", "semi-sync", "c", "async", "d");

    private SqlCluster cluster;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        cluster = new SqlCluster(directory, "b:sync,c:semi-sync,d:async");
        cluster.primary("a");
        cluster.standby("b", SyncMode.SYNC, "a");
        cluster.standby("c", SyncMode.SEMI_SYNC, "a");
        cluster.standby("d", SyncMode.ASYNC, "a");
        cluster.awaitInSync("a", 2);
        try (TestPgClient client = TestPgClient.connect(cluster.clientPort("a"))) {
            client.query("create table t (id int primary key, name text)");
            client.query("insert into t values (1, 'one')");
            client.query("create sequence s");
            client.query("create view v as select * from t");
            client.query("create role somebody");
        }
        for (String node : NODES.values()) {
            SqlCluster.await("the schema on " + node, () -> knows(node));
        }
    }

    private boolean knows(String node) {
        try (TestPgClient client = TestPgClient.connect(cluster.clientPort(node))) {
            return client.query("select count(*) from pg_roles where rolname = 'somebody'")
                    .contains("D 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t values (9, 'x')",
                "insert into t select 9, 'x'",
                "insert into t values (9, 'x') returning id",
                "insert into t values (1, 'x') on conflict (id) do update set name = excluded.name",
                "update t set name = 'x'",
                "update t set name = 'x' where false",
                "delete from t",
                "truncate t",
                "with gone as (delete from t returning *) select * from gone",
                "with new as (insert into t values (9, 'x') returning id) select count(*) from new",
                "select nextval('s')",
                "select setval('s', 7)",
                "select count(*) from (select nextval('s') from generate_series(1, 3)) as n",
                "select * from t for update",
                "select * from t for no key update",
                "select * from t for share",
                "select * from (select * from t for key share) as k",
                "select * into other from t",
                "create table other (id int)",
                "create table other as select * from t",
                "create temp table other (id int)",
                "create index other on t (name)",
                "create view other as select 1",
                "create sequence other",
                "create schema other",
                "create role other",
                "alter table t add column extra int",
                "alter sequence s restart",
                "drop view v",
                "grant select on t to somebody",
                "revoke select on t from somebody",
                "comment on table t is 'x'",
                "lock table t",
                "notify news",
                "analyze t",
                "copy t to stdout; insert into t values (9, 'x')",
                "begin; insert into t values (9, 'x')",
                "explain analyze insert into t values (9, 'x')",
            })
    void writes(String sql) throws Exception {
        for (Map.Entry<String, String> node : NODES.entrySet()) {
            for (boolean extended : new boolean[] {false, true}) {
                if (extended && sql.contains(";")) {
                    continue;
                }
                try (TestPgClient client = TestPgClient.connect(cluster.clientPort(node.getValue()))) {
                    client.query("begin");
                    client.send(
                            extended
                                    ? new FrontendMessage[] {
                                        new FrontendMessage.Parse("", sql, List.of()),
                                        new FrontendMessage.Bind("", "", List.of(), List.of(), List.of()),
                                        new FrontendMessage.Execute("", 0),
                                        new FrontendMessage.Sync()
                                    }
                                    : new FrontendMessage[] {new FrontendMessage.Query(sql)});
                    List<List<String>> errors = client.untilReady().stream()
                            .filter(BackendMessage.ErrorResponse.class::isInstance)
                            .map(m -> ((BackendMessage.ErrorResponse) m).fields())
                            .map(f -> List.of(f.state(), f.message(), f.get('H')))
                            .toList();
                    assertThat(errors)
                            .as("%s on %s, %s", sql, node.getKey(), extended ? "extended" : "simple")
                            .isEqualTo(node.getKey().equals("async") ? List.of(REFUSAL) : List.of());
                    client.query("rollback");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from t",
                "with x as (select 1) select * from x",
                "values (1)",
                "table t",
                "explain insert into t values (9, 'x')",
                "explain analyze select * from t",
                "show timezone",
                "set timezone = 'UTC'",
                "copy t to stdout",
                "copy (select * from t) to stdout",
                "declare c cursor for select * from t",
                "prepare p as select * from t",
                "select pg_is_in_recovery()",
                "listen news",
            })
    void reads(String sql) throws Exception {
        for (String node : NODES.values()) {
            try (TestPgClient client = TestPgClient.connect(cluster.clientPort(node))) {
                client.query("begin");
                assertThat(client.query(sql)).as("%s on %s", sql, node).noneMatch(m -> m.startsWith("E "));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy t from stdin", "copy t from stdin with (format csv)"})
    void copiesIn(String sql) throws Exception {
        try (TestPgClient client = TestPgClient.connect(cluster.clientPort("d"))) {
            assertThat(client.query(sql)).containsExactly("E 25006 " + REFUSAL.get(1), "Z I");
        }
    }
}
