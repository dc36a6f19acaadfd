package io.heliosdb.server.admin;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides whether a call that changes something is let in, and as whom.
///
/// | the server listens on | the call brings | let in |
/// |---|---|---|
/// | loopback only | nothing | who is on this machine, but no web page of another site |
/// | anything else | `Authorization: Bearer TOKEN` | with the token that is set |
/// | either | `Authorization: Basic …` | a database user with the right password, as that user |
/// | anything else | nothing | nobody |
///
/// On loopback the names in `Host` and `Origin` are looked at, since any page in a local browser can reach 127.0.0.1. A
/// browser that knows a password adds it to whatever any page asks, so that `Origin` must then be this server's own.
final class ChangeGuard {

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    private static final String BASIC_CHALLENGE = "Basic realm=\"heliosdb\", charset=\"UTF-8\"";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean loopbackOnly;
    private final Optional<String> token;
    private final DatabaseUsers users;

    ChangeGuard(AdminConfig config, DatabaseUsers users) {
        this.loopbackOnly = config.loopbackOnly();
        this.token = config.token();
        this.users = users;
    }

    /// Lets the request pass.
    ///
    /// @return the database user who asks; empty when it is this machine's or the token's
    /// @throws ForbiddenException when a page of another site asks
    /// @throws NotAuthorizedException when what is needed is missing or wrong
    Optional<String> check(@Nullable String authorization, @Nullable String host, @Nullable String origin) {
        if (loopbackOnly && (!local(host == null ? null : "http://" + host) || origin != null && !local(origin))) {
            throw new ForbiddenException("this call is for this machine: ask as localhost");
        }
        if (authorization != null && begins(authorization, BASIC)) {
            if (origin != null && !isOwn(origin, host)) {
                throw new ForbiddenException("a page of another site may not use this server's passwords");
            }
            return Optional.of(user(authorization));
        }
        if (!loopbackOnly && (authorization == null || !isToken(authorization))) {
            throw refused();
        }
        return Optional.empty();
    }

    private NotAuthorizedException refused() {
        return token.isPresent()
                ? new NotAuthorizedException(
                        "a valid token, or a database user's name and password, is needed",
                        "Bearer realm=\"heliosdb\"",
                        BASIC_CHALLENGE)
                : new NotAuthorizedException(
                        "a database user's name and password are needed; set HELIOSDB_ADMIN_TOKEN to use a token",
                        BASIC_CHALLENGE);
    }

    private String user(String authorization) {
        String[] parts =
                decoded(authorization.substring(BASIC.length()).strip()).split(":", 2);
        if (parts.length < 2 || !users.accepts(parts[0], parts[1])) {
            throw new NotAuthorizedException("password authentication failed", BASIC_CHALLENGE);
        }
        return parts[0];
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new NotAuthorizedException("the Basic credentials are no base 64", e, BASIC_CHALLENGE);
        }
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
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

    private static boolean begins(String authorization, String scheme) {
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /// Takes the same time wherever the two differ.
    private boolean isToken(String authorization) {
        if (token.isEmpty() || !begins(authorization, BEARER)) {
            return false;
        }
        byte[] given = authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, token.get().getBytes(StandardCharsets.UTF_8));
    }
}
