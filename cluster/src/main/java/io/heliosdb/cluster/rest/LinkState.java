package io.heliosdb.cluster.rest;

import java.util.Locale;

/// A standby's connection to its primary, seen from the standby.
public enum LinkState {
    DISCONNECTED,
    CONNECTING,
    CONNECTED,
    STREAMING,
    ERROR;

    /// The state as views and REST spell it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text();
    }
}
