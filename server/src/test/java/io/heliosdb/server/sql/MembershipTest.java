package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// EXISTS and IN under OR, NOT and in SELECT give what they give row by row: a LIMIT that cuts nothing off
/// keeps them so.
class MembershipTest {

    private static final List<String> CONDITIONS = List.of(
            "exists (select 1 from s where s.k = o.k%s)",
            "exists (select 1 from s where o.k = s.k and s.b = o.b%s)",
            "exists (select 1 from s where s.k = o.k and s.v > 5 and s.v = o.v + 1%s)",
            "exists (select 1 from s where s.w = o.k%s)",
            "exists (select 1 from s where s.t = o.t and s.k is not null%s)",
            "exists (select 1 from s join u on u.k = s.k where u.v = o.v%s)",
            "exists (select 1 from s where s.k = o.k and s.v > o.v%s)",
            "o.v in (select s.v from s where s.k = o.k%s)",
            "(o.v, o.t) in (select s.v, s.t from s where s.k = o.k and s.b%s)",
            "o.v in (select s.v + o.b::int from s where s.k = o.k%s)",
            "o.v in (select s.v from s where s.w = o.k%s)");

    private static SqlFixture database;
    private static SqlFixture.Connection session;

    @BeforeAll
    static void open(@TempDir Path directory) {
        database = new SqlFixture(directory);
        session = database.connect();
        for (String table : List.of("o", "s", "u")) {
            session.run("create table " + table + " (k int, v int, w bigint, t text, b bool);"
                    + "insert into " + table + " select nullif(i * 7 % 13, 5), nullif(i * " + table.length()
                    + " % 11, 3), nullif(i * 5 % 17, 2), nullif('t' || i % 7, 't3'), nullif(i % 3, 1) = 0"
                    + " from generate_series(" + (table.equals("s") ? "4, 40" : "1, 30") + ") i");
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static void same(String query) {
        String lookup = query.replace("%s", "");
        assertThat(session.run(lookup)).as(lookup).isEqualTo(session.run(query.replace("%s", " limit 1000000")));
    }

    @Test
    void isWhatItIsRowByRow() {
        for (String condition : CONDITIONS) {
            same("select o.*, " + condition + ", not " + condition + " from o");
            same("select * from o where o.v = 4 or " + condition);
            same("select * from o where not (" + condition + " and o.w > 3) or o.t = 't1'");
            same("select count(*) from o where case when o.v > 2 then " + condition + " else " + condition + " end");
        }
    }

    @Test
    void isFoundOutRowByRowWhenTheRowsDoNotFit() {
        session.run("create table large (k int); insert into large select i from generate_series(1, 5000) i");
        database.context.setSetting("work_mem", "64kB", false);
        try {
            assertThat(session.run(
                            "select count(*) from o where o.v = 4 or exists (select 1 from large l where l.k = o.k)"))
                    .startsWith(session.run("select count(*) from o where o.v = 4 or o.k > 0")
                            .getFirst());
        } finally {
            database.context.setSetting("work_mem", "4MB", false);
        }
    }

    /// Row by row, that would be four hundred million.
    @Test
    void runsOnceForManyRows() {
        session.run(
                "create table many (k int, v int); insert into many select i, i % 10 from generate_series(1, 20000) i");
        assertThat(session.run("select count(*) from many m where m.v = 3 or exists"
                        + " (select 1 from many x where x.k = m.k * 2 and x.v = 0)"))
                .startsWith("4000");
        assertThat(session.run("select count(*) from many m where m.v = 3 or m.v in"
                        + " (select x.v from many x where x.k = m.k + 10)"))
                .startsWith("19991");
    }
}
