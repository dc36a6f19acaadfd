package io.heliosdb.server.sql.exec.spill;

/// The memory of one operator. Used by one thread at a time.
///
/// An operator asks {@link #tryTake} before it keeps something; refused, it moves what it has to disk, releases
/// that memory and asks again. What it then still must hold it takes with {@link #take}, at most the statement's
/// budget.
public final class Workspace implements AutoCloseable {

    private static final int MIN_BLOCK = 4 << 10;
    private static final int MAX_BLOCK = 64 << 10;

    private final MemoryBudget budget;
    private final long limit;
    private long used;
    private long peak;

    Workspace(MemoryBudget budget, long limit) {
        this.budget = budget;
        this.limit = limit;
    }

    /// Takes `bytes`; false, with nothing taken, when the operator is at its limit or the node has no more.
    public boolean tryTake(long bytes) {
        if (used + bytes > limit || !budget.tryTake(bytes, true)) {
            return false;
        }
        count(bytes);
        return true;
    }

    /// Takes `bytes`, above the limit if need be.
    ///
    /// @throws io.heliosdb.server.common.SqlException 53200 when the node has no more
    public void take(long bytes) {
        budget.take(bytes);
        count(bytes);
    }

    private void count(long bytes) {
        used += bytes;
        peak = Math.max(peak, used);
    }

    public void release(long bytes) {
        used -= bytes;
        budget.release(bytes);
    }

    public long used() {
        return used;
    }

    /// The most it has held at a time.
    public long peak() {
        return peak;
    }

    long limit() {
        return limit;
    }

    /// How many bytes of rows to write at a time: a hundredth of the memory, so that a hundred files can be open.
    int blockBytes() {
        return Math.clamp(limit / 128, MIN_BLOCK, MAX_BLOCK);
    }

    MemoryBudget budget() {
        return budget;
    }

    /// Gives everything back; it may be used again.
    @Override
    public void close() {
        release(used);
    }
}
