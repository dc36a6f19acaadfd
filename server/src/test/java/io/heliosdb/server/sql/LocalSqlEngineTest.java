package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// JUnit fills the fields in before anything runs.
@SuppressWarnings("NullAway")
class LocalSqlEngineTest {

    @TempDir
    private Path directory;

    private SqlFixture database;
    private SqlFixture.Connection session;

    @BeforeEach
    void open() {
        database = new SqlFixture(directory.resolve("db"));
        session = database.connect();
        session.run("create table p (id int primary key, n text unique);"
                + "create table c (id int primary key, pid int references p(id) on delete cascade on update cascade);"
                + "create table s (g text, k int, v int);"
                + "insert into p values (1, 'a'), (2, 'b'), (3, 'c');"
                + "insert into c values (1, 1), (2, 2), (3, 2);"
                + "insert into s values ('a', 1, 10), ('a', 2, 20), ('b', 1, 5), ('b', null, 7)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void joinsOfAllKindsGiveTheRightRows() {
        assertThat(session.run("select p.id, c.id from p join c on p.id = c.pid order by 1, 2"))
                .containsExactly("1|1", "2|2", "2|3", "SELECT 3");
        assertThat(session.run("select p.id, c.id from p left join c on p.id = c.pid order by 1, 2"))
                .containsExactly("1|1", "2|2", "2|3", "3|", "SELECT 4");
        assertThat(session.run("select s.v, p.id from s full join p on s.k = p.id order by 1, 2"))
                .containsExactly("5|1", "7|", "10|1", "20|2", "|3", "SELECT 5");
        assertThat(session.run("select id from p where exists (select 1 from c where c.pid = p.id) order by 1"))
                .containsExactly("1", "2", "SELECT 2");
    }

    @Test
    void notInWithNullsIsNeverTrue() {
        assertThat(session.run("select v from s where v not in (select k from s)"))
                .containsExactly("SELECT 0");
    }

    @Test
    void groupingSetsAndWindowsAreComputed() {
        assertThat(session.run("select g, k, sum(v), grouping(g, k) from s group by rollup(g, k) order by g, k"))
                .containsExactly(
                        "a|1|10|0", "a|2|20|0", "a||30|1", "b|1|5|0", "b||7|0", "b||12|1", "||42|3", "SELECT 7");
        assertThat(session.run("select v, sum(v) over (partition by g order by v), rank() over (order by v desc),"
                        + " lag(v) over (order by v) from s order by v"))
                .containsExactly("5|5|4|", "7|12|3|5", "10|10|2|7", "20|30|1|10", "SELECT 4");
        assertThat(session.run("select v, sum(v) over (order by v range between 5 preceding and current row) from s"
                        + " order by v"))
                .containsExactly("5|5", "7|12", "10|22", "20|20", "SELECT 4");
    }

    @Test
    void recursionStopsWhenNothingIsAdded() {
        assertThat(session.run("with recursive r(n) as (select 1 union all select n + 1 from r where n < 5)"
                        + " select sum(n) from r"))
                .containsExactly("15", "SELECT 1");
    }

    @Test
    void violatedConstraintsSayWhat() {
        assertError("insert into p values (1, 'x')", SqlState.UNIQUE_VIOLATION, "Key (id)=(1) already exists.");
        assertError("insert into p values (null, 'x')", SqlState.NOT_NULL_VIOLATION, "Failing row contains (null, x).");
        assertError(
                "insert into c values (9, 99)",
                SqlState.FOREIGN_KEY_VIOLATION,
                "Key (pid)=(99) is not present in table \"p\".");
        assertThat(session.run("select count(*) from p")).containsExactly("3", "SELECT 1");
    }

    private void assertError(String sql, SqlState state, String detail) {
        assertThatThrownBy(() -> session.run(sql)).isInstanceOfSatisfying(SqlException.class, e -> {
            assertThat(e.state()).isEqualTo(state);
            assertThat(e.detail()).contains(detail);
        });
    }

    @Test
    void referringRowsFollowTheirKey() {
        session.run("update p set id = 20 where id = 2");
        assertThat(session.run("select id, pid from c order by id")).containsExactly("1|1", "2|20", "3|20", "SELECT 3");
        session.run("delete from p where id = 20");
        assertThat(session.run("select id from c")).containsExactly("1", "SELECT 1");
    }

    @Test
    void deferredKeysAreCheckedAtCommit() {
        session.run("create table d (pid int references p(id) deferrable initially deferred)");
        session.begin();
        session.run("insert into d values (77)");
        assertThatThrownBy(session::commit).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.FOREIGN_KEY_VIOLATION));
        session.begin();
        session.run("insert into d values (77)");
        session.run("insert into p values (77, 'z')");
        session.commit();
        assertThat(session.run("select * from d")).containsExactly("77", "SELECT 1");
    }

    @Test
    void conflictsUpdateTheRowThatIsThere() {
        assertThat(session.run("insert into p values (1, 'q'), (8, 'r') on conflict (id) do update"
                        + " set n = p.n || excluded.n returning *"))
                .containsExactly("1|aq", "8|r", "INSERT 0 2");
        assertThat(session.run("insert into p values (1, 'q') on conflict do nothing"))
                .containsExactly("INSERT 0 0");
    }

    @Test
    void anUpdateThatWaitedSeesTheNewestVersion() {
        SqlFixture.Connection other = database.connect();
        session.begin();
        session.run("update s set v = v + 1 where g = 'a' and k = 1");
        CompletableFuture<Object> waiting =
                CompletableFuture.supplyAsync(() -> other.run("update s set v = v + 1 where g = 'a' and k = 1"));
        session.commit();
        assertThat(waiting.join().toString()).contains("UPDATE 1");
        assertThat(session.run("select v from s where g = 'a' and k = 1")).containsExactly("12", "SELECT 1");
    }

    @Test
    void anInsertWaitsForWhoInsertsTheSameKey() {
        SqlFixture.Connection other = database.connect();
        session.begin();
        session.run("insert into p values (5, 'e')");
        CompletableFuture<Object> waiting =
                CompletableFuture.supplyAsync(() -> other.run("insert into p values (5, 'f') on conflict do nothing"));
        session.commit();
        assertThat(waiting.join().toString()).contains("INSERT 0 0");
    }

    @Test
    void explainShowsTheIndex() {
        assertThat(session.run("explain (costs off) select * from p where id = 2"))
                .containsExactly("Index Scan using p_pkey on p", "  Index Cond: (id = 2)", "EXPLAIN");
    }
}
