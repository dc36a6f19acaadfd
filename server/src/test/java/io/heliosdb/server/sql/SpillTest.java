package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every operator that moves rows to disk gives what it gives in memory, and leaves no file.
class SpillTest {

    private static final int ROWS = 3000;
    private static final long SEED = Long.getLong("spill.seed", new Random().nextLong());

    private static SqlFixture database;
    private static SqlFixture.Connection session;

    @BeforeAll
    static void fill(@TempDir Path directory) {
        database = new SqlFixture(directory);
        session = database.connect();
        session.run("create table a (id int, k int, few int, t text, n numeric, arr int[], j jsonb)");
        session.run("create table b (id int, k int, few int, t text, d date, u uuid, iv interval)");
        session.run("create table skewed (id int, k int)");
        session.run("create table none (id int, k int)");
        Random random = new Random(SEED);
        insert(
                "a",
                ROWS,
                i -> "(" + i + "," + key(random) + "," + random.nextInt(5) + ",'" + text(random) + "',"
                        + random.nextInt(1000) + "." + random.nextInt(100) + ",array[" + i % 7 + ",null," + i
                        + "],'{\"x\": ["
                        + i % 11 + ", \"y\"]}')");
        insert(
                "b",
                ROWS,
                i -> "(" + i + "," + key(random) + "," + random.nextInt(5) + ",'" + text(random)
                        + "',date '2020-01-01' + " + i % 50 + ",'00000000-0000-0000-0000-00000000" + (1000 + i % 100)
                        + "',interval '" + i % 40 + " hours')");
        insert("skewed", ROWS, i -> "(" + i + "," + (random.nextInt(10) == 0 ? String.valueOf(i) : "7") + ")");
    }

    private interface Line {
        String at(int i);
    }

