package io.heliosdb.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeGuardTest {

    private static final DatabaseUsers USERS = new FakeUsers();
    private static final String TOKEN = "0123456789abcdef";

    private final ChangeGuard local = new ChangeGuard(new AdminConfig("127.0.0.1", 0, Optional.empty()), USERS);
    private final ChangeGuard open = new ChangeGuard(new AdminConfig("0.0.0.0", 0, Optional.empty()), USERS);
    private final ChangeGuard guarded = new ChangeGuard(new AdminConfig("0.0.0.0", 0, Optional.of(TOKEN)), USERS);

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
    void letsOnlyDatabaseUsersInOnAllAddressesWithoutAToken() {
        assertThatThrownBy(() -> open.check("Bearer " + TOKEN, "db:8080", null))
                .isInstanceOf(NotAuthorizedException.class);
        assertThatThrownBy(() -> open.check(null, "db:8080", null)).isInstanceOf(NotAuthorizedException.class);
        assertThat(open.check(basic("ada:right"), "db:8080", null)).contains("ada");
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void letsADatabaseUserInWithItsPasswordOnAllAddresses() {
        assertThat(guarded.check(basic("ada:right"), "db:8080", null)).contains("ada");
        assertThat(local.check(basic("ada:right"), "localhost:18080", null)).contains("ada");
        assertThat(guarded.check("Bearer " + TOKEN, "db:8080", null)).isEmpty();
        for (String wrong : List.of("ada:wrong", "ada", ":right", "")) {
            assertThatThrownBy(() -> guarded.check(basic(wrong), "db:8080", null))
                    .as(wrong)
                    .isInstanceOf(NotAuthorizedException.class);
            assertThatThrownBy(() -> local.check(basic(wrong), "localhost:18080", null))
                    .as(wrong)
                    .isInstanceOf(NotAuthorizedException.class);
        }
        assertThatThrownBy(() -> guarded.check("Basic no base 64", "db:8080", null))
                .isInstanceOf(NotAuthorizedException.class);
    }

    @Test
    void refusesPasswordsThatABrowserAddsToWhatAnotherSiteAsks() {
        assertThatThrownBy(() -> guarded.check(basic("ada:right"), "db:8080", "https://evil.example"))
                .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> guarded.check(basic("ada:right"), "db:8080", "null"))
                .isInstanceOf(ForbiddenException.class);
        assertThat(guarded.check(basic("ada:right"), "db:8080", "http://db:8080"))
                .contains("ada");
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
