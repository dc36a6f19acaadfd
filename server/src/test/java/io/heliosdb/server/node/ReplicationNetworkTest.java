package io.heliosdb.server.node;

import static io.heliosdb.server.node.TestCluster.await;
import static io.heliosdb.server.node.TestCluster.get;
import static io.heliosdb.server.node.TestCluster.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.cluster.rest.StandbyState;
import io.heliosdb.server.common.SqlException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    @Test
    void aSecondProcessWithTheSameNodeIdIsRefusedWithBothNamedAndTheFirstGoesOn() throws Exception {
        cluster("");
        ClusterNode a = cluster.primary("a");
        cluster.standby("b", SyncMode.ASYNC, "a");
        cluster.stop("b");
        ClusterNode b = cluster.standby("b", SyncMode.ASYNC, "a");
        await("the first streams", () -> b.primary().orElseThrow().connectionState() == LinkState.STREAMING);
        ClusterNode twin = cluster.twin("copy", "b", SyncMode.ASYNC, "a");
        await("the second is refused", () -> !twin.trouble().isEmpty());
        assertThat(twin.trouble())
                .startsWith("node id " + b.nodeId() + " is connected already as \"b\" from 127.0.0.1:")
                .contains("; \"copy\" from 127.0.0.1:")
                .contains("HELIOSDB_NODE_ID");
        put(a.engine(), "x", "1");
        await("the first has it", () -> "1".equals(get(b.engine(), "x")));
        assertThat(get(twin.engine(), "x")).isNull();
        assertThat(b.primary().orElseThrow().connectionState()).isEqualTo(LinkState.STREAMING);
        assertThat(a.standbys()).singleElement().satisfies(only -> assertThat(only.nodeName())
                .isEqualTo("b"));
    }

    private static long inSync(ClusterNode primary) {
        return primary.standbys().stream().filter(standby -> standby.inSync()).count();
    }

    @Test
    void aTailThatNeverCommittedIsCutWhenThePrimaryHasAnotherOne() throws Exception {
        cluster("b:sync,c:semi-sync");
        ClusterNode a = cluster.primary("a");
        ClusterNode b = cluster.standby("b", SyncMode.SYNC, "a");
        try (LinkProxy link = new LinkProxy(cluster.port("a"))) {
            cluster.standby("c", SyncMode.SEMI_SYNC, link.port());
            await("both are in sync", () -> inSync(a) == 2);
            put(a.engine(), "x", "committed");
            await("all is quiet", () -> a.standbys().stream().allMatch(standby -> standby.lagBytes() == 0));
            cluster.save("a", "before");
            link.stall();
            Thread doubtful = Thread.ofPlatform().start(() -> {
                assertThatThrownBy(() -> put(a.engine(), "x", "in doubt"))
                        .isInstanceOfSatisfying(
                                SqlException.class,
                                e -> assertThat(e.state().code()).isEqualTo("08007"));
            });
            Lsn end = b.engine().visibleLsn();
            await("it is in one standby's log", () -> b.engine().flushedLsn().isAfter(end));
            cluster.stop("a");
            doubtful.join();
            link.resume();
        }
        assertThat(get(b.engine(), "x")).isEqualTo("committed");
        cluster.restore("a", "before");
        ClusterNode again = cluster.primary("a");
        cluster.stop("c");
        cluster.standby("c", SyncMode.SEMI_SYNC, "a");
        await("both are in sync again", () -> inSync(again) == 2);
        put(again.engine(), "y", "later");
        assertThat(get(b.engine(), "y")).isEqualTo("later");
        assertThat(get(b.engine(), "x")).isEqualTo("committed");
        assertThat(cluster.copiesAnew()).isZero();
    }

    @Test
    void aPrimaryThatHasLostWhatWasCommittedIsNotFollowed() throws Exception {
        cluster("b:sync");
        ClusterNode a = cluster.primary("a");
        ClusterNode b = cluster.standby("b", SyncMode.SYNC, "a");
        await("in sync", () -> inSync(a) == 1);
        cluster.save("a", "before");
        put(a.engine(), "x", "acknowledged");
        cluster.stop("a");
        cluster.restore("a", "before");
        cluster.primary("a");
        await("the standby says so", () -> b.trouble().contains("the primary has lost changes"));
        assertThat(get(b.engine(), "x")).isEqualTo("acknowledged");
        assertThat(cluster.copiesAnew()).isZero();
    }

    @Test
    void aStandbyThatIsAheadOfARestoredPrimaryIsCopiedAnew() throws Exception {
        cluster("b:sync");
        ClusterNode a = cluster.primary("a");
        ClusterNode b = cluster.standby("b", SyncMode.SYNC, "a");
        await("in sync", () -> inSync(a) == 1);
        cluster.save("a", "before");
        put(a.engine(), "x", "given up");
        cluster.stop("a");
        cluster.restore("a", "before");
        cluster.beginTimeline("a", 2);
        ClusterNode restored = cluster.primary("a");
        await(
                "the copy is taken",
                () -> cluster.copiesAnew() == 1 && b.readiness().ready());
        await("in sync again", () -> restored.writable() && b.writable());
        put(restored.engine(), "y", "1");
        assertThat(get(b.engine(), "y")).isEqualTo("1");
        assertThat(get(b.engine(), "x")).isNull();
    }

    @Test
    void aStandbyWhoseLogIsGoneIsCopiedAnewAndFollows() throws Exception {
        cluster("");
        cluster.walKeepBytes(100_000);
        ClusterNode a = cluster.primary("a");
        try (LinkProxy link = new LinkProxy(cluster.port("a"))) {
            ClusterNode b = cluster.standby("b", SyncMode.ASYNC, link.port());
            await("the log is kept for it", () -> "reserved".equals(walStatus(a)));
            link.stall();
            fill(a, 0, 150);
            await("the log is gone", () -> {
                put(a.engine(), "more", LARGE);
                a.engine().checkpoint();
                return a.engine().oldestLsn().isAfter(b.engine().flushedLsn());
            });
            assertThat(a.slots()).singleElement().satisfies(slot -> {
                assertThat(slot.name()).isEqualTo("b");
                assertThat(slot.walStatus()).isEqualTo("lost");
                assertThat(slot.restartLsn()).isNull();
                assertThat(slot.safeBytes()).isNull();
            });
            link.resume();
            await("the copy is taken", () -> cluster.copiesAnew() == 1);
            await("it is ready", () -> b.readiness().ready());
            await("the standby has everything", () -> (LARGE + 149).equals(get(b.engine(), "k149")));
            assertThat(get(b.engine(), "bootstrap")).isEqualTo("done");
            put(a.engine(), "after", "1");
            await("the standby follows", () -> "1".equals(get(b.engine(), "after")));
            await("the log is kept for it again", () -> "reserved".equals(walStatus(a)));
            assertThat(a.slots().getFirst().safeBytes()).isBetween(0L, 100_000L);
        }
    }

    private static String walStatus(ClusterNode primary) {
        return primary.slots().stream()
                .map(slot -> String.valueOf(slot.walStatus()))
                .collect(Collectors.joining());
    }
}
