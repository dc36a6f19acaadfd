package io.heliosdb.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LinkTokenTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LinkToken links = new LinkToken("a secret of all members");

    @Test
    void believesATokenForItsUserWhileItIsFresh() {
        String token = links.make("standby-sync", "alice", NOW);
        assertThat(links.isValid(token, "alice", NOW.plusSeconds(60))).isTrue();
        assertThat(links.isValid(token, "bob", NOW)).isFalse();
        assertThat(links.isValid(token, "alice", NOW.plus(Duration.ofMinutes(3))))
                .isFalse();
    }

    @Test
    void refusesWhatAnotherSecretSignedAndWhatIsNoToken() {
        String foreign = new LinkToken("another secret").make("standby-sync", "alice", NOW);
        assertThat(links.isValid(foreign, "alice", NOW)).isFalse();
        assertThat(links.isValid("", "alice", NOW)).isFalse();
        assertThat(links.isValid("a|b|c|d", "alice", NOW)).isFalse();
    }
}
