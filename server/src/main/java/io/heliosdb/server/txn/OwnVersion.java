package io.heliosdb.server.txn;

import org.jspecify.annotations.Nullable;

/// What a transaction itself has written under a key, newest command first.
final class OwnVersion {

    /// When a version was written.
    ///
    /// @param command a command does not see its own writes
    /// @param epoch how many savepoints had been made or gone back to; rising
    record Place(int command, int epoch) {}

    final Place place;

    /// Position in the undo log: later savepoints must not lose it.
    final int undoPosition;

    /// Null for a delete.
    byte @Nullable [] value;

    @Nullable
    final OwnVersion older;

    OwnVersion(Place place, int undoPosition, byte @Nullable [] value, @Nullable OwnVersion older) {
        this.place = place;
        this.undoPosition = undoPosition;
        this.value = value;
        this.older = older;
    }

    /// The newest version written by a command before `command`.
    @Nullable
    OwnVersion before(int command) {
        OwnVersion version = this;
        while (version != null && version.place.command() >= command) {
            version = version.older;
        }
        return version;
    }
}
