package io.heliosdb.server.node;

import static io.heliosdb.server.node.TestCluster.await;
import static io.heliosdb.server.node.TestCluster.get;
import static io.heliosdb.server.node.TestCluster.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.cluster.rest.StandbyState;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Replication over a network that breaks, stalls and lies.
/// JUnit fills the directory in before anything runs.
@SuppressWarnings("NullAway")
class ReplicationNetworkTest {

    private static final String LARGE = "x".repeat(10_000);

    @TempDir
    private Path directory;

    private TestCluster cluster;

    private void cluster(String standbys) {
        cluster = new TestCluster(directory, standbys);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static void fill(ClusterNode node, int from, int to) {
        for (int i = from; i < to; i++) {
            put(node.engine(), "k" + i, LARGE + i);
        }
    }

    @Test
    void aFirstCopyThatBreaksOffBeginsAgain() throws Exception {
        cluster("");
        ClusterNode a = cluster.primary("a");
        fill(a, 0, 100);
        try (LinkProxy link = new LinkProxy(cluster.port("a"))) {
            link.cutAfter(200_000);
            CompletableFuture<ClusterNode> opening =
                    CompletableFuture.supplyAsync(() -> cluster.standby("b", SyncMode.ASYNC, link.port()));
            await("the copy has broken off three times", () -> link.connections() > 3);
            assertThat(opening).isNotDone();
            link.cutAfter(Long.MAX_VALUE);
            ClusterNode b = opening.get(20, TimeUnit.SECONDS);
            for (int i = 0; i < 100; i++) {
                assertThat(get(b.engine(), "k" + i)).isEqualTo(LARGE + i);
            }
            put(a.engine(), "after", "1");
            await("the standby follows", () -> "1".equals(get(b.engine(), "after")));
        }
    }

    @Test
    void aLogThatBreaksOffGoesOnWhereItWas() throws Exception {
        cluster("");
        ClusterNode a = cluster.primary("a");
        try (LinkProxy link = new LinkProxy(cluster.port("a"))) {
            ClusterNode b = cluster.standby("b", SyncMode.ASYNC, link.port());
            link.cutAfter(600_000);
            cluster.stop("b");
            fill(a, 0, 150);
            ClusterNode again = cluster.standby("b", SyncMode.ASYNC, link.port());
            await("the standby has everything", () -> (LARGE + 149).equals(get(again.engine(), "k149")));
            assertThat(link.connections()).isGreaterThan(3);
            for (int i = 0; i < 150; i++) {
                assertThat(get(again.engine(), "k" + i)).isEqualTo(LARGE + i);
            }
            assertThat(b.trouble()).isEmpty();
        }
    }

    @Test
    void aStalledMemberLeavesTheSetAndCatchesUpWhenItGoesOn() throws Exception {
        cluster("b:sync,c:semi-sync");
        ClusterNode a = cluster.primary("a");
        cluster.standby("c", SyncMode.SEMI_SYNC, "a");
        try (LinkProxy link = new LinkProxy(cluster.port("a"))) {
            ClusterNode b = cluster.standby("b", SyncMode.SYNC, link.port());
            await(
                    "both are in sync",
                    () -> a.standbys().stream().filter(s -> s.inSync()).count() == 2);
            link.stall();
            put(a.engine(), "x", "1");
            assertThat(a.standbys()).filteredOn(s -> s.inSync()).hasSize(1);
            assertThat(get(b.engine(), "x")).isNull();
            put(a.engine(), "y", "2");
            link.resume();
            await(
                    "the standby is back",
                    () -> a.standbys().stream().filter(s -> s.inSync()).count() == 2);
            put(a.engine(), "z", "3");
            assertThat(get(b.engine(), "x")).isEqualTo("1");
            assertThat(get(b.engine(), "y")).isEqualTo("2");
            assertThat(get(b.engine(), "z")).isEqualTo("3");
        }
    }

    @Test
    void aStandbyWithAnotherSecretIsRefused() {
        cluster("");
        cluster.secret("the secret of this cluster");
        ClusterNode a = cluster.primary("a");
        ClusterNode b = cluster.standby("b", SyncMode.ASYNC, "a");
        assertThat(get(b.engine(), "bootstrap")).isEqualTo("done");
        cluster.stop("b");
        cluster.secret("a secret of somebody else");
        ClusterNode wrong = cluster.standby("b", SyncMode.ASYNC, "a");
        await("the error is shown", () -> wrong.primary().orElseThrow().connectionState() == LinkState.ERROR);
        assertThat(wrong.trouble()).isEqualTo("the primary's cluster secret is not this standby's");
        put(a.engine(), "x", "1");
        assertThat(get(wrong.engine(), "x")).isNull();
        assertThat(a.standbys()).noneMatch(s -> s.state() == StandbyState.STREAMING);
    }
}
