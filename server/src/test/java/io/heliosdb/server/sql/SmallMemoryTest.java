package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node whose statements may hold 6 MB together works on results of many times that size.
class SmallMemoryTest {

    private static SqlFixture database;
    private static SqlFixture.Connection session;

    @BeforeAll
    static void open(@TempDir Path directory) {
        database = new SqlFixture(directory, 6 << 20);
        session = database.connect();
        // More than there is: what the node has decides.
        database.context.setSetting("work_mem", "1GB", false);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static void gives(String query, String row) {
        long before = database.tempFiles.bytes();
        List<String> rows = session.run(query);
        assertThat(rows.getFirst()).as(query).isEqualTo(row);
        assertThat(database.tempFiles.bytes() - before)
                .as("written by %s", query)
                .isGreaterThan(1 << 20);
        assertThat(database.tempFiles.open()).isZero();
    }

    @Test
    void sorts() {
        gives(
                "select count(*), sum(n * (x % 7)) from (select x, row_number() over (order by x % 1000, x) n"
                        + " from generate_series(1, 200000) x) y",
                "200000|59999499995");
        gives("select x from generate_series(1, 200000) x order by -x offset 199990 limit 1", "10");
    }

    @Test
    void joins() {
        gives(
                "select count(*), sum(x), sum(y) from generate_series(1, 200000) x"
                        + " join generate_series(1, 400000, 2) y on x = y",
                "100000|10000000000|10000000000");
        gives(
                "select count(*), count(x), count(y) from generate_series(1, 150000) x"
                        + " full join generate_series(100001, 250000) y on x = y",
                "250000|150000|150000");
    }

    @Test
    void groups() {
        gives(
                "select count(*), sum(c), max(k) from (select x % 120000 k, count(*) c from generate_series(1, 200000)"
                        + " x group by 1) y",
                "120000|200000|119999");
        gives("select count(distinct x % 120000) from generate_series(1, 200000) x", "120000");
        gives("select count(*) from (select distinct x / 2 from generate_series(1, 200000) x) y", "100001");
    }

    @Test
    void buildsIndexes() {
        session.run("create table indexed (id int, k text);"
                + " insert into indexed select x, md5(x::text) from generate_series(1, 60000) x");
        long before = database.tempFiles.bytes();
        session.run("create unique index indexed_k on indexed (k)");
        assertThat(database.tempFiles.bytes() - before).isGreaterThan(1 << 20);
        assertThat(database.tempFiles.open()).isZero();
        assertThat(session.run("select id from indexed where k = md5('777')").getFirst())
                .isEqualTo("777");
        assertThat(session.run("select count(*), min(k) = min(md5(id::text)) from indexed where k >= ''")
                        .getFirst())
                .isEqualTo("60000|t");
        assertThatThrownBy(() -> session.run("insert into indexed values (0, md5('777'))"))
                .hasMessageContaining("duplicate key");
        session.run("drop index indexed_k; insert into indexed values (0, md5('777'))");
        assertThatThrownBy(() -> session.run("create unique index indexed_k on indexed (k)"))
                .isInstanceOfSatisfying(SqlException.class, e -> {
                    assertThat(e.message()).isEqualTo("could not create unique index \"indexed_k\"");
                    assertThat(e.fields().detail())
                            .isEqualTo("Key (k)=(f1c1592588411002af340cbaedd6fc33) is duplicated.");
                });
        assertThat(database.tempFiles.open()).isZero();
        session.run("drop table indexed");
    }

    @Test
    void looksUp() {
        gives(
                "select count(*), sum(x) from generate_series(1, 300010) x where x not in (select y from"
                        + " generate_series(1, 300000) y)",
                "10|3000055");
        gives(
                "select count(*) from generate_series(1, 100000) x where (x, 'k' || x) in (select y, 'k' || y from"
                        + " generate_series(2, 200000, 2) y) or x < 0",
                "50000");
        gives(
                "with recursive r(n) as (select 1 union select n % 200000 + 1 from r) select count(*), sum(n) from r",
                "200000|20000100000");
    }

    @Test
    void saysWhatWouldUseTheDisk() {
        String query = "select count(*) from generate_series(1, 10) x where (x, x) not in (select y, null::int from"
                + " generate_series(1, 300000) y)";
        assertThatThrownBy(() -> session.run(query)).isInstanceOfSatisfying(SqlException.class, e -> {
            assertThat(e.state()).isEqualTo(SqlState.OUT_OF_MEMORY);
            assertThat(e.fields().hint()).contains("NOT EXISTS");
        });
    }

    @Test
    void refusesWhatMustBeInMemory() {
        for (String query : List.of(
                "select array_agg(x) from generate_series(1, 1000000) x",
                "select string_agg(x::text, '') from generate_series(1, 1000000) x",
                "select jsonb_agg(x) from generate_series(1, 1000000) x",
                "select json_object_agg(x, x) from generate_series(1, 1000000) x",
                "select percentile_disc(0.5) within group (order by x) from generate_series(1, 1000000) x",
                "select array(select x from generate_series(1, 1000000) x)")) {
            assertThatThrownBy(() -> session.run(query))
                    .as(query)
                    .isInstanceOfSatisfying(
                            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.OUT_OF_MEMORY));
        }
        assertThat(session.run("select count(*) from generate_series(1, 1000) x")
                        .getFirst())
                .isEqualTo("1000");
    }
}
