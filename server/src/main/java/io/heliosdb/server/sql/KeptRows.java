package io.heliosdb.server.sql;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowList;
import org.jspecify.annotations.Nullable;

/// Rows of a cursor, with a budget of their own. Used by one thread at a time.
final class KeptRows implements SqlEngine.Spool {

    private final MemoryBudget memory;
    private final RowList<@Nullable Object[]> rows;

    /// @param memory taken over
    KeptRows(MemoryBudget memory) {
        this.memory = memory;
        this.rows = new RowList<>(memory, memory.values().rows());
    }

    @Override
    public void add(@Nullable Object[] row) {
        rows.add(row);
    }

    @Override
    public long size() {
        return rows.size();
    }

    @Override
    public @Nullable Object[] get(long index) {
        return rows.get(index);
    }

    @Override
    public void close() {
        rows.close();
        memory.close();
    }
}
