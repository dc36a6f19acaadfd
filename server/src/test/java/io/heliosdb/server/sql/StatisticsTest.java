package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.catalog.TableStatistics.ColumnStatistics;
import io.heliosdb.server.sql.exec.NodeTotals;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// JUnit fills the fields in before anything runs.
@SuppressWarnings("NullAway")
class StatisticsTest {

    @TempDir
    private Path directory;

    private SqlFixture database;
    private SqlFixture.Connection session;

    @BeforeEach
    void open() {
        database = new SqlFixture(directory.resolve("db"));
        session = database.connect();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private TableStatistics statistics(String table) {
        RelationDef relation =
                database.catalogs.current().relation("public", table).orElseThrow();
        return database.catalogs.current().statistics(relation.oid()).orElseThrow();
    }

    private long rows(String query) {
        String plan = session.run("explain " + query).getFirst();
        Matcher matcher = Pattern.compile("rows=(\\d+)").matcher(plan);
        assertThat(matcher.find()).as(plan).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private void skewed() {
        session.run("create table t (id int primary key, kind text, part int, rare int, doc json);"
                + "insert into t select i, case when i % 10 = 0 then 'b' else 'a' end, i % 1000,"
                + " case when i % 4 = 0 then null else i end, '{}' from generate_series(1, 20000) i;"
                + "create index t_kind on t (kind); create index t_part on t (part); analyze t");
    }

    @Test
    void analyzeFindsWhatIsInTheTable() {
        skewed();
        TableStatistics found = statistics("t");
        assertThat(found.rows()).isEqualTo(20000);
        List<ColumnStatistics> columns = found.columns();
        assertThat(columns).extracting(ColumnStatistics::column).containsExactly(1, 2, 3, 4, 5);
        assertThat(columns.get(0).distinct()).isEqualTo(-1);
        assertThat(columns.get(0).histogram()).hasSize(101).startsWith("1").endsWith("20000");
        assertThat(columns.get(0).correlation()).isCloseTo(1, within(0.001));
        assertThat(columns.get(1).commonValues()).containsExactly("a", "b");
        assertThat(columns.get(1).commonShares()).containsExactly(0.9, 0.1);
        assertThat(columns.get(2).distinct()).isEqualTo(1000);
        assertThat(columns.get(3).nullFraction()).isEqualTo(0.25);
        assertThat(columns.get(3).distinct()).isEqualTo(-0.75);
        assertThat(columns.get(4).histogram()).isEmpty();
    }

    @Test
    void aSampleOfABigTableComesNear() {
        session.run("create table big (v int, w int);"
                + "insert into big select i % 5000, i from generate_series(1, 60000) i; vacuum analyze big");
        TableStatistics found = statistics("big");
        assertThat(found.rows()).isEqualTo(60000);
        assertThat(found.columns().get(0).distinct()).isBetween(4500.0, 5500.0);
        assertThat(found.columns().get(1).distinct()).isEqualTo(-1);
    }

    @Test
    void estimatesFollowTheStatistics() {
        skewed();
        assertThat(rows("select * from t where kind = 'b'")).isEqualTo(2000);
        assertThat(rows("select * from t where kind <> 'b'")).isEqualTo(18000);
        assertThat(rows("select * from t where id = 17")).isEqualTo(1);
        assertThat(rows("select * from t where part = 17")).isEqualTo(20);
        assertThat(rows("select * from t where part in (1, 2, 3)")).isBetween(55L, 65L);
        assertThat(rows("select * from t where id < 5000")).isBetween(4900L, 5100L);
        assertThat(rows("select * from t where id between 1000 and 3000")).isBetween(1900L, 2100L);
        assertThat(rows("select * from t where rare is null")).isEqualTo(5000);
        assertThat(rows("select * from t where rare is not null and kind = 'a'"))
                .isEqualTo(13500);
    }

    @Test
    void anIndexIsReadForFewRowsOnly() {
        skewed();
        assertThat(session.run("explain select * from t where kind = 'a'").getFirst())
                .startsWith("Seq Scan");
        assertThat(session.run("explain select * from t where kind = 'b'").getFirst())
                .startsWith("Index Scan using t_kind");
        assertThat(session.run("explain select * from t where kind = 'b' and part = 7")
                        .getFirst())
                .startsWith("Index Scan using t_part");
    }

    @Test
    void theOrderOfJoinsFollowsTheStatistics() {
        for (String sizes : List.of("50 3000 2000 1000 200", "3000 50 200 1000 2000")) {
            String[] rows = sizes.split(" ");
            session.run("drop table if exists a, b, c, d, e");
            for (int i = 0; i < 5; i++) {
                String table = "abcde".substring(i, i + 1);
                session.run("create table " + table + " (k int, v int); insert into " + table
                        + " select i, i % 7 from generate_series(1, " + rows[i] + ") i; analyze " + table);
            }
            String plan = String.join(
                    "\n",
                    session.run("explain (costs off) select count(*) from a join b on a.k = b.k"
                            + " join c on b.k = c.k join d on c.k = d.k join e on d.k = e.k where a.v = b.v"));
            String smallest = rows[0].equals("50") ? "a" : "b";
            String deepest = plan.lines()
                    .filter(l -> l.contains("Seq Scan"))
                    .reduce((x, y) -> indent(x) >= indent(y) ? x : y)
                    .orElseThrow();
            assertThat(deepest).as(plan).endsWith("Seq Scan on " + smallest);
        }
    }

    private static int indent(String line) {
        return line.indexOf("->");
    }

    @Test
    void tablesThatChangeMuchAreAnalyzedByThemselves() {
        AutoAnalyze auto = AutoAnalyze.follow(database.engine, database.catalogs, new NodeTotals());
        session.run("create table t (id int primary key); insert into t select generate_series(1, 40)");
        auto.run();
        assertThat(rows("select * from t")).isEqualTo(1000);
        session.run("insert into t select generate_series(41, 400)");
        auto.run();
        assertThat(rows("select * from t")).isEqualTo(400);
        session.run("delete from t where id <= 30");
        auto.run();
        assertThat(rows("select * from t")).isEqualTo(400);
        session.run("delete from t where id <= 200");
        auto.run();
        assertThat(rows("select * from t")).isEqualTo(200);
    }
}
