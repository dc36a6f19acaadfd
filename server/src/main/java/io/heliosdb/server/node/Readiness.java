package io.heliosdb.server.node;

/// How far a node's start has come.
///
/// @param started recovery, or the first copy, is over
/// @param ready clients are served
/// @param reason why not; empty when ready
public record Readiness(boolean started, boolean ready, String reason) {

    /// Clients are served.
    public static final Readiness READY = new Readiness(true, true, "");

    /// The engine is not open.
    static Readiness starting(String reason) {
        return new Readiness(false, false, reason);
    }

    /// The engine is open, but what it shows is not yet settled.
    static Readiness settling(String reason) {
        return new Readiness(true, false, reason);
    }
}
