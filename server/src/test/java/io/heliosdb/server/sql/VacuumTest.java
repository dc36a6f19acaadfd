package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.ddl.Notices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// JUnit fills the fields in before anything runs.
@SuppressWarnings("NullAway")
class VacuumTest {

    @TempDir
    private Path directory;

    private SqlFixture database;
    private SqlFixture.Connection session;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void open() {
        database = new SqlFixture(directory.resolve("db"));
        database.context.provide(
                Notices.class, (severity, state, message, fields) -> notices.add(severity + " " + message));
        session = database.connect();
        session.run("create table t (id int primary key, filler text); create view v as select 1;"
                + " insert into t select i, repeat('x', 100) from generate_series(1, 20000) i; vacuum");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private long bytes() {
        return database.engine.space().bytes();
    }

    @Test
    void plainVacuumMakesTheSpaceOfDeletedRowsFree() {
        session.run("delete from t where id > 100");
        session.run("vacuum t");
        long free = database.engine.space().freeBytes();
        assertThat(free).isGreaterThan(bytes() / 2);
        long before = bytes();
        session.run("insert into t select i, repeat('x', 100) from generate_series(101, 10000) i; vacuum");
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void fullGivesItBack() {
        long before = bytes();
        session.run("delete from t where id > 100");
        session.run("vacuum (full, verbose) t");
        assertThat(bytes()).isLessThan(before / 4);
        assertThat(notices).singleElement().asString().startsWith("INFO finished vacuuming");
        assertThat(session.run("select count(*), sum(id) from t")).startsWith("100|5050");
    }

    private TableStatistics statistics() {
        int table = database.catalogs
                .current()
                .relation("public", "t")
                .orElseThrow()
                .oid();
        return database.catalogs.current().statistics(table).orElseThrow();
    }

    @Test
    void plainVacuumCountsRowsAndKeepsWhatAnalyzeFoundInThem() {
        session.run("vacuum analyze t");
        TableStatistics analyzed = statistics();
        assertThat(analyzed.rows()).isEqualTo(20_000);
        assertThat(analyzed.columns()).hasSize(2);
        session.run("delete from t where id > 500; vacuum t");
        assertThat(statistics().rows()).isEqualTo(500);
        assertThat(statistics().bytes()).isLessThan(analyzed.bytes() / 30);
        assertThat(statistics().columns()).isEqualTo(analyzed.columns());
    }

    private void refused(String statement, String message) {
        assertThatThrownBy(() -> session.run(statement))
                .isInstanceOf(SqlException.class)
                .hasMessage(message);
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        refused("vacuum nope", "relation \"nope\" does not exist");
        refused("vacuum (bogus) t", "unrecognized VACUUM option \"bogus\"");
        refused("vacuum (full maybe)", "full requires a Boolean value");
        session.run("vacuum v");
        assertThat(notices)
                .containsExactly("WARNING skipping \"v\" --- cannot vacuum non-tables or special system tables");
    }
}
