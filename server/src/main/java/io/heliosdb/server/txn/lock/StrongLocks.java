package io.heliosdb.server.txn.lock;

import java.util.concurrent.atomic.AtomicIntegerArray;

/// How many strong table locks are held or waited for, per partition of all tables. While the count of a table's
/// partition is not zero, weak locks of these tables go through the lock table. Safe for any thread.
final class StrongLocks {

    /// Two tables that share a partition only cost time.
    private static final int PARTITIONS = 1024;

    private static final int WEAK = 1 << LockModes.of(TableLockMode.ACCESS_SHARE)
            | 1 << LockModes.of(TableLockMode.ROW_SHARE)
            | 1 << LockModes.of(TableLockMode.ROW_EXCLUSIVE);

    private final AtomicIntegerArray counts = new AtomicIntegerArray(PARTITIONS);

    static boolean isWeak(int mode) {
        return (WEAK & 1 << mode) != 0;
    }

    /// Whether a mode conflicts with a weak one.
    static boolean isStrong(int mode) {
        return (LockModes.conflicts(LockTag.Kind.TABLE, mode) & WEAK) != 0;
    }

    private static int partition(long table) {
        return Long.hashCode(table * 0x9E3779B97F4A7C15L) >>> 22;
    }

    boolean isWanted(long table) {
        return counts.get(partition(table)) != 0;
    }

    void wanted(long table) {
        counts.incrementAndGet(partition(table));
    }

    void noLongerWanted(long table) {
        counts.decrementAndGet(partition(table));
    }
}
