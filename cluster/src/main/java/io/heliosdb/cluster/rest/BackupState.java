package io.heliosdb.cluster.rest;

import org.jspecify.annotations.Nullable;

/// How a node's newest backup is doing: `GET /api/v1/backup`.
///
/// @param state `none`, `running`, `done` or `failed`
/// @param directory on the node's machine; null for `none`
/// @param step what is being written
/// @param bytes of it so far
/// @param endLsn what a restore of it gives; null until it is done
/// @param error why it failed; null unless it did
public record BackupState(
        String state,
        @Nullable String directory,
        @Nullable String step,
        long bytes,
        @Nullable String endLsn,
        @Nullable String error) {

    /// No backup was taken since the node was started.
    public static final BackupState NONE = new BackupState("none", null, null, 0, null, null);

    /// Whether it is over, well or badly.
    public boolean isOver() {
        return !state.equals("running");
    }
}
