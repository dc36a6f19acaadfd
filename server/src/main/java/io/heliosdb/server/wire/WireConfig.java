package io.heliosdb.server.wire;

import java.time.Duration;

/// How clients are served.
///
/// @param port 0 lets the system choose one
/// @param maxMessageBytes a longer message ends the connection: it would have to be kept in memory whole
/// @param authentication who must prove who they are
/// @param startupTimeout from accepting the connection to the end of authentication
/// @param database the name that clients are told is theirs, whatever they ask for
public record WireConfig(
        String host,
        int port,
        int maxMessageBytes,
        Authentication authentication,
        Duration startupTimeout,
        String database) {

    public enum Authentication {
        /// Everybody is who they say, wherever they come from.
        TRUST,
        /// As TRUST on the loopback interface, as SCRAM elsewhere.
        TRUST_ON_LOOPBACK,
        SCRAM_SHA_256
    }

    /// Serves everybody on the loopback interface.
    public static final WireConfig DEFAULT = new WireConfig(
            "127.0.0.1", 5432, 64 << 20, Authentication.TRUST_ON_LOOPBACK, Duration.ofSeconds(60), "heliosdb");

    public WireConfig {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
        }
        if (maxMessageBytes < 1 << 16) {
            throw new IllegalArgumentException("max-message-bytes must be at least 65536, not " + maxMessageBytes);
        }
    }

    public WireConfig withPort(int value) {
        return new WireConfig(host, value, maxMessageBytes, authentication, startupTimeout, database);
    }
}
