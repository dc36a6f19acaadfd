package io.heliosdb.cluster.rest;

import java.util.Locale;

/// A member's state in one word, whoever looks at it.
///
/// | state | of |
/// |---|---|
/// | `running` | a primary that answers |
/// | `connecting`, `catching_up`, `streaming`, `synced`, `disconnected` | a standby, as in {@link StandbyState} |
/// | `observing` | the observer |
/// | `fenced` | a primary of an older timeline: it can commit nothing |
/// | `starting` | answers, but is not ready |
/// | `unreachable` | does not answer the one who says so |
public enum MemberState {
    RUNNING,
    CONNECTING,
    CATCHING_UP,
    STREAMING,
    SYNCED,
    DISCONNECTED,
    OBSERVING,
    FENCED,
    STARTING,
    UNREACHABLE;

    /// The member's state that follows from what the primary says of it.
    public static MemberState of(StandbyState state) {
        return switch (state) {
            case CONNECTING -> CONNECTING;
            case CATCHING_UP -> CATCHING_UP;
            case STREAMING -> STREAMING;
            case SYNCED -> SYNCED;
            case DISCONNECTED -> DISCONNECTED;
        };
    }

    /// The member's state that follows from what it says itself of its link to the primary.
    public static MemberState of(LinkState state) {
        return switch (state) {
            case CONNECTING -> CONNECTING;
            case CONNECTED -> CATCHING_UP;
            case STREAMING -> STREAMING;
            case DISCONNECTED, ERROR -> DISCONNECTED;
        };
    }

    /// The state as views and REST spell it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text();
    }
}
