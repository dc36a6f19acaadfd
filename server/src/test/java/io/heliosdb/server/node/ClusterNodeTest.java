package io.heliosdb.server.node;

import static io.heliosdb.server.node.TestCluster.await;
import static io.heliosdb.server.node.TestCluster.get;
import static io.heliosdb.server.node.TestCluster.put;
import static io.heliosdb.server.node.TestCluster.putMany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.StandbyState;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// JUnit fills the directory in before anything runs.
@SuppressWarnings("NullAway")
class ClusterNodeTest {

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

    private static void awaitInSync(ClusterNode primary, int count) {
        await(
                count + " standbys are in sync",
                () -> primary.standbys().stream()
                                .filter(standby -> standby.inSync() && standby.state() == StandbyState.SYNCED)
                                .count()
                        == count);
    }

    private ClusterNode restarted(String standby) {
        cluster.stop(standby);
        return cluster.standby(standby, SyncMode.ASYNC, "a");
    }

    @Test
    void syncStandbyCopiesThePrimaryThenHasEachCommitAppliedWhenItIsAcknowledged() {
        cluster("b:sync");
        ClusterNode a = cluster.primary("a");
        ClusterNode b = cluster.standby("b", SyncMode.SYNC, "a");
        assertThat(get(b.engine(), "bootstrap")).isEqualTo("done");
        awaitInSync(a, 1);

        for (int i = 0; i < 200; i++) {
            put(a.engine(), "k" + i, "v" + i);
            assertThat(get(b.engine(), "k" + i)).isEqualTo("v" + i);
        }

        assertThat(b.primary().orElseThrow().connectionState()).isEqualTo(LinkState.STREAMING);
        assertThat(a.replicationStats()).hasSize(1);
        assertThat(a.role()).isEqualTo(Role.PRIMARY);
        await(
                "the lag is zero",
                () -> a.standbys().getFirst().lagMs() == 0
                        && b.primary().orElseThrow().lagBytes() == 0);
        await("the standby knows the topology", () -> b.cluster().members().size() == 2);
        assertThat(b.cluster().members()).extracting(Member::nodeName).containsExactlyInAnyOrder("a", "b");
        assertThat(b.cluster().primary()).isEqualTo("a");
        assertThat(b.history()).hasSize(1);
        assertThat(b.primaryClientAddress()).hasToString("Optional[127.0.0.1:5432]");
    }

    @Test
    void aTransactionLargerThanMemoryIsWholeOnEveryStandbyWhileOthersCommitAndOneIsCopied() throws Exception {
        int rows = 8_000;
        cluster("b:sync,c:async");
        ClusterNode a = cluster.primary("a");
        ClusterNode b = cluster.standby("b", SyncMode.SYNC, "a");
        awaitInSync(a, 1);
        Thread large = Thread.ofPlatform().start(() -> TestCluster.putMany(a.engine(), "row", rows));
        for (int i = 0; large.isAlive(); i++) {
            put(a.engine(), "k", "v" + i);
            assertThat(get(b.engine(), "k")).isEqualTo("v" + i);
            boolean last = get(b.engine(), "row" + (rows - 1)) != null;
            assertThat(get(b.engine(), "row0") != null || !last).isTrue();
            if (i == 3) {
                cluster.standby("c", SyncMode.ASYNC, "a");
            }
        }
        large.join();
        assertThat(get(b.engine(), "row0")).isNotNull();
        assertThat(get(b.engine(), "row" + (rows - 1))).isNotNull();
        ClusterNode c = restarted("c");
        await("the copy has all of it", () -> get(c.engine(), "row" + (rows - 1)) != null);
        assertThat(get(c.engine(), "row0")).isNotNull();
        assertThat(a.standbys()).filteredOn(standby -> standby.inSync()).hasSize(1);
    }

