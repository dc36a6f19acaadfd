package io.heliosdb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Writes through standbys with pgjdbc, which speaks the extended protocol.
class RoutingIT {

    private static final String SYNC = "standby-sync";
    private static final String SEMI_SYNC = "standby-semisync";
    private static final String ASYNC = "standby-async";
    private static final LocalCluster CLUSTER = LocalCluster.stopped();

    @BeforeAll
    static void up() {
        CLUSTER.up();
    }

    @AfterAll
    static void down() {
        CLUSTER.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SYNC, SEMI_SYNC})
    void aPreparedInsertIsForwardedAndReadBackAtOnce(String node) throws SQLException {
        String table = "prepared_" + node.replace('-', '_');
        try (Connection connection = CLUSTER.connect(node)) {
            execute(connection, "CREATE TABLE " + table + " (id int PRIMARY KEY, name text, price numeric(10,2))");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?)")) {
                // More than pgjdbc's threshold, so that the statement is named on the server too.
                for (int i = 0; i < 12; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "name " + i);
                    insert.setBigDecimal(3, new BigDecimal("9.99"));
                    assertThat(insert.executeUpdate()).isEqualTo(1);
                    assertThat(number(connection, "SELECT count(*) FROM " + table))
                            .isEqualTo(i + 1);
                }
            }
        }
        assertThat(CLUSTER.query("primary", "SELECT count(*), sum(price) FROM " + table))
                .isEqualTo("12|119.88");
    }

    @Test
    void aPreparedInsertIsRefusedByTheAsyncStandby() throws SQLException {
        CLUSTER.query("primary", "CREATE TABLE refused (id int)");
        try (Connection connection = CLUSTER.connect(ASYNC)) {
            Poll.until("the table on the async standby", Duration.ofSeconds(10), () -> {
                return number(connection, "SELECT count(*) FROM refused") == 0;
            });
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO refused VALUES (?)")) {
                insert.setInt(1, 1);
                ServerErrorMessage error = serverError(insert::executeUpdate);
                assertThat(error.getSQLState()).isEqualTo("25006");
                assertThat(error.getMessage())
                        .isEqualTo("cannot execute write operations in read-only mode (async standby)");
                assertThat(error.getHint())
                        .isEqualTo("Connect to the primary for write operations, or configure sync mode for"
                                + " transparent routing.");
            }
            assertThat(number(connection, "SELECT count(*) FROM refused")).isZero();
        }
    }

    private interface Action {
        void run() throws SQLException;
    }

    private static ServerErrorMessage serverError(Action action) {
        PSQLException failure = catchThrowableOfType(PSQLException.class, action::run);
        ServerErrorMessage error = failure == null ? null : failure.getServerErrorMessage();
        if (error == null) {
            throw new AssertionError("no error of the server", failure);
        }
        return error;
    }

    @Test
    void rollbackThroughAStandbyLeavesNothing() throws SQLException {
        try (Connection connection = CLUSTER.connect(SYNC)) {
            execute(connection, "CREATE TABLE rolled (id int)");
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO rolled VALUES (1)");
            assertThat(number(connection, "SELECT count(*) FROM rolled")).isEqualTo(1);
            assertThat(CLUSTER.query("primary", "SELECT count(*) FROM rolled")).isEqualTo("0");
            connection.rollback();
            assertThat(number(connection, "SELECT count(*) FROM rolled")).isZero();
        }
        assertThat(CLUSTER.query("primary", "SELECT count(*) FROM rolled")).isEqualTo("0");
    }

    @Test
    void savepointsWorkThroughAStandby() throws SQLException {
        try (Connection connection = CLUSTER.connect(SEMI_SYNC)) {
            execute(connection, "CREATE TABLE saved (id int PRIMARY KEY)");
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO saved VALUES (1)");
            Savepoint savepoint = connection.setSavepoint();
            assertThat(serverError(() -> execute(connection, "INSERT INTO saved VALUES (1)"))
                            .getSQLState())
                    .isEqualTo("23505");
            assertThat(serverError(() -> execute(connection, "SELECT 1")).getSQLState())
                    .isEqualTo("25P02");
            connection.rollback(savepoint);
            execute(connection, "INSERT INTO saved VALUES (2)");
            connection.commit();
        }
        assertThat(CLUSTER.query("primary", "SELECT id FROM saved ORDER BY id")).isEqualTo("1\n2");
    }

    @Test
    void sequencesAreCountedOnThePrimary() throws SQLException {
        try (Connection connection = CLUSTER.connect(SYNC)) {
            execute(connection, "CREATE SEQUENCE counted");
            assertThat(number(connection, "SELECT nextval('counted')")).isEqualTo(1);
            assertThat(CLUSTER.query("primary", "SELECT nextval('counted')")).isEqualTo("2");
            assertThat(CLUSTER.query(SEMI_SYNC, "SELECT nextval('counted')")).isEqualTo("3");
        }
    }

    @Test
    void aRowLockedThroughAStandbyIsLockedOnThePrimary() throws SQLException {
        try (Connection standby = CLUSTER.connect(SYNC);
                Connection primary = CLUSTER.connect("primary")) {
            execute(standby, "CREATE TABLE locked (id int PRIMARY KEY)");
            execute(standby, "INSERT INTO locked VALUES (1)");
            standby.setAutoCommit(false);
            assertThat(number(standby, "SELECT id FROM locked FOR UPDATE")).isEqualTo(1);
            assertThat(serverError(() -> execute(primary, "SELECT id FROM locked FOR UPDATE NOWAIT"))
                            .getSQLState())
                    .isEqualTo("55P03");
            standby.commit();
            assertThat(number(primary, "SELECT id FROM locked FOR UPDATE NOWAIT"))
                    .isEqualTo(1);
        }
    }

    @Test
    void copyInAndOutThroughAStandby() throws SQLException, IOException {
        try (Connection connection = CLUSTER.connect(SEMI_SYNC)) {
            execute(connection, "CREATE TABLE copied (id int, name text)");
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < 5000; i++) {
                rows.append(i).append("\tname ").append(i).append('\n');
            }
            assertThat(copies.copyIn("COPY copied FROM STDIN", new StringReader(rows.toString())))
                    .isEqualTo(5000);
            StringWriter out = new StringWriter();
            copies.copyOut("COPY (SELECT * FROM copied ORDER BY id) TO STDOUT", out);
            assertThat(out).hasToString(rows.toString());
        }
        assertThat(CLUSTER.query("primary", "SELECT count(*) FROM copied")).isEqualTo("5000");
    }

    @Test
    void anErrorOfThePrimaryIsRelayedWhole() throws SQLException {
        try (Connection connection = CLUSTER.connect(SYNC)) {
            execute(connection, "CREATE TABLE kept (id int PRIMARY KEY, size int CHECK (size > 0))");
            execute(connection, "INSERT INTO kept VALUES (1, 1)");
            ServerErrorMessage error = serverError(() -> execute(connection, "INSERT INTO kept VALUES (1, 1)"));
            assertThat(error.getSeverity()).isEqualTo("ERROR");
            assertThat(error.getSQLState()).isEqualTo("23505");
            assertThat(error.getMessage()).isEqualTo("duplicate key value violates unique constraint \"kept_pkey\"");
            assertThat(error.getDetail()).isEqualTo("Key (id)=(1) already exists.");
            assertThat(serverError(() -> execute(connection, "INSERT INTO kept VALUES (2, 0)"))
                            .getSQLState())
                    .isEqualTo("23514");
            ServerErrorMessage unknown = serverError(() -> execute(connection, "INSERT INTO nowhere VALUES (1)"));
            assertThat(unknown.getSQLState()).isEqualTo("42P01");
            assertThat(unknown.getPosition()).isEqualTo(13);
            execute(connection, "INSERT INTO kept VALUES (3, 3)");
        }
        assertThat(CLUSTER.query("primary", "SELECT id FROM kept ORDER BY id")).isEqualTo("1\n3");
    }

    @Test
    void aWriteWithoutAPrimaryFailsClearlyAndReadsGoOn() throws SQLException {
        try (Connection connection = CLUSTER.connect(SYNC)) {
            execute(connection, "CREATE TABLE orphan (id int PRIMARY KEY)");
            execute(connection, "INSERT INTO orphan VALUES (1)");
            CLUSTER.kill(List.of("primary"));
            try {
                ServerErrorMessage error = serverError(() -> execute(connection, "INSERT INTO orphan VALUES (2)"));
                assertThat(error.getSQLState()).isEqualTo("08006");
                assertThat(error.getMessage()).startsWith("failed to forward query to primary: ");
                assertThat(error.getHint()).isEqualTo("Check primary connectivity.");
                assertThat(number(connection, "SELECT count(*) FROM orphan")).isEqualTo(1);
                assertThat(CLUSTER.query(ASYNC, "SELECT 1")).isEqualTo("1");
            } finally {
                assertThat(CLUSTER.heliosdb("start", "primary").exit()).isZero();
            }
            Poll.until("writes again", Duration.ofSeconds(40), () -> {
                execute(connection, "INSERT INTO orphan VALUES (3)");
                return true;
            });
            assertThat(number(connection, "SELECT count(*) FROM orphan WHERE id <> 2"))
                    .isEqualTo(2);
        }
    }
}
