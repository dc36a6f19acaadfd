package io.heliosdb.server.routing;

import java.time.Duration;

/// How patient forwarding is, and what a forwarding standby says of itself.
///
/// @param writeTimeout how long a statement waits for a primary that does not answer (`HELIOSDB_WRITE_TIMEOUT`, 30 s)
/// @param connectTimeout how long one attempt to connect takes at most
/// @param refusedRetry how long a refused connection is tried again, as a primary that restarts needs
/// @param advertiseWritable whether a forwarding standby tells clients that it takes writes (`HELIOSDB_ADVERTISE`)
/// @param nodeName this node's, for the primary's log
public record RoutingConfig(
        Duration writeTimeout,
        Duration connectTimeout,
        Duration refusedRetry,
        boolean advertiseWritable,
        String nodeName) {

    public RoutingConfig {
        if (writeTimeout.isNegative() || writeTimeout.isZero()) {
            throw new IllegalArgumentException("the write timeout must be positive: " + writeTimeout);
        }
    }

    public static RoutingConfig defaults(String nodeName) {
        return new RoutingConfig(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(3), true, nodeName);
    }
}