    private static void insert(String table, int rows, Line line) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            values.add(line.at(i));
        }
        session.run("insert into " + table + " values " + String.join(",", values));
    }

    private static String key(Random random) {
        return random.nextInt(20) == 0 ? "null" : String.valueOf(random.nextInt(ROWS * 2));
    }

    private static String text(Random random) {
        return "ä" + Long.toString(random.nextInt(900), 36) + "x".repeat(random.nextInt(30));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static final List<String> ORDERED = List.of(
            "select id, t, n, arr, j from a order by t, id desc",
            "select id from a order by k nulls first, t desc, id",
            "select * from b order by iv desc, u, id",
            "select id, t from a order by t, id limit 2500",
            "select id, t from a order by t, id limit 700 offset 1500",
            "select distinct on (few, t) few, t, id from a order by few, t desc, id",
            "select distinct on (few, t) t, few, 1 as one from a order by few, t",
            "select id, sum(k) over (partition by few order by id) from a order by id",
            "select t, count(*) from a group by t order by t",
            "select id from a union all select k from b order by 1 nulls first");

    private static final List<String> UNORDERED = List.of(
            "select a.id, b.id, b.t from a join b on a.k = b.k",
            "select a.id, b.id from a left join b on a.k = b.k and a.few <> b.few",
            "select a.id, b.id from a right join b on a.k = b.k and a.few < b.few",
            "select a.*, b.* from a full join b on a.k = b.k and a.few = b.few",
            "select a.id, b.id from a full join b on a.t = b.t and a.id < b.id",
            "select id from a where exists (select 1 from b where b.k = a.k)",
            "select id from a where not exists (select 1 from b where b.k = a.k and b.few = a.few)",
            "select a.id from a join none on a.k = none.k",
            "select a.id, none.id from a left join none on a.k = none.k",
            "select a.id, none.id from none right join a on a.k = none.k",
            "select a.id, none.id from none full join a on a.k = none.k",
            "select s.id, a.id from skewed s left join a on s.k = a.k",
            "select s.id, a.id from skewed s full join a on s.k = a.k",
            "select count(*), sum(x.id), sum(y.id) from skewed x join skewed y on x.k = y.k",
            "select count(*), count(y.id) from skewed x left join skewed y on x.k = y.k and y.id < x.id - 2990",
            "select count(*), count(x.id), count(y.id) from skewed x full join skewed y on x.k = y.k and x.id > 2990",
            "select t, few, count(*), sum(n), min(id), max(k), avg(id), bool_or(id > 5) from a group by t, few",
            "select k, count(*) filter (where few = 1), array_agg(id order by id desc) from a group by k",
            "select k, count(distinct t), string_agg(distinct t, ',' order by t desc) from a group by k",
            "select count(distinct t), count(distinct n), string_agg(t, '' order by t, id) from a",
            "select few, array_agg(id), string_agg(t, '-') from a group by few",
            "select few, k, count(*), grouping(few, k), sum(id) from a group by grouping sets ((few), (k), (few, k),"
                    + " ())",
            "select arr, j, count(*) from a group by arr, j",
            "select distinct t, few from a",
            "select distinct arr, j from a",
            "select distinct on (t) t from a",
            "select k, t from a union select k, t from b",
            "select k from a intersect select k from b",
            "select k from a except select k from b",
            "select few, k from a intersect all select few, k from b",
            "select few from a except all select few from b where id < 1000",
            "select k from a except all select k from b",
            "with c as materialized (select * from a) select x.id, y.t from c x join c y on x.id = y.id - 1",
            "with recursive r as (select id, t from a union all select id + 10000, t from r where id < 10000)"
                    + " select * from r",
            "with recursive r as (select k from a union select k + 1 from r where k < 6050) select count(*), sum(k)"
                    + " from r",
            "select count(*), sum(a.id), sum(b.id) from a join b on a.id + 2990 < b.id",
            "select count(*), count(a.id), count(b.id) from a full join b on a.id + 2990 < b.id and a.few < b.few",
            "select id, row_number() over w, rank() over w, dense_rank() over w, lag(t, 2) over w, lead(id) over w,"
                    + " first_value(id) over w, ntile(7) over w, cume_dist() over w"
                    + " from a window w as (partition by few order by t, id)",
            "select id, count(*) over (), sum(id) over (order by k, id rows between 3 preceding and 2 following),"
                    + " min(id) over (order by few groups between 1 preceding and current row exclude ties) from a",
            "select id, sum(id) over (order by k range between 5 preceding and 5 following),"
                    + " last_value(id) over (order by n, id desc) from a");

    // They have few keys, or run a small query for each row.
    private static final List<String> SMALL = List.of(
            "select few from a except all select few from b where id < 1000",
            "select id from a where exists (select 1 from b where b.k = a.k)",
            "select id from a where not exists (select 1 from b where b.k = a.k and b.few = a.few)");

    @TestFactory
    Stream<DynamicTest> givesWhatItGivesInMemory() {
        return Stream.concat(
                ORDERED.stream().map(query -> DynamicTest.dynamicTest(query, () -> compare(query, true))),
                UNORDERED.stream().map(query -> DynamicTest.dynamicTest(query, () -> compare(query, false))));
    }

    private static void compare(String query, boolean ordered) {
        List<String> inMemory = run(query, "1GB", ordered);
        long before = database.tempFiles.files();
        List<String> onDisk = run(query, "8kB", ordered);
        String where = "seed " + SEED + ": " + query;
        assertThat(onDisk.size()).as(where).isEqualTo(inMemory.size());
        for (int i = 0; i < inMemory.size(); i++) {
            assertThat(onDisk.get(i)).as("row %d, %s", i, where).isEqualTo(inMemory.get(i));
        }
        if (!SMALL.contains(query) && !query.contains("none.")) {
            assertThat(database.tempFiles.files()).as("files of %s", query).isGreaterThan(before);
        }
        assertThat(database.tempFiles.open()).as("files left by %s", query).isZero();
    }

    private static List<String> run(String query, String memory, boolean ordered) {
        database.context.setSetting("work_mem", memory, false);
        long before = database.tempFiles.files();
        List<String> rows = new ArrayList<>(session.run(query));
        if (memory.equals("1GB")) {
            assertThat(database.tempFiles.files()).isEqualTo(before);
        }
        if (!ordered) {
            Collections.sort(rows);
        }
        return rows;
    }

    @Test
    void leavesNoFileBehindAnError() {
        database.context.setSetting("work_mem", "8kB", false);
        long before = database.tempFiles.files();
        assertThatThrownBy(() -> session.run("select 1 / (id - 2999) from (select id, t from a order by t) x"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("division by zero");
        assertThatThrownBy(() -> session.run("select a.id, sum(1 / (b.few - 10 + a.few * 0 - b.id + b.id + 10 - b.few))"
                        + " from a join b on a.t = b.t group by a.id"))
                .hasMessageContaining("division by zero");
        assertThat(database.tempFiles.files()).isGreaterThan(before);
        assertThat(database.tempFiles.open()).isZero();
    }

    @Test
    void leavesNoFileBehindACancelledStatement() {
        database.context.setSetting("work_mem", "8kB", false);
        for (String query : List.of(
                "select * from a order by t",
                "select * from a join b on a.t = b.t",
                "select t, k, array_agg(id order by id) from a group by t, k",
                "select distinct t, k from a",
                "select sum(id) over (partition by few order by t) from a")) {
            long before = database.tempFiles.files();
            int checks = 1;
            while (isCancelled(query, checks)) {
                assertThat(database.tempFiles.open())
                        .as("after %d checks of %s", checks, query)
                        .isZero();
                checks += 1 + checks / 2;
            }
            assertThat(database.tempFiles.files()).as(query).isGreaterThan(before + 1);
            assertThat(checks).as(query).isGreaterThan(5);
        }
    }

    private static boolean isCancelled(String query, int checks) {
        database.context.cancelAfter(checks);
        try {
            session.run(query);
            return false;
        } catch (SqlException e) {
            assertThat(e.state()).isEqualTo(SqlState.QUERY_CANCELED);
            return true;
        } finally {
            database.context.cancelAfter(Integer.MAX_VALUE);
        }
    }

    @Test
    void respectsTempFileLimit() {
        database.context.setSetting("work_mem", "8kB", false);
        database.context.setSetting("temp_file_limit", "64kB", false);
        try {
            assertThatThrownBy(() -> session.run("select * from a order by t"))
                    .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                            .isEqualTo(SqlState.CONFIGURATION_LIMIT_EXCEEDED))
                    .hasMessage("temporary file size exceeds temp_file_limit (64kB)");
        } finally {
            database.context.setSetting("temp_file_limit", "-1", false);
        }
        assertThat(database.tempFiles.open()).isZero();
    }

    @Test
    void explainShowsWhatWentToDisk() {
        database.context.setSetting("work_mem", "8kB", false);
        assertThat(explain("select * from a order by t")).containsPattern("Sort Method: external merge  Disk: \\d+kB");
        assertThat(explain("select t, k from a group by t, k"))
                .containsPattern("Batches: \\d{2,}  Memory Usage: \\d+kB  Disk Usage: \\d+kB");
        assertThat(explain("select * from a join b on a.k = b.k"))
                .containsPattern("Buckets: \\d+  Batches: \\d+  Memory Usage: \\d+kB");
        database.context.setSetting("work_mem", "64MB", false);
        assertThat(explain("select * from a order by t")).containsPattern("Sort Method: quicksort  Memory: \\d+kB");
        assertThat(explain("select * from a order by t limit 3"))
                .containsPattern("Sort Method: top-N heapsort  Memory: \\d+kB");
        assertThat(explain("select t from a group by t")).containsPattern("Batches: 1  Memory Usage: \\d+kB\n");
    }

    private static String explain(String query) {
        return String.join("\n", session.run("explain (analyze) " + query));
    }
}
