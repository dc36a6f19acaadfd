package io.heliosdb.cluster.rest;

import java.util.Locale;

/// How far a standby has come, seen from the primary.
///
/// | state | meaning |
/// |---|---|
/// | `connecting` | handshake under way |
/// | `catching_up` | receives what it missed, or a snapshot |
/// | `streaming` | receives the log as it is written |
/// | `synced` | in the in-sync set with nothing outstanding |
/// | `disconnected` | known, not connected |
public enum StandbyState {
    CONNECTING,
    CATCHING_UP,
    STREAMING,
    SYNCED,
    DISCONNECTED;

    /// The state as views and REST spell it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text();
    }
}
