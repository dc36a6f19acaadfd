package io.heliosdb.server.sql.exec;

import java.util.concurrent.atomic.LongAdder;

/// Rows that statements have read and changed since they are counted, whether or not what they did was kept: those of
/// one relation, or of all. Safe for any thread.
public final class RowTotals {

    private final LongAdder scans = new LongAdder();
    private final LongAdder returned = new LongAdder();
    private final LongAdder fetched = new LongAdder();
    private final LongAdder inserted = new LongAdder();
    private final LongAdder updated = new LongAdder();
    private final LongAdder deleted = new LongAdder();

    // Most executions do few of these, and an adder costs more than a look.
    void add(RowCounts.Of counts) {
        add(scans, counts.scans);
        add(returned, counts.returned);
        add(fetched, counts.fetched);
        add(inserted, counts.inserted);
        add(updated, counts.updated);
        add(deleted, counts.deleted);
    }

    private static void add(LongAdder total, long count) {
        if (count != 0) {
            total.add(count);
        }
    }

    public long scans() {
        return scans.sum();
    }

    /// Rows read by scans of tables, and entries read by scans of indexes.
    public long returned() {
        return returned.sum();
    }

    /// Rows that scans of indexes have found.
    public long fetched() {
        return fetched.sum();
    }

    public long inserted() {
        return inserted.sum();
    }

    public long updated() {
        return updated.sum();
    }

    public long deleted() {
        return deleted.sum();
    }
}
