package io.heliosdb.cluster.rest;

/// The answers to the three MicroProfile health questions.
///
/// @param live false when only a restart of the process can help
/// @param started whether recovery is over
/// @param ready whether clients are served
/// @param reason why the first of the three that is false is false; empty when all hold
public record HealthReport(boolean live, boolean started, boolean ready, String reason) {

    /// All is well.
    public static final HealthReport UP = new HealthReport(true, true, true, "");
}
