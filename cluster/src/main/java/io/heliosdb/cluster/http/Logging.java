package io.heliosdb.cluster.http;

import org.slf4j.bridge.SLF4JBridgeHandler;

/// Brings everyone's logging into one place: what Helidon, Jersey and Weld say through `java.util.logging` goes to
/// SLF4J, where `logback.xml` of this module gives it one format and keeps it quiet.
public final class Logging {

    private Logging() {}

    /// To be called first thing in `main`, before a library logs.
    public static void bridge() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
