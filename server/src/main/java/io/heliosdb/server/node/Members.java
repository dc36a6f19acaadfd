package io.heliosdb.server.node;

import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.server.txn.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins what the primary says of all members with what this node knows better: itself, and whether the primary is
/// there at all.
record Members(ClusterNode node, NodeConfig config, Instant now) {

    /// @param told by the primary, or by this node as primary; empty before anything was heard
    ClusterView of(List<Member> told, @Nullable Engine engine) {
        boolean standby = config.role() == Role.STANDBY;
        List<Member> members = new ArrayList<>();
        boolean found = false;
        for (Member member : told) {
            if (node.nodeId().equals(member.nodeId())) {
                members.add(standby ? self(member, engine) : member);
                found = true;
            } else {
                members.add(standby ? seenFromAfar(member) : member);
            }
        }
        if (!found) {
            members.add(self(null, engine));
        }
        String primary = members.stream()
                .filter(member -> member.role() != null && member.role().isPrimary() && member.healthy())
                .map(Member::nodeName)
                .findFirst()
                .orElse(null);
        return new ClusterView(
                node.nodeName(), node.role(), now, engine == null ? null : engine.timeline(), primary, members);
    }

    private Member self(@Nullable Member told, @Nullable Engine engine) {
        Readiness readiness = node.readiness();
        PrimaryStatus link = node.primary().orElse(null);
        MemberState state = !readiness.ready()
                ? MemberState.STARTING
                : link == null ? MemberState.RUNNING : MemberState.of(link.connectionState());
        boolean connected = state == MemberState.STREAMING || state == MemberState.RUNNING;
        boolean inSync = told != null && told.inSync() && connected;
        return new Member(
                node.nodeId(),
                node.nodeName(),
                node.role(),
                node.syncMode().orElse(null),
                told != null && inSync && told.state() == MemberState.SYNCED ? MemberState.SYNCED : state,
                config.self().client().toString(),
                config.self().replication().toString(),
                config.self().http().toString(),
                inSync,
                engine == null ? null : engine.visibleLsn(),
                link == null ? null : Long.valueOf(link.lagBytes()),
                link == null ? null : Long.valueOf(link.lagMs()),
                readiness.ready() && connected,
                now,
                engine == null ? null : engine.timeline(),
                node.status().uptimeSeconds(),
                readiness.ready() ? trouble() : readiness.reason());
    }

    private @Nullable String trouble() {
        String trouble = node.trouble();
        return trouble.isEmpty() ? null : trouble;
    }

    /// What the primary told is as old as its last heartbeat; of the primary itself a broken link tells more.
    private Member seenFromAfar(Member member) {
        PrimaryStatus link = node.primary().orElse(null);
        boolean isPrimary = member.role() != null && member.role().isPrimary();
        if (link == null || link.lastHeartbeat() == null) {
            return member;
        }
        boolean stale = Duration.between(link.lastHeartbeat(), now).compareTo(Duration.ofSeconds(3)) > 0;
        if (!stale) {
            return isPrimary ? at(member, member.state(), true, link.lastHeartbeat(), null) : member;
        }
        return at(
                member,
                isPrimary ? MemberState.UNREACHABLE : member.state(),
                !isPrimary && member.healthy(),
                isPrimary ? link.lastHeartbeat() : member.lastSeen(),
                isPrimary ? "this standby does not hear it" : "as the primary saw it last");
    }

    private static Member at(
            Member member, MemberState state, boolean healthy, @Nullable Instant seen, @Nullable String detail) {
        return new Member(
                member.nodeId(),
                member.nodeName(),
                member.role(),
                member.syncMode(),
                state,
                member.clientAddr(),
                member.replicationAddr(),
                member.httpAddr(),
                member.inSync(),
                member.lsn(),
                member.lagBytes(),
                member.lagMs(),
                healthy,
                seen,
                member.timeline(),
                member.uptimeSeconds(),
                detail);
    }
}
