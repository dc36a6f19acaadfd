package io.heliosdb.server.backup;

import io.heliosdb.cluster.Lsn;
import java.time.Instant;

/// How far a restore goes.
public sealed interface RestoreTarget {

    /// Whether a record is still wanted.
    ///
    /// @param end its LSN
    boolean includes(Lsn end, Instant commitTime);

    /// Everything that backup and archive have.
    record Latest() implements RestoreTarget {
        @Override
        public boolean includes(Lsn end, Instant commitTime) {
            return true;
        }

        @Override
        public String toString() {
            return "the latest state";
        }
    }

    /// Every record that ends at or before an LSN.
    record AtLsn(Lsn lsn) implements RestoreTarget {
        @Override
        public boolean includes(Lsn end, Instant commitTime) {
            return !end.isAfter(lsn);
        }

        @Override
        public String toString() {
            return "LSN " + lsn;
        }
    }

    /// Everything before the first commit after a time, as PostgreSQL's `recovery_target_time`.
    record AtTime(Instant time) implements RestoreTarget {
        @Override
        public boolean includes(Lsn end, Instant commitTime) {
            return !commitTime.isAfter(time);
        }

        @Override
        public String toString() {
            return "time " + time;
        }
    }
}
