package io.heliosdb.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Processes are frozen, killed with -9 and left behind while rows are written through three nodes: what was
/// acknowledged is on every node afterwards, and every node has the same rows.
class FaultsIT {

    private static final String PRIMARY = "primary";
    private static final String SYNC = "standby-sync";
    private static final String SEMI_SYNC = "standby-semisync";
    private static final String ASYNC = "standby-async";
    private static final List<String> WRITABLE = List.of(PRIMARY, SYNC, SEMI_SYNC);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    // No more log than this is kept for a standby that is away.
    private static final String WAL_KEEP = "1MB";

    private static final LocalCluster CLUSTER = LocalCluster.stoppedWith("HELIOSDB_WAL_KEEP", WAL_KEEP);

    @BeforeAll
    static void up() {
        CLUSTER.up();
    }

    @AfterAll
    static void down() {
        CLUSTER.close();
    }

    private static void heliosdb(String... arguments) {
        Output output = CLUSTER.heliosdb(arguments);
        assertThat(output.exit()).as("%s\n%s", output, CLUSTER.logs()).isZero();
    }

    private static void awaitInSync(int count) {
        Poll.until(count + " standbys are in sync", LIMIT, () -> CLUSTER.query(
                        PRIMARY, "SELECT count(*) FROM pg_replication_standbys WHERE in_sync")
                .equals("" + count));
    }

    private static Set<String> rows(String node, String table) {
        String[] lines = CLUSTER.query(node, "SELECT id FROM " + table).split("\n");
        Set<String> rows = new HashSet<>(Arrays.asList(lines));
        assertThat(rows).as("no row twice on %s", node).hasSameSizeAs(lines);
        return rows;
    }

    private static void assertNothingIsLost(RowWriters writers) {
        Set<String> acknowledged = writers.stop();
        Set<String> onPrimary = rows(PRIMARY, writers.table());
        assertThat(onPrimary).containsAll(acknowledged);
        String checksum = "SELECT heliosdb_table_checksum('" + writers.table() + "'::regclass)";
        String expected = CLUSTER.query(PRIMARY, checksum);
        for (String node : LocalCluster.DATA_NODES) {
            Poll.until(node + " has what the primary has", LIMIT, () -> {
                Output found = CLUSTER.psql(node, "-Atc", checksum);
                return found.exit() == 0 && found.out().strip().equals(expected);
            });
            assertThat(rows(node, writers.table())).as("on %s", node).isEqualTo(onPrimary);
        }
    }

    @Test
    void aFrozenStandbyHoldsWritesUpOnlyUntilItHasLeftTheSet() {
        try (RowWriters writers = new RowWriters(CLUSTER, "frozen_one", List.of(PRIMARY, SYNC))) {
            awaitInSync(2);
            writers.awaitMoreRows("at first");
            CLUSTER.freeze(List.of(SEMI_SYNC));
            try {
                awaitInSync(1);
                writers.awaitMoreRows("without the frozen standby");
                assertThat(writers.failures())
                        .as("writes wait, and do not fail")
                        .isEmpty();
            } finally {
                CLUSTER.resume(List.of(SEMI_SYNC));
            }
            awaitInSync(2);
            writers.awaitMoreRows("with both again");
            assertThat(writers.failures()).isEmpty();
            assertNothingIsLost(writers);
        }
    }

    @Test
    void withEveryInSyncStandbyFrozenNewWritesAreRefusedAndReadsGoOn() {
        try (RowWriters writers = new RowWriters(CLUSTER, "frozen_all", List.of(PRIMARY))) {
            awaitInSync(2);
            writers.awaitMoreRows("at first");
            CLUSTER.freeze(List.of(SYNC, SEMI_SYNC));
            try {
                Output refused = refusedInsert();
                assertThat(refused.err()).startsWith("ERROR:  53000: ");
                assertThat(CLUSTER.query(PRIMARY, "SELECT count(*) > 0 FROM frozen_all"))
                        .isEqualTo("t");
                assertThat(CLUSTER.query(ASYNC, "SELECT count(*) > 0 FROM frozen_all"))
                        .isEqualTo("t");
                // The one that waits is not refused: it may be committed still.
                assertThat(writers.failures())
                        .allMatch(failure -> failure.state().equals("53000"));
            } finally {
                CLUSTER.resume(List.of(SYNC, SEMI_SYNC));
            }
            awaitInSync(2);
            writers.awaitMoreRows("with both again");
            assertThat(writers.failures()).allMatch(failure -> failure.state().equals("53000"));
            assertNothingIsLost(writers);
        }
    }

