package io.heliosdb.observer;

import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.rest.ClusterEvent.Kind;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What happened between two views, in words. Pure functions.
final class Changes {

    /// @param message one sentence without a full stop
    record Change(Kind kind, String nodeName, String message) {}

    private Changes() {}

    static List<Change> between(ClusterView before, ClusterView after) {
        List<Change> changes = new ArrayList<>();
        for (Member now : after.members()) {
            if (now.role() != Role.OBSERVER) {
                find(before, now).ifPresent(was -> compare(was, now, changes));
            }
        }
        return changes;
    }

    /// A member is the same by its identity; by its name before it was ever seen.
    private static Optional<Member> find(ClusterView before, Member now) {
        return before.members().stream()
                .filter(was -> was.nodeId() == null
                        ? was.nodeName().equals(now.nodeName()) || Objects.equals(was.httpAddr(), now.httpAddr())
                        : was.nodeId().equals(now.nodeId()))
                .findFirst();
    }

    private static void compare(Member was, Member now, List<Change> changes) {
        String name = now.nodeName();
        if (was.state() != MemberState.UNREACHABLE && now.state() == MemberState.UNREACHABLE) {
            changes.add(new Change(Kind.MEMBER_DOWN, name, name + " does not answer: " + now.detail()));
            return;
        }
        if (was.state() == MemberState.UNREACHABLE && now.state() != MemberState.UNREACHABLE) {
            changes.add(new Change(Kind.MEMBER_UP, name, name + " answers: " + role(now)));
        } else if (was.state() != now.state() && !minor(was.state(), now.state())) {
            changes.add(new Change(
                    Kind.STATE_CHANGED, name, name + " went from " + words(was.state()) + " to " + words(now.state())));
        }
        if (restarted(was.uptimeSeconds(), now.uptimeSeconds())) {
            changes.add(new Change(Kind.RESTARTED, name, name + " was restarted"));
        }
        if (was.role() != null && now.role() != null && was.role() != now.role()) {
            changes.add(new Change(
                    Kind.ROLE_CHANGED,
                    name,
                    name + " changed from " + was.role() + " to " + now.role() + " on timeline " + now.timeline()));
        }
        inSync(was, now, changes);
    }

    private static void inSync(Member was, Member now, List<Change> changes) {
        if (!was.inSync() && now.inSync()) {
            changes.add(new Change(Kind.IN_SYNC_JOINED, now.nodeName(), now.nodeName() + " joined the in-sync set"));
        }
        if (was.inSync() && !now.inSync() && now.role() == Role.STANDBY) {
            changes.add(new Change(Kind.IN_SYNC_LEFT, now.nodeName(), now.nodeName() + " left the in-sync set"));
        }
    }

    /// Under load a standby goes to and fro between these two with every commit: no news.
    private static boolean minor(MemberState was, MemberState now) {
        return (was == MemberState.SYNCED || was == MemberState.STREAMING)
                && (now == MemberState.SYNCED || now == MemberState.STREAMING);
    }

    private static boolean restarted(@Nullable Long was, @Nullable Long now) {
        return was != null && now != null && now < was;
    }

    private static String role(Member member) {
        return (member.syncMode() == null ? "" : member.syncMode() + " ") + member.role() + ", "
                + words(member.state());
    }

    private static String words(MemberState state) {
        return state.text().replace('_', ' ');
    }
}
