package io.heliosdb.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeGuardTest {

    private static final String TOKEN = "0123456789abcdef";

    private final ChangeGuard local = new ChangeGuard(new AdminConfig("127.0.0.1", 0, Optional.empty()));
    private final ChangeGuard open = new ChangeGuard(new AdminConfig("0.0.0.0", 0, Optional.empty()));
    private final ChangeGuard guarded = new ChangeGuard(new AdminConfig("0.0.0.0", 0, Optional.of(TOKEN)));

    @Test
    void letsThisMachineInOnLoopback() {
        assertThatCode(() -> local.check(null, "localhost:18080", null)).doesNotThrowAnyException();
        assertThatCode(() -> local.check(null, "127.0.0.1:18080", "http://127.0.0.1:18080"))
                .doesNotThrowAnyException();
        assertThatCode(() -> local.check(null, "[::1]:18080", null)).doesNotThrowAnyException();
    }

    @Test
    void refusesAPageOfAnotherSiteOnLoopback() {
        assertThatThrownBy(() -> local.check(null, "evil.example:18080", null)).isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> local.check(null, "localhost:18080", "https://evil.example"))
                .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> local.check(null, "localhost:18080", "null")).isInstanceOf(ForbiddenException.class);
    }

    @Test
    void refusesEveryoneOnAllAddressesWithoutAToken() {
        assertThatThrownBy(() -> open.check("Bearer " + TOKEN, "db:8080", null)).isInstanceOf(ForbiddenException.class);
    }

    @Test
    void asksForTheTokenOnAllAddresses() {
        assertThatCode(() -> guarded.check("Bearer " + TOKEN, "db:8080", null)).doesNotThrowAnyException();
        assertThatThrownBy(() -> guarded.check(null, "db:8080", null)).isInstanceOf(NotAuthorizedException.class);
        assertThatThrownBy(() -> guarded.check("Bearer " + TOKEN + "0", "db:8080", null))
                .isInstanceOf(NotAuthorizedException.class);
        assertThatThrownBy(() -> guarded.check("Basic " + TOKEN, "db:8080", null))
                .isInstanceOf(NotAuthorizedException.class);
    }

    @Test
    void refusesAShortTokenAndABadPortAtTheStart() {
        assertThatThrownBy(() -> new AdminConfig("0.0.0.0", 0, Optional.of("short")))
                .hasMessageContaining("HELIOSDB_ADMIN_TOKEN");
        assertThatThrownBy(() -> new AdminConfig("0.0.0.0", 70000, Optional.empty()))
                .hasMessageContaining("70000");
        assertThat(new AdminConfig("localhost", 0, Optional.empty()).loopbackOnly())
                .isTrue();
    }
}
