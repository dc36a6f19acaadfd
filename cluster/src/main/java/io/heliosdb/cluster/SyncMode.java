package io.heliosdb.cluster;

/// What a commit waits for from a standby.
///
/// | mode | in the in-sync set | a commit waits until it has | writes that arrive at it |
/// |---|---|---|---|
/// | `sync` | yes | applied | are forwarded |
/// | `semi-sync` | yes | flushed | are forwarded |
/// | `async` | never | nothing | are refused |
public enum SyncMode {
    SYNC("sync"),
    SEMI_SYNC("semi-sync"),
    ASYNC("async");

    private final String text;

    SyncMode(String text) {
        this.text = text;
    }

    /// The mode as configuration, views and REST spell it.
    public String text() {
        return text;
    }

    /// Whether a standby of this mode can be a member of the in-sync set.
    public boolean canBeInSync() {
        return this != ASYNC;
    }

    /// Reads a mode as configuration spells it.
    ///
    /// @throws IllegalArgumentException `Unknown sync mode: 'x'. Use: async, semi-sync, sync`
    public static SyncMode parse(String text) {
        for (SyncMode mode : values()) {
            if (mode.text.equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("Unknown sync mode: '" + text + "'. Use: async, semi-sync, sync");
    }

    @Override
    public String toString() {
        return text;
    }
}
