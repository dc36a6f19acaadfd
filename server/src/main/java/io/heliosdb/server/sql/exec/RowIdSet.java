package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;

/// Ids of rows that a statement has dealt with, in a bit each where they are close together. Used by one thread.
final class RowIdSet {

    private static final int FIRST_SIZE = 64;

    private final MemoryBudget memory;
    // Open addressing: groups of 64 ids (plus one, so that 0 is free) and which of them are in.
    private long[] groups = new long[FIRST_SIZE];
    private long[] bits = new long[FIRST_SIZE];
    private int used;

    RowIdSet(MemoryBudget memory) {
        this.memory = memory;
    }

    /// Adds an id; false when it was there.
    ///
    /// @throws io.heliosdb.server.common.SqlException 53200
    boolean add(long rowId) {
        int at = place(groups, (rowId >>> 6) + 1);
        if (groups[at] == 0) {
            if (++used > groups.length / 2) {
                grow();
                at = place(groups, (rowId >>> 6) + 1);
            }
            groups[at] = (rowId >>> 6) + 1;
        }
        long bit = 1L << rowId;
        boolean isNew = (bits[at] & bit) == 0;
        bits[at] |= bit;
        return isNew;
    }

    boolean contains(long rowId) {
        int at = place(groups, (rowId >>> 6) + 1);
        return groups[at] != 0 && (bits[at] & 1L << rowId) != 0;
    }

    private static int place(long[] table, long group) {
        int at = (int) (group * 0x9E3779B97F4A7C15L >>> 32) & table.length - 1;
        while (table[at] != 0 && table[at] != group) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    private void grow() {
        memory.take(16L * groups.length);
        long[] moreGroups = new long[groups.length * 2];
        long[] moreBits = new long[groups.length * 2];
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] != 0) {
                int at = place(moreGroups, groups[i]);
                moreGroups[at] = groups[i];
                moreBits[at] = bits[i];
            }
        }
        groups = moreGroups;
        bits = moreBits;
    }
}
