package io.heliosdb.server.storage;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The views of one state of the base, and readers of it that wait to be used again. Safe for any thread.
final class Generation {

    final BaseMark mark;
    final Queue<BaseReader> idle = new ConcurrentLinkedQueue<>();
    final AtomicInteger views = new AtomicInteger();
    volatile boolean retired;
    private volatile boolean expired;

    Generation(BaseMark mark) {
        this.mark = mark;
    }

    /// Its views can no longer be read.
    void expire() {
        expired = true;
    }

    /// To be asked after a read: layers are emptied only after {@link #expire}.
    ///
    /// @throws SqlException 72000 when what was read may be wrong
    void checkNotExpired() {
        if (expired) {
            throw new SqlException(SqlState.SNAPSHOT_TOO_OLD, "snapshot too old")
                    .withDetail("Changes made since it was taken fill the memory that may be kept for old snapshots.")
                    .withHint("Repeat the transaction, or keep it shorter.");
        }
    }
}
