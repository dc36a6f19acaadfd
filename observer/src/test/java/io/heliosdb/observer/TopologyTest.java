package io.heliosdb.observer;

import static io.heliosdb.observer.Reports.AT;
import static io.heliosdb.observer.Reports.line;
import static io.heliosdb.observer.Reports.lost;
import static io.heliosdb.observer.Reports.primary;
import static io.heliosdb.observer.Reports.seen;
import static io.heliosdb.observer.Reports.standby;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.rest.ClusterEvent.Kind;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import io.heliosdb.cluster.rest.StandbyState;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private final Topology topology = new Topology(new Member(
            Reports.id("observer"),
            "observer",
            Role.OBSERVER,
            null,
            MemberState.OBSERVING,
            null,
            null,
            "o:8080",
            false,
            null,
            null,
            null,
            true,
            null,
            null,
            null,
            null));

    @Test
    void takesAStandbysStateAndLagFromThePrimary() {
        ClusterView view = view(
                seen(primary("p", Timeline.FIRST, line("s", StandbyState.SYNCED, 0, true))),
                seen(standby("s", SyncMode.SYNC, LinkState.STREAMING)));
        Member standby = member(view, "s");

        assertThat(view.primary()).isEqualTo("p");
        assertThat(standby.state()).isEqualTo(MemberState.SYNCED);
        assertThat(standby.lagBytes()).isZero();
        assertThat(standby.inSync()).isTrue();
        assertThat(standby.healthy()).isTrue();
    }

    @Test
    void asksTheStandbyItselfWhenThePrimaryIsLost() {
        ClusterView view = view(
                lost(primary("p", Timeline.FIRST, line("s", StandbyState.SYNCED, 0, true))),
                seen(standby("s", SyncMode.SYNC, LinkState.STREAMING)));
        Member standby = member(view, "s");

        assertThat(view.primary()).isNull();
        assertThat(member(view, "p").state()).isEqualTo(MemberState.UNREACHABLE);
        assertThat(member(view, "p").detail()).isEqualTo("connection refused");
        assertThat(member(view, "p").lastSeen()).isEqualTo(AT);
        assertThat(standby.lagBytes()).isEqualTo(500);
        assertThat(standby.inSync()).isFalse();
    }

    @Test
    void saysThatAStandbyWithoutItsPrimaryIsNotHealthy() {
        ClusterView view =
                view(lost(primary("p", Timeline.FIRST)), seen(standby("s", SyncMode.ASYNC, LinkState.DISCONNECTED)));

        assertThat(member(view, "s").state()).isEqualTo(MemberState.DISCONNECTED);
        assertThat(member(view, "s").healthy()).isFalse();
    }

    @Test
    void believesThePrimaryOfTheHigherTimeline() {
        ClusterView view = view(seen(primary("old", new Timeline(1))), seen(primary("new", new Timeline(2))));

        assertThat(view.primary()).isEqualTo("new");
        assertThat(view.timeline()).isEqualTo(new Timeline(2));
        assertThat(member(view, "new").state()).isEqualTo(MemberState.RUNNING);
        assertThat(member(view, "old").state()).isEqualTo(MemberState.FENCED);
        assertThat(member(view, "old").healthy()).isFalse();
    }

    @Test
    void listsANodeThatNeverAnsweredByItsConfiguredName() {
        ClusterView view = view(Sighting.none(Reports.endpoint("later")).failed("connection refused", AT));
        Member member = member(view, "later");

        assertThat(member.nodeId()).isNull();
        assertThat(member.lagBytes()).isNull();
        assertThat(member.state()).isEqualTo(MemberState.UNREACHABLE);
        assertThat(member(view, "observer").state()).isEqualTo(MemberState.OBSERVING);
    }

    @Test
    void tellsOfLossReturnAndTheInSyncSetOnce() {
        ClusterView up = view(
                seen(primary("p", Timeline.FIRST, line("s", StandbyState.SYNCED, 0, true))),
                seen(standby("s", SyncMode.SYNC, LinkState.STREAMING)));
        ClusterView down = view(
                seen(primary("p", Timeline.FIRST, line("s", StandbyState.DISCONNECTED, 9, false))),
                lost(standby("s", SyncMode.SYNC, LinkState.STREAMING)));

        assertThat(Changes.between(up, up)).isEmpty();
        assertThat(Changes.between(up, down)).extracting(Changes.Change::kind).containsExactly(Kind.MEMBER_DOWN);
        assertThat(Changes.between(down, up))
                .extracting(Changes.Change::kind)
                .containsExactly(Kind.MEMBER_UP, Kind.IN_SYNC_JOINED);
    }

    @Test
    void doesNotTellOfAStandbyThatIsNowSyncedNowStreaming() {
        ClusterView synced = view(
                seen(primary("p", Timeline.FIRST, line("s", StandbyState.SYNCED, 0, true))),
                seen(standby("s", SyncMode.SYNC, LinkState.STREAMING)));
        ClusterView streaming = view(
                seen(primary("p", Timeline.FIRST, line("s", StandbyState.STREAMING, 40, true))),
                seen(standby("s", SyncMode.SYNC, LinkState.STREAMING)));

        assertThat(Changes.between(synced, streaming)).isEmpty();
        assertThat(Changes.between(streaming, synced)).isEmpty();
    }

    @Test
    void tellsOfAPromotion() {
        ClusterView before = view(seen(standby("s", SyncMode.SYNC, LinkState.STREAMING)));
        ClusterView after = view(seen(primary("s", new Timeline(2))));

        assertThat(Changes.between(before, after))
                .extracting(Changes.Change::message)
                .contains("s changed from standby to primary on timeline 2");
    }

    private ClusterView view(Sighting... sightings) {
        return topology.view(List.of(sightings), AT.plusSeconds(2));
    }

    private static Member member(ClusterView view, String name) {
        return view.member(name).orElseThrow();
    }
}
