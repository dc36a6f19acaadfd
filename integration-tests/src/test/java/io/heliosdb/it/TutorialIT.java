package io.heliosdb.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The tutorial's steps 2 to 6, word for word, in order, with the real psql.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TutorialIT {

    private static final String REFUSAL = """
            ERROR:  cannot execute write operations in read-only mode (async standby)
            HINT:  Connect to the primary for write operations, or configure sync mode for transparent routing.
            """;
    private static final String NOTHING = "";

    private static final LocalCluster CLUSTER = LocalCluster.stopped();

    @BeforeAll
    static void up() {
        CLUSTER.up();
    }

    @AfterAll
    static void down() {
        CLUSTER.close();
    }

    private static void expect(String node, String sql, String answer) {
        assertThat(CLUSTER.psql(node, "-c", sql)).as(sql).isEqualTo(new Output(0, answer, NOTHING));
    }

    @Test
    @Order(2)
    void step2EveryNodeLetsAnyUserInWithoutADatabaseNamed() {
        for (String node : LocalCluster.DATA_NODES) {
            assertThat(CLUSTER.psqlReading("\\q\n", node)).isEqualTo(new Output(0, NOTHING, NOTHING));
            assertThat(CLUSTER.query(node, "SELECT current_database(), current_user"))
                    .isEqualTo("heliosdb|app");
        }
    }

    @Test
    @Order(31)
    void step3WritesThroughStandbysLandOnThePrimary() {
        expect("primary", "CREATE TABLE users (id INT PRIMARY KEY, name TEXT, created_by TEXT);", "CREATE TABLE\n");
        expect("standby-sync", "INSERT INTO users VALUES (1, 'Alice', 'standby-sync');", "INSERT 0 1\n");
        expect("standby-semisync", "INSERT INTO users VALUES (2, 'Bob', 'standby-semisync');", "INSERT 0 1\n");
        assertThat(CLUSTER.psql("standby-async", "-c", "INSERT INTO users VALUES (3, 'Charlie', 'standby-async');"))
                .isEqualTo(new Output(1, NOTHING, REFUSAL));
        expect("primary", "SELECT * FROM users ORDER BY id;", """
                 id | name  |    created_by   \s
                ----+-------+------------------
                  1 | Alice | standby-sync
                  2 | Bob   | standby-semisync
                (2 rows)

                """);
    }

    @Test
    @Order(32)
    void step3UpdateAndDeleteAreRoutedToo() {
        expect("standby-sync", "UPDATE users SET name = 'Alice Updated' WHERE id = 1;", "UPDATE 1\n");
        expect("standby-semisync", "DELETE FROM users WHERE id = 2;", "DELETE 1\n");
        String rows = """
                 id |     name      |  created_by \s
                ----+---------------+--------------
                  1 | Alice Updated | standby-sync
                (1 row)

                """;
        expect("primary", "SELECT * FROM users;", rows);
        expect("standby-sync", "SELECT * FROM users;", rows);
        Poll.until("the row on every standby", Duration.ofSeconds(10), () -> LocalCluster.DATA_NODES.stream()
                .allMatch(
                        node -> CLUSTER.psql(node, "-c", "SELECT * FROM users;").equals(new Output(0, rows, NOTHING))));
    }

    @Test
    @Order(33)
    void theAsyncStandbyRefusesEveryKindOfWrite() {
        expect("standby-sync", "CREATE SEQUENCE numbers;", "CREATE SEQUENCE\n");
        Poll.until("the sequence on the async standby", Duration.ofSeconds(10), () -> CLUSTER.query(
                        "standby-async", "SELECT count(*) FROM pg_class WHERE relname = 'numbers'")
                .equals("1"));
        for (String sql : new String[] {
            "UPDATE users SET name = 'x'",
            "DELETE FROM users",
            "TRUNCATE users",
            "CREATE TABLE other (id int)",
            "SELECT nextval('numbers')",
            "SELECT * FROM users FOR UPDATE",
            "WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone"
        }) {
            assertThat(CLUSTER.psql("standby-async", "-c", sql)).as(sql).isEqualTo(new Output(1, NOTHING, REFUSAL));
        }
        assertThat(CLUSTER.psqlReading("9\tx\ty\n\\.\n", "standby-async", "-c", "COPY users FROM STDIN")
                        .err())
                .isEqualTo(REFUSAL);
    }

    @Test
    @Order(41)
    void step4TheStatusViewTellsEachNodesOwnState() {
        String columns = "node_id|role|sync_mode|is_read_only|current_lsn|standby_count|primary_host|listen_addr"
                + "|replication_port|started_at|node_name|timeline|flush_lsn|apply_lsn|listen_address|uptime_seconds";
        Output output = CLUSTER.psql("primary", "-A", "-c", "SELECT * FROM pg_replication_status;");
        assertThat(output.out().lines().toList()).hasSize(3).first().isEqualTo(columns);
        assertThat(output.out()).contains("11111111-1111-1111-1111-111111111111|primary|");
        String facts = "SELECT role, sync_mode, is_read_only, standby_count FROM pg_replication_status";
        assertThat(CLUSTER.query("primary", facts)).startsWith("primary|").endsWith("|f|3");
        assertThat(CLUSTER.query("standby-sync", facts)).startsWith("standby|sync|");
        assertThat(CLUSTER.query("standby-semisync", facts)).startsWith("standby|semi-sync|");
        assertThat(CLUSTER.query("standby-async", facts)).startsWith("standby|async|t|");
    }

    @Test
    @Order(42)
    void step4TheStandbysAreSeenOnThePrimaryOnly() {
        assertThat(CLUSTER.psql("primary", "-c", "SELECT * FROM pg_replication_standbys;")
                        .out())
                .endsWith("(3 rows)\n\n");
        Poll.until("all caught up", Duration.ofSeconds(10), () -> CLUSTER.query(
                        "primary",
                        "SELECT node_name, sync_mode, in_sync, lag_bytes FROM pg_replication_standbys ORDER BY 1")
                .equals("standby-async|async|f|0\nstandby-semisync|semi-sync|t|0\nstandby-sync|sync|t|0"));
        assertThat(CLUSTER.query("standby-sync", "SELECT count(*) FROM pg_replication_standbys"))
                .isEqualTo("0");
    }

    @Test
    @Order(43)
    void step4ThePrimaryIsSeenOnStandbysOnly() {
        assertThat(CLUSTER.psql("standby-sync", "-c", "SELECT * FROM pg_replication_primary;")
                        .out())
                .endsWith("(1 row)\n\n");
        String facts = "SELECT primary_node_id, connection_state, fencing_token, "
                + "last_heartbeat > now() - interval '10 seconds' FROM pg_replication_primary";
        for (String node : LocalCluster.DATA_NODES.subList(1, 4)) {
            assertThat(CLUSTER.query(node, facts)).isEqualTo("11111111-1111-1111-1111-111111111111|streaming|1|t");
        }
        assertThat(CLUSTER.query("primary", "SELECT count(*) FROM pg_replication_primary"))
                .isEqualTo("0");
    }

    @Test
    @Order(44)
    void step4MetricsCountWhatHappens() {
        assertThat(CLUSTER.psql("primary", "-c", "SELECT * FROM pg_replication_metrics;")
                        .exit())
                .isZero();
        String names = CLUSTER.query("primary", "SELECT metric_name FROM pg_replication_metrics");
        assertThat(names.lines().toList())
                .contains(
                        "wal_writes",
                        "wal_bytes_written",
                        "records_replicated",
                        "bytes_replicated",
                        "heartbeats_sent",
                        "heartbeats_received",
                        "reconnect_count",
                        "current_lsn",
                        "standby_count",
                        "last_wal_write_epoch",
                        "last_replication_epoch");
        String writes = "SELECT metric_value FROM pg_replication_metrics WHERE metric_name = 'wal_bytes_written'";
        String lsn = "SELECT current_lsn FROM pg_replication_status";
        long writesBefore = Long.parseLong(CLUSTER.query("primary", writes));
        long lsnBefore = Long.parseLong(CLUSTER.query("primary", lsn));
        expect("standby-sync", "INSERT INTO users VALUES (7, 'Grace', 'live');", "INSERT 0 1\n");
        assertThat(Long.parseLong(CLUSTER.query("primary", writes))).isGreaterThan(writesBefore);
        assertThat(Long.parseLong(CLUSTER.query("primary", lsn))).isGreaterThan(lsnBefore);
        assertThat(Long.parseLong(CLUSTER.query("standby-sync", lsn))).isGreaterThan(lsnBefore);
    }

    @Test
    @Order(51)
    void step5AnInteractiveSessionOnEachSide() {
        Output primary = CLUSTER.psqlReading("""
                CREATE TABLE products (id INT, name TEXT, price DECIMAL);
                INSERT INTO products VALUES (1, 'Widget', 9.99);
                SELECT * FROM products;
                SELECT * FROM pg_replication_status;
                \\q
                """, "primary");
        assertThat(primary.err()).isEmpty();
        assertThat(primary.out()).startsWith("""
                        CREATE TABLE
                        INSERT 0 1
                         id |  name  | price\s
                        ----+--------+-------
                          1 | Widget |  9.99
                        (1 row)

                        """);
        Output standby = CLUSTER.psqlReading("""
                INSERT INTO products VALUES (2, 'Gadget', 19.99); -- Forwarded!
                SELECT * FROM pg_replication_status; -- Shows standby role
                \\q
                """, "standby-sync");
        assertThat(standby.err()).isEmpty();
        assertThat(standby.out()).startsWith("INSERT 0 1\n").contains("| standby | sync ");
        expect("primary", "SELECT * FROM products;", """
                 id |  name  | price\s
                ----+--------+-------
                  1 | Widget |  9.99
                  2 | Gadget | 19.99
                (2 rows)

                """);
    }

    @Test
    @Order(52)
    void describesTablesToPsql() {
        assertThat(CLUSTER.psql("standby-semisync", "-c", "\\dt").out())
                .contains("public | users", "public | products");
        assertThat(CLUSTER.psql("primary", "-c", "\\d users").out())
                .contains("created_by", "\"users_pkey\" PRIMARY KEY");
    }

    @Test
    @Order(61)
    void step6DownKeepsTheData() {
        String rows = CLUSTER.query("primary", "SELECT * FROM users ORDER BY id");
        assertThat(rows).isNotEmpty();
        assertThat(CLUSTER.heliosdb("down").exit()).isZero();
        CLUSTER.up();
        for (String node : LocalCluster.DATA_NODES) {
            assertThat(CLUSTER.query(node, "SELECT * FROM users ORDER BY id")).isEqualTo(rows);
        }
    }
}
