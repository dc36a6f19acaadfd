package io.heliosdb.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `./heliosdb` from the command line.
class LauncherIT {

    private static final LocalCluster CLUSTER = LocalCluster.stopped();

    @BeforeAll
    static void saysWhichPortIsTakenThenStarts() throws IOException {
        try (ServerSocket taken =
                new ServerSocket(CLUSTER.pgPort("standby-sync"), 1, InetAddress.getLoopbackAddress())) {
            Output output = CLUSTER.heliosdb("up");
            assertThat(output.exit()).isEqualTo(1);
            assertThat(output.err())
                    .startsWith("heliosdb: already in use by another program: port " + taken.getLocalPort()
                            + " (PostgreSQL of standby-sync)");
        }
        CLUSTER.up();
    }

    @AfterAll
    static void downRemovesWhatItMade() throws IOException {
        CLUSTER.close();
        try (var left = Files.list(CLUSTER.data())) {
            assertThat(left).isEmpty();
        }
        assertThat(CLUSTER.heliosdb("status").exit()).isEqualTo(1);
        assertThat(CLUSTER.heliosdb("down")).isEqualTo(new Output(0, "No member was running.\n", ""));
    }

    @Test
    void statusShowsEveryMember() {
        Output output = CLUSTER.heliosdb("status");
        assertThat(output.exit()).isZero();
        assertThat(output.out()).contains("NAMES", "STATUS", "Dashboard: http://localhost:");
        for (String node : LocalCluster.MEMBERS) {
            assertThat(output.out()).containsPattern("(?m)^" + node + " +Up \\(healthy\\)");
        }
    }

    @Test
    void aSecondUpSaysThatItRuns() {
        Output output = CLUSTER.heliosdb("up");
        assertThat(output.exit()).isZero();
        assertThat(output.out()).startsWith("The cluster runs already.");
    }

    @Test
    void stopsStartsAndRestartsOneNode() {
        assertThat(CLUSTER.heliosdb("stop", "standby-async").out()).contains("standby-async stopped");
        Output status = CLUSTER.heliosdb("status");
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.out()).containsPattern("(?m)^standby-async +Stopped");
        assertThat(CLUSTER.heliosdb("start", "standby-async").exit()).isZero();
        assertThat(CLUSTER.heliosdb("restart", "standby-async").exit()).isZero();
        assertThat(CLUSTER.heliosdb("status").exit()).isZero();
    }

    @Test
    void tellsAMemberThatDiedFromOneThatDoesNotAnswer() {
        CLUSTER.kill(List.of("standby-async"));
        CLUSTER.freeze(List.of("observer"));
        Output status = CLUSTER.heliosdb("status");
        Output start = CLUSTER.heliosdb("start", "observer");
        CLUSTER.resume(List.of("observer"));
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.out())
                .containsPattern("(?m)^standby-async +Died ")
                .containsPattern("(?m)^observer +Up \\(unhealthy\\) ")
                .contains("standby-async: its process is gone without having been stopped;"
                        + " start it with: ./heliosdb start standby-async")
                .contains("observer: does not answer");
        assertThat(start.exit()).isEqualTo(1);
        assertThat(start.err()).startsWith("heliosdb: observer runs already, but is not healthy: does not answer");
        assertThat(CLUSTER.heliosdb("start", "standby-async").exit()).isZero();
        assertThat(CLUSTER.heliosdb("start", "standby-async").out()).isEqualTo("standby-async runs already\n");
        assertThat(CLUSTER.heliosdb("status").exit()).isZero();
    }

    @Test
    void membersStartFromTheArchivesOfTheirClasses() throws IOException {
        for (String member : LocalCluster.MEMBERS) {
            Path pid = CLUSTER.data().resolve(member).resolve("node.pid");
            ProcessHandle process = ProcessHandle.of(
                            Long.parseLong(Files.readString(pid).strip()))
                    .orElseThrow();
            String commandLine = process.info().commandLine().orElseThrow();
            assertThat(commandLine).as(member).containsPattern("-XX:AOTCache=\\S+\\.aot ");
            String archive = commandLine.replaceFirst("(?s).*-XX:AOTCache=(\\S+).*", "$1");
            // Mapped, and not only named: a JVM that finds it unfit goes on without it.
            assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/maps")))
                    .as(member)
                    .contains(archive);
        }
    }

    @Test
    void showsANodesLog() {
        assertThat(CLUSTER.heliosdb("logs", "primary").out()).contains("Streaming server listening on ");
        assertThat(CLUSTER.heliosdb("logs", "standby-sync").out())
                .contains("Query forwarder initialized for transparent write routing to ");
    }

    @Test
    void runsPsqlOnANode() {
        assertThat(CLUSTER.heliosdb("psql", "standby-sync", "-X", "-Atc", "SELECT 1 + 1"))
                .isEqualTo(new Output(0, "2\n", ""));
    }

    @Test
    void namesTheNodesWhenOneIsUnknown() {
        for (String command : List.of("stop", "logs", "psql")) {
            Output output = CLUSTER.heliosdb(command, "standby");
            assertThat(output.exit()).as(command).isEqualTo(1);
            assertThat(output.err())
                    .as(command)
                    .startsWith("heliosdb: there is no node 'standby'; the nodes are: primary, standby-sync");
        }
    }

    @Test
    void namesTheCommandsWhenOneIsUnknown() {
        Output output = CLUSTER.heliosdb("failover", "standby-sync");
        assertThat(output.exit()).isEqualTo(2);
        assertThat(output.err()).startsWith("heliosdb: there is no command 'failover'; the commands are: up, down, ");
    }
}
