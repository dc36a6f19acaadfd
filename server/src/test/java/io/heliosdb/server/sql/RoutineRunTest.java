package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.txn.IsolationLevel;
import io.heliosdb.server.txn.TransactionOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RoutineRunTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aCallEndsAlthoughTheCatalogHasChangedSinceItsSnapshot() {
        try (SqlFixture database = new SqlFixture(directory.resolve("db"))) {
            SqlFixture.Connection reader = database.connect();
            SqlFixture.Connection other = database.connect();
            other.run("create table t (a int); insert into t values (1), (2);"
                    + "create function total() returns bigint language sql stable as 'select sum(a) from t'");
            TransactionOptions d = TransactionOptions.DEFAULT;
            reader.begin(new TransactionOptions(
                    IsolationLevel.REPEATABLE_READ, d.readOnly(), d.deferrable(), d.notBefore(), d.owner()));
            assertThat(reader.run("select total()")).containsExactly("3", "SELECT 1");
            other.run("create table u (b int); insert into t values (10)");
            assertThat(reader.run("select total()")).containsExactly("3", "SELECT 1");
            reader.commit();
            assertThat(reader.run("select total()")).containsExactly("13", "SELECT 1");
        }
    }
}
