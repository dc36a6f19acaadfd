package io.heliosdb.server.node;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.message.Endpoints;
import io.heliosdb.cluster.message.HistoryMessage;
import io.heliosdb.cluster.message.MemberMessage;
import io.heliosdb.cluster.message.Topology;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Members and history as messages and back.
final class TopologyMessages {

    private TopologyMessages() {}

    static Topology of(List<Member> members, List<TimelineEntry> history) {
        return Topology.newBuilder()
                .addAllMembers(members.stream().map(TopologyMessages::message).toList())
                .addAllHistory(history.stream().map(TopologyMessages::message).toList())
                .build();
    }

    private static MemberMessage message(Member member) {
        MemberMessage.Builder message = MemberMessage.newBuilder()
                .setNodeId(text(member.nodeId()))
                .setNodeName(member.nodeName())
                .setRole(text(member.role()))
                .setSyncMode(text(member.syncMode()))
                .setState(member.state().text())
                .setEndpoints(Endpoints.newBuilder()
                        .setClient(text(member.clientAddr()))
                        .setReplication(text(member.replicationAddr()))
                        .setHttp(text(member.httpAddr())))
                .setInSync(member.inSync())
                .setHealthy(member.healthy())
                .setDetail(text(member.detail()));
        if (member.lsn() != null) {
            message.setLsn(member.lsn().position());
        }
        if (member.lagBytes() != null) {
            message.setLagBytes(member.lagBytes());
        }
        if (member.lagMs() != null) {
            message.setLagMs(member.lagMs());
        }
        if (member.lastSeen() != null) {
            message.setLastSeenEpochMillis(member.lastSeen().toEpochMilli());
        }
        if (member.timeline() != null) {
            message.setTimeline(member.timeline().number());
        }
        return message.build();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    static List<Member> members(Topology topology) {
        return topology.getMembersList().stream().map(TopologyMessages::member).toList();
    }

    private static Member member(MemberMessage message) {
        Endpoints endpoints = message.getEndpoints();
        return new Member(
                message.getNodeId().isEmpty() ? null : NodeId.parse(message.getNodeId()),
                message.getNodeName(),
                message.getRole().isEmpty() ? null : Role.parse(message.getRole()),
                message.getSyncMode().isEmpty() ? null : SyncMode.parse(message.getSyncMode()),
                MemberState.valueOf(message.getState().toUpperCase(Locale.ROOT)),
                orNull(endpoints.getClient()),
                orNull(endpoints.getReplication()),
                orNull(endpoints.getHttp()),
                message.getInSync(),
                message.hasLsn() ? Lsn.of(message.getLsn()) : null,
                message.hasLagBytes() ? Long.valueOf(message.getLagBytes()) : null,
                message.hasLagMs() ? Long.valueOf(message.getLagMs()) : null,
                message.getHealthy(),
                message.hasLastSeenEpochMillis() ? Instant.ofEpochMilli(message.getLastSeenEpochMillis()) : null,
                message.hasTimeline() ? new Timeline(message.getTimeline()) : null,
                null,
                orNull(message.getDetail()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static HistoryMessage message(TimelineEntry entry) {
        HistoryMessage.Builder message = HistoryMessage.newBuilder()
                .setTimeline(entry.timeline().number())
                .setStartLsn(entry.startLsn().position())
                .setPrimary(entry.primary())
                .setReason(entry.reason());
        Instant at = entry.at();
        if (at != null) {
            message.setAtEpochMillis(at.toEpochMilli());
        }
        return message.build();
    }

    static List<TimelineEntry> history(Topology topology) {
        return topology.getHistoryList().stream()
                .map(message -> new TimelineEntry(
                        new Timeline(message.getTimeline()),
                        Lsn.of(message.getStartLsn()),
                        message.getPrimary(),
                        message.getReason(),
                        message.hasAtEpochMillis() ? Instant.ofEpochMilli(message.getAtEpochMillis()) : null))
                .toList();
    }
}
