package io.heliosdb.server.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// Where the HTTP side listens and who may change things.
///
/// @param bind address to listen on, `0.0.0.0` for all (`HELIOSDB_BIND`)
/// @param port 0 for any free one (`HELIOSDB_HTTP_PORT`, default 8080)
/// @param token asked for by changing calls when the server does not listen on loopback only (`HELIOSDB_ADMIN_TOKEN`)
public record AdminConfig(String bind, int port, Optional<String> token) {

    /// A shorter token is refused at the start: it could be guessed.
    static final int MIN_TOKEN_LENGTH = 16;

    public AdminConfig {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("HTTP port out of range 0..65535: " + port);
        }
        if (token.isPresent() && token.get().length() < MIN_TOKEN_LENGTH) {
            throw new IllegalArgumentException(
                    "HELIOSDB_ADMIN_TOKEN is too short: it needs at least " + MIN_TOKEN_LENGTH + " characters");
        }
    }

    /// Whether only this machine can reach the server.
    ///
    /// @throws IllegalArgumentException when the bind address cannot be resolved
    public boolean loopbackOnly() {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("HTTP bind address cannot be resolved: " + bind, e);
        }
    }
}