    @Test
    void writesAreRefusedAtOnceWithoutAnInSyncStandbyAndGoOnWhenItIsBack() {
        cluster("b:semi-sync");
        ClusterNode a = cluster.primary("a");
        assertThatThrownBy(() -> put(a.engine(), "x", "1"))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.INSUFFICIENT_RESOURCES))
                .hasMessage("cannot accept writes: too few standbys are in sync");
        assertThat(a.writable()).isFalse();

        cluster.standby("b", SyncMode.SEMI_SYNC, "a");
        awaitInSync(a, 1);
        put(a.engine(), "x", "1");
        cluster.stop("b");
        await("the standby is gone", () -> a.standbys().getFirst().state() == StandbyState.DISCONNECTED);
        assertThatThrownBy(() -> put(a.engine(), "x", "2")).isInstanceOf(SqlException.class);

        ClusterNode b = cluster.standby("b", SyncMode.SEMI_SYNC, "a");
        await("writes are accepted", a::writable);
        put(a.engine(), "x", "3");
        await("the standby has caught up", () -> "3".equals(get(b.engine(), "x")));
    }

    @Test
    void memberThatDisconnectsLeavesTheSetAndReturnsWhenCaughtUp() {
        cluster("b:sync,c:semi-sync,d:async");
        ClusterNode a = cluster.primary("a");
        cluster.standby("b", SyncMode.SYNC, "a");
        cluster.standby("c", SyncMode.SEMI_SYNC, "a");
        ClusterNode d = cluster.standby("d", SyncMode.ASYNC, "a");
        awaitInSync(a, 2);
        put(a.engine(), "x", "1");
        cluster.stop("b");
        for (int i = 0; i < 100; i++) {
            put(a.engine(), "k" + i, "v" + i);
        }
        await("async follows", () -> "v99".equals(get(d.engine(), "k99")));
        assertThat(a.standbys()).filteredOn(standby -> standby.inSync()).hasSize(1);

        ClusterNode b = cluster.standby("b", SyncMode.SYNC, "a");
        awaitInSync(a, 2);
        put(a.engine(), "x", "2");
        assertThat(get(b.engine(), "x")).isEqualTo("2");
        assertThat(get(b.engine(), "k99")).isEqualTo("v99");
    }

    @Test
    void restartedPrimaryIsReadyOnceItsTailIsSettledAndStandbysComeBack() {
        cluster("b:sync");
        ClusterNode a = cluster.primary("a");
        ClusterNode b = cluster.standby("b", SyncMode.SYNC, "a");
        awaitInSync(a, 1);
        put(a.engine(), "x", "1");
        cluster.stop("a");
        await("the standby sees it", () -> b.primary().orElseThrow().connectionState() != LinkState.STREAMING);
        assertThat(get(b.engine(), "x")).isEqualTo("1");

        ClusterNode again = cluster.primary("a");
        await("the primary is writable", again::writable);
        put(again.engine(), "x", "2");
        assertThat(get(b.engine(), "x")).isEqualTo("2");
        assertThat(b.metrics()).anySatisfy(metric -> {
            assertThat(metric.metricName()).isEqualTo("reconnect_count");
            assertThat(metric.metricValue()).isPositive();
        });
    }

    @Test
    void standbyOfAnotherClusterIsRefusedWithBothIdsNamed() {
        cluster("");
        ClusterNode a = cluster.primary("a");
        ClusterNode foreign = cluster.primary("foreign");
        ClusterNode b = cluster.standby("b", SyncMode.ASYNC, "a");
        assertThat(get(b.engine(), "bootstrap")).isEqualTo("done");
        cluster.stop("b");

        ClusterNode lost = cluster.standby("b", SyncMode.ASYNC, "foreign");
        await("the error is shown", () -> lost.primary().orElseThrow().connectionState() == LinkState.ERROR);
        assertThat(lost.trouble())
                .contains(a.engine().metadata().clusterId().toString())
                .contains(foreign.engine().metadata().clusterId().toString());
        assertThat(get(lost.engine(), "bootstrap")).isEqualTo("done");
        assertThat(lost.cluster().members())
                .filteredOn(member -> member.nodeName().equals("b"))
                .singleElement()
                .satisfies(member -> {
                    assertThat(member.healthy()).isFalse();
                    assertThat(member.detail()).isEqualTo(lost.trouble());
                });
    }

    @Test
    void aStandbyThatIsAwayIsShownWhereItWasLastAlsoAfterARestart() {
        cluster("");
        ClusterNode a = cluster.primary("a");
        cluster.standby("b", SyncMode.ASYNC, "a");
        putMany(a.engine(), "k", 100);
        await(
                "the standby has it",
                () -> standby(a).applyLsn().isAtLeast(a.engine().writtenLsn()));
        await("it is known where it is", () -> standby(a).lagMs() == 0);
        cluster.stop("b");
        await("it is gone", () -> standby(a).state() == StandbyState.DISCONNECTED);
        assertThat(standby(a).connectedAt()).isNull();
        assertThat(standby(a).lastHeartbeat()).isNotNull();
        put(a.engine(), "x", "1");
        assertThat(standby(a).lagBytes()).isBetween(1L, 1_000L);
        assertThat(standby(a).lagMs()).isPositive();
        cluster.stop("a");

        ClusterNode again = cluster.primary("a");
        put(again.engine(), "x", "2");
        assertThat(standby(again).lagBytes()).as("not the whole log").isBetween(1L, 2_000L);
        assertThat(standby(again).lagMs()).isPositive();
        assertThat(standby(again).currentLsn()).isEqualTo(standby(again).flushLsn());
        assertThat(standby(again).flushLsn()).isGreaterThan(Lsn.ZERO);
        assertThat(standby(again).applyLsn()).isLessThanOrEqualTo(standby(again).flushLsn());
    }

    private static StandbyStatus standby(ClusterNode primary) {
        return primary.standbys().getFirst();
    }

    @Test
    void heartbeatsAreCountedOnBothSides() {
        cluster("");
        ClusterNode a = cluster.primary("a");
        ClusterNode b = cluster.standby("b", SyncMode.ASYNC, "a");
        for (ClusterNode node : List.of(a, b)) {
            for (String name : List.of("heartbeats_sent", "heartbeats_received")) {
                await(name + " of " + node.nodeName(), () -> metric(node, name) > 0);
            }
        }
    }

    private static long metric(ClusterNode node, String name) {
        return node.metrics().stream()
                .filter(metric -> metric.metricName().equals(name))
                .mapToLong(metric -> metric.metricValue())
                .sum();
    }
}
