package io.heliosdb.cluster.rest;

import java.time.Instant;
import java.util.Locale;

/// Something that happened in the cluster, for people: an item of the dashboard's list, an `event` of `/events`.
///
/// @param id rises by one with each event of an observer's run
/// @param message one sentence without a full stop
public record ClusterEvent(long id, Instant at, Kind kind, String nodeName, String message) {

    /// What kind of thing happened.
    public enum Kind {
        MEMBER_UP,
        MEMBER_DOWN,
        ROLE_CHANGED,
        STATE_CHANGED,
        IN_SYNC_JOINED,
        IN_SYNC_LEFT,
        RESTARTED;

        /// The kind as REST spells it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
