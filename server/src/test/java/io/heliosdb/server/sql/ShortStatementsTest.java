package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which statements may be handled by an event loop: never one that may call what a user has defined, for that may
/// run for ever and keep every other connection waiting.
// JUnit fills the fields in before anything runs.
@SuppressWarnings("NullAway")
class ShortStatementsTest {

    @TempDir
    private Path directory;

    private SqlFixture database;

    @BeforeEach
    void open() {
        database = new SqlFixture(directory.resolve("db"));
        database.connect()
                .run("create function own(n int) returns int language plpgsql immutable as 'begin return n;"
                        + " end';create table plain (id int primary key, n int, at timestamp);create table generated"
                        + " (id int primary key, n int, g int generated always as (own(n)) stored);create table"
                        + " expression (id int primary key, n int); create index on expression (own(n));create table"
                        + " partial (id int primary key, n int); create index on partial (n) where own(n) > 0;create"
                        + " table checked (id int primary key, n int check (own(n) > 0));create function fired()"
                        + " returns trigger language plpgsql as 'begin return new; end';create table triggered (id"
                        + " int primary key, n int);create trigger t after insert or update on triggered execute"
                        + " function fired()");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insert into plain values (1, 1, now())           | true",
                "insert into plain values ($1, $2, current_timestamp) | true",
                "update plain set n = n + 1 where id = 1          | true",
                "select n from plain where id = 1                 | true",
                "select n from plain where n = 1                  | false",
                "select own(n) from plain where id = 1            | false",
                "insert into plain values (1, own(1), null)       | false",
                "insert into generated (id, n) values (1, 1)      | false",
                "update generated set n = 1 where id = 1          | false",
                "insert into expression values (1, 1)             | false",
                "update expression set n = 1 where id = 1         | false",
                "insert into partial values (1, 1)                | false",
                "update partial set n = 1 where id = 1            | false",
                "insert into checked values (1, 1)                | false",
                "update checked set n = 1 where id = 1            | false",
                "insert into triggered values (1, 1)              | false",
                "update triggered set n = 1 where id = 1          | false",
            })
    void onlyWhatIsBoundToEndSoonIsShort(String statement, boolean isShort) {
        Transaction transaction = database.engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        SqlEngine.Scope scope = new SqlEngine.Scope(transaction, database.context);
        Prepared prepared =
                (Prepared) database.sql.analyze(database.sql.parse(statement).getFirst(), scope, List.of());
        assertThat(database.sql.isShort(prepared, scope)).isEqualTo(isShort);
        transaction.rollback();
    }
}
