package io.heliosdb.server.backup;

/// Hears how far a backup or a restore has come; called often, must not block.
@FunctionalInterface
public interface Progress {

    /// @param step what is being done, such as `base`
    /// @param bytes of it so far
    void at(String step, long bytes);
}
