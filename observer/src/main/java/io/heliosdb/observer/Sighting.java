package io.heliosdb.observer;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the observer knows of one node at one moment.
///
/// @param report the last answer; null when it never answered
/// @param error why the last poll failed; null when it was answered
/// @param polled when the last poll ended; null before the first
record Sighting(
        NodeEndpoint endpoint,
        @Nullable NodeReport report,
        @Nullable String error,
        @Nullable Instant polled) {

    static Sighting none(NodeEndpoint endpoint) {
        return new Sighting(endpoint, null, null, null);
    }

    Sighting answered(NodeReport answer) {
        return new Sighting(endpoint, answer, null, answer.at());
    }

    Sighting failed(String reason, Instant at) {
        return new Sighting(endpoint, report, reason, at);
    }

    /// Whether the last poll was answered.
    boolean reachable() {
        return report != null && error == null;
    }

    /// The last answer, when it is not out of date.
    Optional<NodeReport> current() {
        return error == null ? Optional.ofNullable(report) : Optional.empty();
    }

    /// The name that the node goes by.
    String name() {
        return report == null ? endpoint.name() : report.status().nodeName();
    }
}
