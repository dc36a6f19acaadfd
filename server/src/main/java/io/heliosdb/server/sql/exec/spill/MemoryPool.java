package io.heliosdb.server.sql.exec.spill;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that all statements of a node may hold together. Safe for any thread.
///
/// A quarter of it is kept for what cannot be moved to disk: buffers of files above all, so that operators can
/// give way to others.
public final class MemoryPool {

    private static final int RESERVE = 4;
    // One operator does not take everything: others would be on disk from their first row on.
    private static final int OPERATOR = 8;

    private final long total;
    private final AtomicLong free;

    public MemoryPool(long total) {
        this.total = total;
        this.free = new AtomicLong(total);
    }

    /// @param movable whether it is for what can be moved to disk
    boolean tryTake(long bytes, boolean movable) {
        long left = free.addAndGet(-bytes);
        if (left < (movable ? total / RESERVE : 0)) {
            free.addAndGet(bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        free.addAndGet(bytes);
    }

    /// Bytes that nobody has.
    public long free() {
        return free.get();
    }

    /// The most that one operator may keep in memory of what it can move to disk.
    long operatorLimit() {
        return total / OPERATOR;
    }
}