    // The first may wait with those that are in the log already, until the standbys count as missing.
    private static Output refusedInsert() {
        Output[] last = new Output[1];
        Poll.until("writes are refused", LIMIT, () -> {
            String setting = "SET statement_timeout = '1s'";
            String insert = "INSERT INTO frozen_all VALUES (gen_random_uuid()::text)";
            Output output = CLUSTER.psql(PRIMARY, "-v", "VERBOSITY=verbose", "-qc", setting, "-c", insert);
            last[0] = output;
            return output.err().contains("53000");
        });
        return last[0];
    }

    @Test
    void aStandbyThatWasKilledCatchesUp() {
        try (RowWriters writers = new RowWriters(CLUSTER, "killed_standby", List.of(PRIMARY, SEMI_SYNC))) {
            writers.awaitMoreRows("at first");
            CLUSTER.kill(List.of(SYNC));
            writers.awaitMoreRows("without the killed standby");
            heliosdb("start", SYNC);
            awaitInSync(2);
            writers.awaitMoreRows("with it again");
            assertThat(writers.failures()).isEmpty();
            assertNothingIsLost(writers);
        }
    }

    @Test
    void withThePrimaryKilledStandbysSayClearlyThatTheyCannotWriteAndReadsGoOn() {
        List<String> standbys = List.of(SYNC, SEMI_SYNC);
        try (RowWriters writers = new RowWriters(CLUSTER, "killed_primary", standbys)) {
            writers.awaitMoreRows("at first");
            CLUSTER.kill(List.of(PRIMARY));
            Poll.until("both standbys say that the primary is gone", LIMIT, () -> standbys.stream()
                    .allMatch(node -> writers.failures().stream()
                            .anyMatch(failure -> failure.node().equals(node)
                                    && failure.state().equals("08006"))));
            for (String node : List.of(SYNC, SEMI_SYNC, ASYNC)) {
                assertThat(CLUSTER.query(node, "SELECT count(*) > 0 FROM killed_primary"))
                        .as("reads on %s", node)
                        .isEqualTo("t");
            }
            heliosdb("start", PRIMARY);
            writers.awaitMoreRows("after the primary's restart");
            for (RowWriters.Failure failure : writers.failures()) {
                assertThat(failure.bySession())
                        .as("sessions on standbys stay: %s", failure)
                        .isTrue();
                // A commit that was under way when the primary died is in doubt; a primary that is back takes no writes
                // before a standby is in sync with it.
                assertThat(failure.state()).as("%s", failure).isIn("08006", "08007", "53000");
                if (failure.state().equals("08006")) {
                    assertThat(failure.message()).startsWith("failed to forward query to primary: ");
                    assertThat(failure.hint()).isEqualTo("Check primary connectivity.");
                }
            }
            assertNothingIsLost(writers);
        }
    }

    @Test
    void aStandbyWhoseLogIsGoneIsCopiedAnewAndCatchesUp() {
        try (RowWriters writers = new RowWriters(CLUSTER, "left_behind", WRITABLE)) {
            writers.awaitMoreRows("at first");
            heliosdb("stop", ASYNC);
            long end = Long.parseLong(CLUSTER.query(PRIMARY, "SELECT current_lsn FROM pg_replication_status"));
            CLUSTER.query(
                    PRIMARY, "CREATE TABLE bulk AS SELECT i AS id, repeat('x', 1000) FROM generate_series(1, 40000) i");
            Poll.until("the log that the standby needs is gone", LIMIT, () -> {
                CLUSTER.query(PRIMARY, "CHECKPOINT");
                return firstLogPosition() > end;
            });
            heliosdb("start", ASYNC);
            Poll.until("the standby has been copied anew", LIMIT, () -> Files.readString(
                            CLUSTER.data().resolve(ASYNC).resolve("node.log"))
                    .contains("node is ready again, with a fresh copy of its primary"));
            heliosdb("status");
            writers.awaitMoreRows("afterwards");
            assertThat(writers.failures()).isEmpty();
            assertNothingIsLost(writers);
            assertThat(CLUSTER.query(ASYNC, "SELECT count(*) FROM bulk")).isEqualTo("40000");
        }
    }

    // Segments are named by the position of their first byte.
    private static long firstLogPosition() throws IOException {
        Path log = CLUSTER.data().resolve(PRIMARY).resolve("wal");
        try (Stream<Path> files = Files.list(log)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".wal"))
                    .mapToLong(name -> Long.parseUnsignedLong(name.replace(".wal", ""), 16))
                    .min()
                    .orElseThrow();
        }
    }

    @Test
    void everyProcessKilledAtOnceLosesNothing() {
        try (RowWriters writers = new RowWriters(CLUSTER, "killed_all", WRITABLE)) {
            writers.awaitMoreRows("at first");
            CLUSTER.kill(LocalCluster.MEMBERS);
            CLUSTER.up();
            writers.awaitMoreRows("after the restart of all");
            assertNothingIsLost(writers);
        }
    }
}
