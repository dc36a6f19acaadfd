package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements that come again with other literals answer as they do the first time.
@SuppressWarnings("NullAway.Init")
class SharedStatementsTest {

    @TempDir
    Path directory = Path.of("");

    private SingleNode node;
    private TestPgClient client;

    @BeforeEach
    void open() throws Exception {
        node = new SingleNode(directory.resolve("data"), 0);
        client = TestPgClient.connect(node.port());
        client.query("create table t (id int primary key, small int2, amount numeric(8,2), name varchar(5), day date,"
                + " note text default 'none', parent int references t)");
        client.query("insert into t (id, small, name) values (1, 1, 'one'), (2, 2, 'two'), (3, 3, 'three')");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        node.close();
    }

    /// The ordinary way, which a comment keeps a statement on.
    private List<String> ordinarily(String sql) throws Exception {
        return client.query("/**/" + sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from t where id = %s",
                "select name, small + 1, id from t where id = %s",
                "select name from t where id = '%s'",
                "select name from t where id = -%s",
                "select name as n from t where id = %s and small > 1",
                "update t set small = small + %s where id = 1 returning small",
                "update t set name = '%s' where id = 2 returning name",
                "update t set day = '%s' where id = 2",
                "update t set amount = %s where id = 3 returning amount",
                "update t set note = %s where id = 3 returning note",
                "update t set parent = %s where id = 3",
                "insert into t values (%s, 7, 1.255, 'x', '2001-02-03') returning *",
                "insert into t (id, name) values (10, '%s')",
                "insert into t (id, name, note) values (%s, null, now()) returning id",
                "delete from t where id = %s",
                "select missing from t where id = %s",
                "select note from t where id = %s limit 1",
            })
    void answersAsTheOrdinaryWayDoes(String pattern) throws Exception {
        List<String> literals =
                List.of("1", "2", "3", "4", "70000", "3000000000", "1.5", "toolong", "x", "2001-01-01", "");
        for (int round = 0; round < 3; round++) {
            for (String literal : literals) {
                String sql = pattern.replace("%s", literal);
                client.query("begin");
                List<String> expected = ordinarily(sql);
                client.query("rollback");
                client.query("begin");
                List<String> answer = client.query(sql);
                client.query("rollback");
                assertThat(answer).as("round %s: %s", round, sql).isEqualTo(expected);
                assertThat(client.query(sql + " ; select 1").getLast())
                        .as("outside of a block")
                        .isEqualTo("Z I");
                client.query(
                        "/**/ delete from t where id > 3; update t set small = id, name = 'n' || id, parent = null,"
                                + " note = 'none', day = null, amount = null;"
                                + " insert into t (id, small, name) select i, i, 'n' || i from generate_series(1, 3) i"
                                + " on conflict do nothing");
            }
        }
    }

    @Test
    void followsChangesOfTheTable() throws Exception {
        String sql = "select * from t where id = 1";
        List<List<String>> answers = new ArrayList<>();
        for (String change : List.of(
                "select 1",
                "alter table t drop column day",
                "alter table t add column extra text default 'e'",
                "alter table t rename column name to label",
                "alter table t drop constraint t_pkey cascade",
                "drop table t cascade")) {
            client.query(change);
            for (int i = 0; i < 3; i++) {
                assertThat(client.query(sql)).as("after %s", change).isEqualTo(ordinarily(sql));
            }
            answers.add(client.query(sql));
        }
        assertThat(answers.stream().distinct()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(answers).last().asString().contains("42P01");
    }

    @Test
    void keepsUsersAndSearchPathsApart() throws Exception {
        client.query("create schema other; create table other.t (id int primary key, which text)");
        client.query("insert into other.t values (1, 'other')");
        String sql = "select * from t where id = 1";
        for (int i = 0; i < 3; i++) {
            client.query("set search_path = public");
            assertThat(client.query(sql)).contains("D 1|1|null|one|null|none|null");
            client.query("set search_path = other");
            assertThat(client.query(sql)).contains("D 1|other");
        }
    }
}
