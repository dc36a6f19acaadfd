package io.heliosdb.server.sql.exec;

import org.jspecify.annotations.Nullable;

/// Rows that one execution reads and changes; added to the node's totals when it is over. Used by one thread.
public final class RowCounts implements AutoCloseable {

    private final NodeTotals totals;
    private @Nullable Of first;

    public RowCounts(NodeTotals totals) {
        this.totals = totals;
    }

    /// What is counted of one table or index. Few are touched by an execution, so that they are a chain.
    static final class Of {
        final int oid;
        private final @Nullable Of next;
        long scans;
        long returned;
        long fetched;
        long inserted;
        long updated;
        long deleted;

        private Of(int oid, @Nullable Of next) {
            this.oid = oid;
            this.next = next;
        }

        private void clear() {
            scans = 0;
            returned = 0;
            fetched = 0;
            inserted = 0;
            updated = 0;
            deleted = 0;
        }
    }

    Of of(int oid) {
        for (Of counts = first; counts != null; counts = counts.next) {
            if (counts.oid == oid) {
                return counts;
            }
        }
        Of made = new Of(oid, first);
        first = made;
        return made;
    }

    /// Adds what was counted since the last time.
    @Override
    public void close() {
        for (Of counts = first; counts != null; counts = counts.next) {
            totals.add(counts);
            counts.clear();
        }
    }
}
