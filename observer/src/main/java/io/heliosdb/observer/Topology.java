package io.heliosdb.observer;

import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyState;
import io.heliosdb.cluster.rest.StandbyStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Joins what was seen of each node into one picture of the cluster. A pure function of its arguments.
///
/// The primary is the reachable one of the highest timeline; any other node that calls itself primary is fenced. What
/// the primary measures of a standby counts before what the standby says, since a standby cannot know what it missed.
final class Topology {

    private final Member self;

    /// @param self the observer's own line
    Topology(Member self) {
        this.self = self;
    }

    ClusterView view(List<Sighting> sightings, Instant now) {
        Optional<NodeReport> primary = primary(sightings);
        List<Member> members = new ArrayList<>();
        for (Sighting sighting : sightings) {
            members.add(member(sighting, primary));
        }
        members.add(new Member(
                self.nodeId(),
                self.nodeName(),
                self.role(),
                null,
                self.state(),
                null,
                self.replicationAddr(),
                self.httpAddr(),
                false,
                null,
                null,
                null,
                true,
                now,
                null,
                self.uptimeSeconds(),
                null));
        Optional<Timeline> timeline = sightings.stream()
                .flatMap(s -> Optional.ofNullable(s.report()).stream())
                .map(r -> r.status().timeline())
                .max(Comparator.naturalOrder());
        return new ClusterView(
                self.nodeName(),
                Role.OBSERVER,
                now,
                timeline.orElse(null),
                primary.map(p -> p.status().nodeName()).orElse(null),
                members);
    }

    private static Optional<NodeReport> primary(List<Sighting> sightings) {
        return sightings.stream()
                .flatMap(s -> s.current().stream())
                .filter(r -> r.status().role().isPrimary())
                .max(Comparator.comparing(r -> r.status().timeline()));
    }

    private static Member member(Sighting sighting, Optional<NodeReport> primary) {
        NodeReport report = sighting.report();
        if (report == null) {
            return neverSeen(sighting);
        }
        NodeStatus status = report.status();
        Optional<StandbyStatus> line = primary.stream()
                .flatMap(p -> p.standbys().stream())
                .filter(s -> s.nodeId().equals(status.nodeId()))
                .findFirst();
        boolean leads =
                primary.filter(p -> p.status().nodeId().equals(status.nodeId())).isPresent();
        MemberState state = state(sighting, report, line, leads);
        Lag lag = sighting.reachable() && !status.role().isPrimary() ? lag(report, line) : Lag.of(leads);
        String problem = problem(sighting, report, state);
        return new Member(
                status.nodeId(),
                status.nodeName(),
                status.role(),
                status.syncMode(),
                state,
                status.listenAddr(),
                sighting.endpoint().host() + ":" + status.replicationPort(),
                sighting.endpoint().address(),
                line.map(StandbyStatus::inSync).orElse(false),
                status.applyLsn(),
                lag.bytes(),
                lag.millis(),
                problem == null,
                report.at(),
                status.timeline(),
                sighting.reachable() ? status.uptimeSeconds() : null,
                problem);
    }

    private static Member neverSeen(Sighting sighting) {
        return new Member(
                null,
                sighting.endpoint().name(),
                null,
                null,
                MemberState.UNREACHABLE,
                null,
                null,
                sighting.endpoint().address(),
                false,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                sighting.error() == null ? "not polled yet" : sighting.error());
    }

    private static MemberState state(
            Sighting sighting, NodeReport report, Optional<StandbyStatus> line, boolean leads) {
        if (!sighting.reachable()) {
            return MemberState.UNREACHABLE;
        }
        if (!report.ready()) {
            return MemberState.STARTING;
        }
        if (report.status().role().isPrimary()) {
            return leads ? MemberState.RUNNING : MemberState.FENCED;
        }
        if (line.isPresent() && line.get().state() != StandbyState.DISCONNECTED) {
            return MemberState.of(line.get().state());
        }
        return report.primary()
                .map(PrimaryStatus::connectionState)
                .map(MemberState::of)
                .orElse(MemberState.DISCONNECTED);
    }

    private static Lag lag(NodeReport report, Optional<StandbyStatus> line) {
        if (line.isPresent() && line.get().state() != StandbyState.DISCONNECTED) {
            return new Lag(line.get().lagBytes(), line.get().lagMs());
        }
        return report.primary().map(p -> new Lag(p.lagBytes(), p.lagMs())).orElseGet(() -> new Lag(null, null));
    }

    private static @Nullable String problem(Sighting sighting, NodeReport report, MemberState state) {
        return switch (state) {
            case UNREACHABLE -> sighting.error() == null ? "does not answer" : sighting.error();
            case STARTING -> "answers, but is not ready";
            case FENCED -> "calls itself primary on timeline " + report.status().timeline() + ", which is over";
            case DISCONNECTED -> "has no connection to the primary";
            case RUNNING, CONNECTING, CATCHING_UP, STREAMING, SYNCED, OBSERVING -> null;
        };
    }

    private record Lag(@Nullable Long bytes, @Nullable Long millis) {

        /// A primary that leads lags behind nobody; of all others it is not known.
        static Lag of(boolean leads) {
            return leads ? new Lag(0L, 0L) : new Lag(null, null);
        }
    }
}
