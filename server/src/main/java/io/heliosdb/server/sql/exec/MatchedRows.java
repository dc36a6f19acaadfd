package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;

/// Which of some numbered rows have found a partner: a bit for each. Used by one thread.
final class MatchedRows {

    private final MemoryBudget memory;
    private final long[] words;

    /// @throws io.heliosdb.server.common.SqlException 53200
    MatchedRows(MemoryBudget memory, long rows) {
        this.memory = memory;
        int size = Math.toIntExact((rows >> 6) + 1);
        memory.take(8L * size);
        this.words = new long[size];
    }

    void set(long row) {
        words[(int) (row >> 6)] |= 1L << row;
    }

    boolean has(long row) {
        return (words[(int) (row >> 6)] >>> row & 1) != 0;
    }

    void release() {
        memory.release(8L * words.length);
    }
}
