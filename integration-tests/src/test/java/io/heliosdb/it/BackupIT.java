package io.heliosdb.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backup during writes, archive, and restore of the whole cluster to a time, through `./heliosdb`.
class BackupIT {

    @TempDir
    Path folder = Path.of("");

    @Test
    void restoresTheClusterToATimeBetweenTwoCommits() throws IOException {
        Path archive = folder.resolve("archive");
        String backup = folder.resolve("backup").toString();
        try (LocalCluster cluster = LocalCluster.startedWith("HELIOSDB_WAL_ARCHIVE", archive.toString())) {
            cluster.query("primary", "CREATE TABLE kept (id int PRIMARY KEY, note text)");
            cluster.query("standby-sync", "INSERT INTO kept SELECT i, 'before' FROM generate_series(1, 1000) i");
            Output taken = cluster.heliosdb("backup", backup, "--node", "standby-semisync");
            assertThat(taken.exit()).as("%s", taken).isZero();
            assertThat(cluster.heliosdb("backup", "--verify", backup).out()).contains("The backup is whole");
            cluster.query("primary", "INSERT INTO kept VALUES (2000, 'between')");
            String time = cluster.query("primary", "SELECT clock_timestamp()");
            cluster.query("primary", "SELECT pg_sleep(0.01)");
            cluster.query("primary", "DELETE FROM kept");
            List<String> checksums = LocalCluster.DATA_NODES.stream()
                    .map(node -> cluster.queryWhenCaughtUp(node, "SELECT heliosdb_table_checksum('kept'::regclass)"))
                    .distinct()
                    .toList();
            assertThat(checksums).as("every node has the same rows").hasSize(1);
            assertThat(cluster.heliosdb("restore", backup).exit())
                    .as("refused while it runs")
                    .isEqualTo(1);
            assertThat(cluster.heliosdb("down").exit()).isZero();
            Output restored = cluster.heliosdb("restore", backup, "--archive", archive.toString(), "--to-time", time);
            assertThat(restored.exit()).as("%s", restored).isZero();
            cluster.up();
            for (String node : LocalCluster.DATA_NODES) {
                assertThat(cluster.queryWhenCaughtUp(node, "SELECT count(*), max(id) FROM kept"))
                        .as("on %s", node)
                        .isEqualTo("1001|2000");
            }
            cluster.query("standby-sync", "INSERT INTO kept VALUES (3000, 'after')");
            assertThat(cluster.query("primary", "SELECT note FROM kept WHERE id = 3000"))
                    .isEqualTo("after");
        }
        try (Stream<Path> files = Files.walk(archive)) {
            assertThat(files.filter(file -> file.toString().endsWith(".wal")).count())
                    .isGreaterThanOrEqualTo(2);
        }
    }
}
