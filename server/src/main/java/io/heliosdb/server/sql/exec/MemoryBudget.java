package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.concurrent.atomic.AtomicLong;

/// How much one statement may hold, out of what all statements together may hold. Used by one thread at a time.
public final class MemoryBudget implements AutoCloseable {

    // Small grants would contend on the shared counter, large ones would starve small statements.
    private static final long CHUNK = 1 << 20;

    private final AtomicLong shared;
    private long granted;
    private long used;

    /// @param shared bytes that all statements of the node may still take
    public MemoryBudget(AtomicLong shared) {
        this.shared = shared;
    }

    /// Takes `bytes`.
    ///
    /// @throws SqlException 53200 when there is no more
    void take(long bytes) {
        used += bytes;
        if (used > granted) {
            grow();
        }
    }

    private void grow() {
        long more = Math.max(CHUNK, used - granted);
        if (shared.addAndGet(-more) < 0) {
            shared.addAndGet(more);
            throw new SqlException(SqlState.OUT_OF_MEMORY, "out of memory")
                    .withDetail("The statement needs more than " + (used >> 20) + " MB for intermediate results.");
        }
        granted += more;
    }

    void release(long bytes) {
        used -= bytes;
    }

    @Override
    public void close() {
        shared.addAndGet(granted);
        granted = 0;
        used = 0;
    }
}
