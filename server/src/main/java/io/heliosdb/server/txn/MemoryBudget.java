package io.heliosdb.server.txn;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds what open transactions hold in memory, each and all together.
final class MemoryBudget {

    private static final long MAX_STEP_BYTES = 1 << 16;

    /// Taken at a time, so that the shared counter is seldom touched.
    private final long stepBytes;

    private final long perTransaction;
    private final long total;
    private final AtomicLong taken = new AtomicLong();

    MemoryBudget(long perTransaction, long total) {
        this.perTransaction = perTransaction;
        this.total = total;
        this.stepBytes = Math.min(MAX_STEP_BYTES, perTransaction / 8);
    }

    /// Whether a transaction must not hold that much.
    boolean isTooMuch(long held) {
        return held > perTransaction;
    }

    /// Whether all together may take so much more.
    boolean hasRoom(long more) {
        return taken.get() + Math.max(stepBytes, more) <= total;
    }

    /// @param reserved what the transaction has taken so far
    /// @param needed what it holds now
    /// @return what it has taken afterwards
    long reserve(long reserved, long needed) {
        if (needed <= reserved) {
            return reserved;
        }
        if (needed > perTransaction) {
            throw new SqlException(
                            SqlState.PROGRAM_LIMIT_EXCEEDED,
                            "transaction changes too much: more than " + (perTransaction >> 20) + " MB")
                    .withHint("Split the work into several transactions, or raise the limit of a write set.");
        }
        long step = Math.max(stepBytes, needed - reserved);
        if (taken.addAndGet(step) > total) {
            taken.addAndGet(-step);
            throw new SqlException(SqlState.OUT_OF_MEMORY, "out of memory for uncommitted changes")
                    .withDetail("All open transactions together may hold " + (total >> 20) + " MB.")
                    .withHint("Retry when other transactions have ended.");
        }
        return reserved + step;
    }

    void release(long reserved) {
        if (reserved > 0) {
            taken.addAndGet(-reserved);
        }
    }
}
