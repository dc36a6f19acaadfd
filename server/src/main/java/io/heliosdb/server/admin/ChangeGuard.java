package io.heliosdb.server.admin;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides whether a call that changes something is let in.
///
/// | the server listens on | token is set | let in |
/// |---|---|---|
/// | loopback only | either | who is on this machine, but no web page of another site |
/// | anything else | yes | who brings `Authorization: Bearer TOKEN` |
/// | anything else | no | nobody |
///
/// On loopback the names in `Host` and `Origin` are looked at, since any page in a local browser can reach 127.0.0.1.
final class ChangeGuard {

    private static final String BEARER = "bearer ";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean loopbackOnly;
    private final Optional<String> token;

    ChangeGuard(AdminConfig config) {
        this.loopbackOnly = config.loopbackOnly();
        this.token = config.token();
    }

    /// Lets the request pass.
    ///
    /// @throws ForbiddenException when nobody may, or a page of another site asks
    /// @throws NotAuthorizedException when the token is missing or wrong
    void check(@Nullable String authorization, @Nullable String host, @Nullable String origin) {
        if (loopbackOnly) {
            if (!local(host == null ? null : "http://" + host) || (origin != null && !local(origin))) {
                throw new ForbiddenException("this call is for this machine: ask as localhost");
            }
            return;
        }
        String expected = token.orElseThrow(() ->
                new ForbiddenException("changing calls are off: set HELIOSDB_ADMIN_TOKEN, or listen on loopback only"));
        if (authorization == null || !matches(authorization, expected)) {
            throw new NotAuthorizedException("a valid token is needed", "Bearer realm=\"heliosdb\"");
        }
    }

    private static boolean local(@Nullable String address) {
        if (address == null) {
            return false;
        }
        try {
            String name = URI.create(address).getHost();
            return name != null && LOCAL_NAMES.contains(name.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Takes the same time wherever the two differ.
    private static boolean matches(String authorization, String expected) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return false;
        }
        byte[] given = authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, expected.getBytes(StandardCharsets.UTF_8));
    }
}
