package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Index keys of up to 2,704 bytes, as in PostgreSQL: order, uniqueness, ranges, and the error beyond.
class LongKeysTest {

    private SqlFixture database;
    private SqlFixture.Connection session;

    @BeforeEach
    void open(@TempDir Path directory) {
        database = new SqlFixture(directory);
        session = database.connect();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String noise(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = (char) (33 + random.nextInt(94));
            text.append(c == '\'' || c == '\\' ? 'q' : c);
        }
        return text.toString();
    }

    @Test
    void keepsOrderUniquenessAndRangesOfKeysThatAgreeInTheirBeginning() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        session.run("create table t (k text primary key, n int)");
        List<String> beginnings =
                List.of("", noise(random, 480), noise(random, 503), noise(random, 600), noise(random, 2400));
        TreeMap<String, Integer> model = new TreeMap<>();
        for (int i = 0; i < 600; i++) {
            String beginning = beginnings.get(random.nextInt(beginnings.size()));
            String key = beginning + noise(random, random.nextInt(280));
            if (model.containsKey(key)) {
                assertThatThrownBy(() -> session.run("insert into t values ('" + key + "', 0)"))
                        .hasMessageContaining("duplicate key");
            } else {
                session.run("insert into t values ('" + key + "', " + i + ")");
                model.put(key, i);
            }
            if (i % 5 == 4) {
                String floor = model.floorKey(noise(random, 1));
                String gone = floor == null ? model.firstKey() : floor;
                session.run("delete from t where k = '" + gone + "'");
                model.remove(gone);
            }
            if (i % 150 == 149) {
                database.engine.checkpoint();
            }
        }
        String seeded = "seed " + seed;
        assertThat(session.run("explain select n from t where k >= 'a' order by k")
                        .toString())
                .contains("Index Scan");
        assertThat(numbers("select n from t order by k")).as(seeded).isEqualTo(new ArrayList<>(model.values()));
        List<String> keys = new ArrayList<>(model.keySet());
        for (int i = 0; i < 60; i++) {
            String from = keys.get(random.nextInt(keys.size()));
            String to = keys.get(random.nextInt(keys.size()));
            if (from.compareTo(to) <= 0) {
                assertThat(numbers("select n from t where k > '" + from + "' and k <= '" + to + "' order by k"))
                        .as(seeded)
                        .isEqualTo(new ArrayList<>(
                                model.subMap(from, false, to, true).values()));
                assertThat(numbers("select n from t where k >= '" + from + "' and k < '" + to + "' order by k desc"))
                        .as(seeded)
                        .isEqualTo(new ArrayList<>(
                                        model.subMap(from, true, to, false).values())
                                .reversed());
            }
            assertThat(numbers("select n from t where k = '" + from + "'"))
                    .as(seeded)
                    .containsExactly(model.get(from));
            assertThatThrownBy(() -> session.run("insert into t values ('" + from + "', 0)"))
                    .isInstanceOfSatisfying(
                            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.UNIQUE_VIOLATION));
        }
    }

    private List<Integer> numbers(String query) {
        List<String> rows = session.run(query);
        return rows.subList(0, rows.size() - 1).stream().map(Integer::valueOf).toList();
    }

    private SqlException refused(String statement) {
        try {
            session.run(statement);
        } catch (SqlException e) {
            return e;
        }
        throw new AssertionError("accepted: " + statement.substring(0, 40));
    }

    // The sizes are what PostgreSQL 15 says for the same statements.
    @Test
    void refusesWhatPostgresRefuses() {
        Random random = new Random(5);
        session.run("create table k (id int, t text)");
        session.run("create index k_t on k (t)");
        session.run("insert into k (t) values ('" + noise(random, 2692) + "'), (repeat('a', 5000)), (null)");
        SqlException e = refused("insert into k (t) values ('" + noise(random, 2693) + "')");
        assertThat(e.state()).isEqualTo(SqlState.PROGRAM_LIMIT_EXCEEDED);
        assertThat(e).hasMessage("index row size 2712 exceeds btree version 4 maximum 2704 for index \"k_t\"");
        assertThat(e.fields().detail()).matches("Index row references tuple \\(\\d+,\\d+\\) in relation \"k\"\\.");
        assertThat(e.fields().hint())
                .isEqualTo("Values larger than 1/3 of a buffer page cannot be indexed.\n"
                        + "Consider a function index of an MD5 hash of the value, or use full text indexing.");
        assertThat(refused("insert into k (t) values ('" + noise(random, 3000) + "')"))
                .hasMessage("index row size 3016 exceeds btree version 4 maximum 2704 for index \"k_t\"");
        assertThat(refused("insert into k (t) values ('" + noise(random, 9000) + "')"))
                .hasMessage("index row requires 9016 bytes, maximum size is 8191");
        assertThat(refused("insert into k (t) values (repeat('a', 300000))"))
                .hasMessage("index row size 3456 exceeds btree version 4 maximum 2704 for index \"k_t\"");
        assertThat(refused("update k set t = t || '" + noise(random, 3000) + "' where t like 'aaa%'"))
                .hasMessageContaining("exceeds btree version 4 maximum 2704");
        assertThat(refused("create unique index k_it on k (id, t)"))
                .hasMessage("index row size 2712 exceeds btree version 4 maximum 2704 for index \"k_it\"");
        session.run("truncate k; create unique index k_it on k (id, t)");
        session.run("insert into k values (1, '" + noise(random, 2688) + "'), (null, '" + noise(random, 2684) + "')");
        assertThat(refused("insert into k values (1, '" + noise(random, 2689) + "')"))
                .hasMessage("index row size 2712 exceeds btree version 4 maximum 2704 for index \"k_it\"");
        assertThat(refused("insert into k values (null, '" + noise(random, 2685) + "')"))
                .hasMessage("index row size 2712 exceeds btree version 4 maximum 2704 for index \"k_it\"");
        session.run("drop index k_t; drop index k_it; insert into k values (2, '" + noise(random, 3000) + "')");
        assertThat(refused("create index k_t2 on k (t)"))
                .hasMessage("index row size 3016 exceeds btree version 4 maximum 2704 for index \"k_t2\"");
    }
}
