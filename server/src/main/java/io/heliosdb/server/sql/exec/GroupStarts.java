package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import java.util.Arrays;

/// Where the groups of peers of a window's partition begin. Used by one thread.
final class GroupStarts {

    private final MemoryBudget memory;
    private long[] starts = new long[16];
    private int count;

    GroupStarts(MemoryBudget memory) {
        this.memory = memory;
    }

    /// @throws io.heliosdb.server.common.SqlException 53200
    void add(long start) {
        if (count == starts.length) {
            memory.take(8L * count);
            starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = start;
    }

    int count() {
        return count;
    }

    long get(int group) {
        return starts[group];
    }

    void release() {
        memory.release(8L * (starts.length - 16));
    }
}
