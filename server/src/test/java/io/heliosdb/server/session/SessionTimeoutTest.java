package io.heliosdb.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.txn.CommitGate;
import io.heliosdb.server.txn.LocalGate;
import io.heliosdb.server.txn.ShutGate;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What ends statements, transactions and sessions that last too long, and what is left of a commit whose
/// client no longer waits.
@Timeout(60)
class SessionTimeoutTest {

    @TempDir
    Path directory = Path.of("");

    private TestDatabase open(CommitGate gate) {
        return new TestDatabase(directory.resolve("data"), gate);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void assertEnded(TestSession session, SqlState state) throws InterruptedException {
        await(() -> session.ended() != null);
        SqlException reason = session.ended();
        assertThat(reason == null ? null : reason.state()).isEqualTo(state);
    }

    @Test
    void anIdleTransactionEndsItsSession() throws Exception {
        try (TestDatabase database = open(new LocalGate());
                TestSession session = database.connect()) {
            session.query("set idle_in_transaction_session_timeout = 50");
            assertThat(session.ended()).isNull();
            session.query("begin");
            assertEnded(session, SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT);
        }
    }

    @Test
    void anIdleSessionEnds() throws Exception {
        try (TestDatabase database = open(new LocalGate());
                TestSession session = database.connect()) {
            session.query("set idle_session_timeout = 50");
            assertEnded(session, SqlState.IDLE_SESSION_TIMEOUT);
        }
    }

    @Test
    void aLongTransactionEndsItsSessionAlsoWhileItWorks() throws Exception {
        try (TestDatabase database = open(new LocalGate());
                TestSession session = database.connect()) {
            session.query("set transaction_timeout = 100");
            session.query("begin");
            assertThatThrownBy(() -> session.query("select pg_sleep(30)"))
                    .isInstanceOfSatisfying(
                            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.TRANSACTION_TIMEOUT));
            assertEnded(session, SqlState.TRANSACTION_TIMEOUT);
        }
    }

    @Test
    void aTransactionMayTakeItsTimeoutBack() throws Exception {
        try (TestDatabase database = open(new LocalGate());
                TestSession session = database.connect()) {
            session.query("set transaction_timeout = '1h'");
            session.query("begin; set local transaction_timeout = 0; select 1; commit");
            session.query("begin; set local transaction_timeout = 50");
            assertEnded(session, SqlState.TRANSACTION_TIMEOUT);
        }
    }

    @Test
    void statementAndLockTimeoutsEndAStatementOnly() {
        try (TestDatabase database = open(new LocalGate());
                TestSession holder = database.connect();
                TestSession waiter = database.connect()) {
            holder.query("create table t (a int)");
            holder.query("begin; lock table t");
            waiter.query("set lock_timeout = 50");
            assertThat(waiter.run("drop table t"))
                    .containsExactly("ERROR:  55P03: canceling statement due to lock timeout");
            waiter.query("set lock_timeout = 0; set statement_timeout = 50");
            assertThat(waiter.run("select * from t"))
                    .containsExactly("ERROR:  57014: canceling statement due to statement timeout");
            assertThat(waiter.query("select 1")).containsExactly("1");
        }
    }

    @Test
    void aCommitWhoseClientGaveUpIsSeenByNobodyBeforeItIsDurable() throws Exception {
        ShutGate gate = new ShutGate();
        try (TestDatabase database = open(gate);
                TestSession writer = database.connect();
                TestSession reader = database.connect()) {
            writer.query("create table t (a int primary key)");
            gate.shut();
            writer.query("set statement_timeout = 100");
            assertThatThrownBy(() -> writer.query("insert into t values (1)"))
                    .isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                            .isEqualTo(SqlState.TRANSACTION_RESOLUTION_UNKNOWN));
            assertThat(reader.query("select count(*) from t")).containsExactly("0");
            assertThat(writer.query("select count(*) from t")).containsExactly("0");
            reader.query("set lock_timeout = 50");
            assertThat(reader.run("insert into t values (1)"))
                    .containsExactly("ERROR:  55P03: canceling statement due to lock timeout");
            writer.session().abandon();
            assertThat(reader.query("select count(*) from t")).containsExactly("0");
            gate.open();
            await(() -> reader.query("select count(*) from t").equals(List.of("1")));
        }
    }
}
