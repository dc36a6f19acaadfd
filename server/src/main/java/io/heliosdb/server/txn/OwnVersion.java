package io.heliosdb.server.txn;

import org.jspecify.annotations.Nullable;

/// What a transaction itself has written under a key, newest command first.
final class OwnVersion {

    final int command;

    /// Position in the undo log: later savepoints must not lose it.
    final int undoPosition;

    /// Null for a delete.
    byte @Nullable [] value;

    @Nullable
    final OwnVersion older;

    OwnVersion(int command, int undoPosition, byte @Nullable [] value, @Nullable OwnVersion older) {
        this.command = command;
        this.undoPosition = undoPosition;
        this.value = value;
        this.older = older;
    }

    /// The newest version written by a command before `command`.
    @Nullable
    OwnVersion before(int command) {
        OwnVersion version = this;
        while (version != null && version.command >= command) {
            version = version.older;
        }
        return version;
    }
}
