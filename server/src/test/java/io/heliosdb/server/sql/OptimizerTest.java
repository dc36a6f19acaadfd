package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.SqlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The optimiser changes how rows are found, never which.
class OptimizerTest {

    private static final int RANDOM_QUERIES = Integer.getInteger("heliosdb.test.queries", 150);
    private static final long SEED = Long.getLong("heliosdb.test.seed", 20_261_127L);

    @TempDir
    private static Path directory = Path.of("");

    @SuppressWarnings("NullAway") // set before any test
    private static SqlFixture database;

    @SuppressWarnings("NullAway") // set before any test
    private static SqlFixture.Connection session;

    @BeforeAll
    static void open() throws IOException {
        database = new SqlFixture(directory.resolve("db"));
        session = database.connect();
        session.run(resource("tables.sql"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OptimizerTest.class.getResourceAsStream("optimizer/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Rows in a fixed order.
    private static List<String> sorted(String query) {
        try {
            List<String> rows = new ArrayList<>(session.run(query));
            Collections.sort(rows);
            return rows;
        } catch (SqlException e) {
            return List.of(e.state() + " " + e.message());
        }
    }

    private static List<String> direct(String query) {
        database.context.setSetting("heliosdb.optimizer", "off", false);
        try {
            return sorted(query);
        } finally {
            database.context.setSetting("heliosdb.optimizer", "on", false);
        }
    }

    /// Queries, each with the rows that PostgreSQL gives, sorted.
    @TestFactory
    Stream<DynamicTest> knownQueriesGiveTheRowsOfPostgres() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        String query = "";
        List<String> expected = new ArrayList<>();
        for (String line : (resource("queries.sql") + "-- end").split("\n")) {
            if (line.startsWith("> ")) {
                expected.add(line.substring(2));
                continue;
            }
            if (!query.isEmpty()) {
                tests.add(known(query, List.copyOf(expected)));
            }
            query = line.startsWith("--") ? "" : line;
            expected.clear();
        }
        return tests.stream();
    }

    private static DynamicTest known(String query, List<String> rows) {
        List<String> expected = new ArrayList<>(rows);
        expected.add("SELECT " + rows.size());
        Collections.sort(expected);
        return DynamicTest.dynamicTest(query, () -> {
            assertThat(sorted(query)).as("optimised").isEqualTo(expected);
            assertThat(direct(query)).as("direct").isEqualTo(expected);
        });
    }

    @Test
    void randomQueriesGiveTheSameRowsEitherWay() {
        RandomQueries queries = new RandomQueries(SEED);
        for (int i = 0; i < RANDOM_QUERIES; i++) {
            String query = queries.next();
            assertThat(sorted(query))
                    .as("query %d of seed %d: %s", i, SEED, query)
                    .isEqualTo(direct(query));
        }
    }

    private static String plan(String query) {
        return String.join("\n", session.run("explain (costs off) " + query));
    }

    @Test
    void correlatedSubqueriesAreNotRunForEachRow() {
        assertThat(plan("select id from dept d where exists (select 1 from emp e where e.manager = d.id)"))
                .contains("Hash Semi Join", "Hash Cond: (e.manager = d.id)")
                .doesNotContain("SubPlan");
        assertThat(plan("select id from dept d where not exists (select 1 from emp e where e.manager = d.id)"))
                .contains("Hash Anti Join")
                .doesNotContain("SubPlan");
        assertThat(plan("select id from dept where boss in (select manager from emp)"))
                .contains("Hash Semi Join")
                .doesNotContain("SubPlan");
        assertThat(plan("select a from nn x where a not in (select b from nn y where y.a = x.a)"))
                .contains("Hash Anti Join")
                .doesNotContain("SubPlan");
        assertThat(plan("select id from emp e where pay > (select avg(pay) from emp x where x.manager = e.manager)"))
                .contains("HashAggregate", "Group Key: x.manager")
                .doesNotContain("SubPlan");
        assertThat(plan("delete from emp e where exists (select 1 from nn where nn.a = e.manager)"))
                .contains("Hash Semi Join")
                .doesNotContain("SubPlan");
    }

    @Test
    void conditionsReachTheTablesBelowGroupsAndUnions() {
        assertThat(plan("select * from (select dept, count(*) from emp group by dept) v where dept = 3"))
                .contains("Index Scan using emp_dept");
        assertThat(plan("select * from (select id from emp union all select dept from proj) v where id = 3"))
                .contains("Index Scan using emp_pkey");
    }

    @Test
    void anOuterJoinWhoseNullsAreRefusedIsAnInnerOne() {
        assertThat(plan("select e.id from dept d left join emp e on e.manager = d.id where e.pay = 3"))
                .doesNotContain("Left");
    }

    @Test
    void volatileFunctionsKeepTheFormThatWasWritten() {
        assertThat(plan("select id from dept d where exists (select random() from emp e where e.manager = d.id)"))
                .contains("SubPlan");
    }

    @Test
    void changesThroughJoinsChangeTheRowsOfPostgres() {
        session.begin();
        try {
            assertThat(session.run("update emp e set pay = 100 from dept d join proj p on p.dept = d.id"
                            + " where d.id = e.dept and p.budget > 5 and exists (select 1 from work w where w.emp = e.id)"
                            + " returning e.id"))
                    .containsExactlyInAnyOrder("1", "2", "3", "10", "UPDATE 4");
            assertThat(session.run("delete from emp e where not exists (select 1 from work w where w.emp = e.id)"))
                    .containsExactly("DELETE 4");
        } finally {
            session.rollback();
        }
    }
}
