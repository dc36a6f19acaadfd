package io.heliosdb.server.sql.exec;

/// Rows that one execution reads and changes; added to the node's totals when it is over. Used by one thread.
public final class RowCounts implements AutoCloseable {

    private final RowTotals totals;
    long returned;
    long fetched;
    long inserted;
    long updated;
    long deleted;

    public RowCounts(RowTotals totals) {
        this.totals = totals;
    }

    /// Adds what was counted since the last time.
    @Override
    public void close() {
        totals.add(this);
        returned = 0;
        fetched = 0;
        inserted = 0;
        updated = 0;
        deleted = 0;
    }
}
