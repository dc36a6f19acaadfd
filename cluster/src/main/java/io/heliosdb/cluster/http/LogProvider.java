package io.heliosdb.cluster.http;

import io.helidon.logging.common.spi.LoggingProvider;

/// Keeps Helidon from setting logging up in its own way. Found by Helidon as a service.
public final class LogProvider implements LoggingProvider {

    @Override
    public void initialization() {
        Logging.bridge();
    }

    @Override
    public void runTime() {
        Logging.bridge();
    }
}
