package io.heliosdb.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.HistoryEntry;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleHistoryTest {

    private final Path dir;

    RoleHistoryTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void recordsARoleOnceAndItsChanges() throws IOException {
        try (RoleHistory history = RoleHistory.open(dir)) {
            assertThat(history.record(view(Role.STANDBY, MemberState.SYNCED, 1)))
                    .hasSize(1);
            assertThat(history.record(view(Role.STANDBY, MemberState.SYNCED, 1)))
                    .isEmpty();
            assertThat(history.record(view(Role.PRIMARY, MemberState.RUNNING, 2)))
                    .hasSize(1);

            assertThat(history.entries()).extracting(HistoryEntry::to).containsExactly(Role.STANDBY, Role.PRIMARY);
            assertThat(history.entries()).extracting(HistoryEntry::reason).containsExactly("first_seen", "observed");
        }
    }

    @Test
    void knowsAfterARestartWhatItKnew() throws IOException {
        try (RoleHistory history = RoleHistory.open(dir)) {
            history.record(view(Role.PRIMARY, MemberState.RUNNING, 1));
        }
        try (RoleHistory history = RoleHistory.open(dir)) {
            assertThat(history.entries()).hasSize(1);
            assertThat(history.record(view(Role.PRIMARY, MemberState.RUNNING, 1)))
                    .isEmpty();
            assertThat(history.record(view(Role.STANDBY, MemberState.STREAMING, 2)))
                    .hasSize(1);
        }
    }

    @Test
    void cutsOffAHalfLineOfACrashAndGoesOn() throws IOException {
        try (RoleHistory history = RoleHistory.open(dir)) {
            history.record(view(Role.PRIMARY, MemberState.RUNNING, 1));
        }
        Files.writeString(dir.resolve("role-history.jsonl"), "{\"at\":\"2026-0", StandardOpenOption.APPEND);
        try (RoleHistory history = RoleHistory.open(dir)) {
            assertThat(history.entries()).hasSize(1);
            history.record(view(Role.STANDBY, MemberState.STREAMING, 2));
        }
        try (RoleHistory history = RoleHistory.open(dir)) {
            assertThat(history.entries()).hasSize(2);
        }
    }

    @Test
    void refusesADamagedFile() throws IOException {
        Files.writeString(dir.resolve("role-history.jsonl"), "nonsense\n");

        assertThatThrownBy(() -> RoleHistory.open(dir)).hasMessageContaining("damaged at line 1");
    }

    @Test
    void takesNoRoleFromWhoDoesNotAnswer() throws IOException {
        try (RoleHistory history = RoleHistory.open(dir)) {
            assertThat(history.record(view(Role.PRIMARY, MemberState.UNREACHABLE, 1)))
                    .isEmpty();
        }
    }

    private static ClusterView view(Role role, MemberState state, long timeline) {
        Member member = new Member(
                Reports.id("a"),
                "a",
                role,
                null,
                state,
                null,
                null,
                null,
                false,
                Lsn.of(5),
                0L,
                0L,
                true,
                Reports.AT,
                new Timeline(timeline),
                1L,
                null);
        return new ClusterView("observer", Role.OBSERVER, Reports.AT, null, "a", List.of(member));
    }
}
