package io.heliosdb.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.rest.HealthReport;
import io.heliosdb.cluster.rest.LinkState;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleChecksTest {

    @ParameterizedTest
    @CsvSource({
        "primary,   true,  false, false, false, false, true, true",
        "sync,      false, true,  true,  false, false, true, true",
        "semi-sync, false, true,  false, true,  false, true, true",
        "async,     false, true,  false, false, true,  true, false"
    })
    void answersByRoleAndMode(
            String member,
            boolean primary,
            boolean replica,
            boolean sync,
            boolean quorum,
            boolean async,
            boolean readOnly,
            boolean writable) {
        FakeNode node = member.equals("primary") ? new FakeNode() : FakeNode.standby(SyncMode.parse(member));
        RoleChecks checks = new RoleChecks(node);

        assertThat(checks.primary()).isEqualTo(primary);
        assertThat(checks.replica(Optional.empty())).isEqualTo(replica);
        assertThat(checks.replica(SyncMode.SYNC, Optional.empty())).isEqualTo(sync);
        assertThat(checks.replica(SyncMode.SEMI_SYNC, Optional.empty())).isEqualTo(quorum);
        assertThat(checks.replica(SyncMode.ASYNC, Optional.empty())).isEqualTo(async);
        assertThat(checks.readOnly(Optional.empty())).isEqualTo(readOnly);
        assertThat(checks.writable()).isEqualTo(writable);
    }

    @Test
    void refusesAStandbyThatLagsBehindTheLimit() {
        FakeNode node = FakeNode.standby(SyncMode.ASYNC);
        node.lagBytes = 10_485_761;
        RoleChecks checks = new RoleChecks(node);

        assertThat(checks.replica(Optional.of(ByteSize.parse("10MB")))).isFalse();
        node.lagBytes--;
        assertThat(checks.replica(Optional.of(ByteSize.parse("10MB")))).isTrue();
    }

    @Test
    void refusesAStandbyWithoutItsPrimary() {
        FakeNode node = FakeNode.standby(SyncMode.SYNC);
        node.link = LinkState.DISCONNECTED;

        assertThat(new RoleChecks(node).replica(Optional.empty())).isFalse();
    }

    @Test
    void refusesEverythingBeforeTheNodeIsReady() {
        FakeNode node = new FakeNode();
        node.health = new HealthReport(true, false, false, "recovery");
        RoleChecks checks = new RoleChecks(node);

        assertThat(checks.primary()).isFalse();
        assertThat(checks.readOnly(Optional.empty())).isFalse();
        assertThat(checks.writable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1024,1024",
        "16kB,16384",
        "10MB,10485760",
        "10 mb,10485760",
        "1GB,1073741824",
        "2TB,2199023255552"
    })
    void readsASize(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "MB", "1XB", "1.5MB", "99999999TB", "1;drop"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
