package io.heliosdb.server.sql.exec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/// What a node's statements have read and changed, altogether and by table and index. Safe for any thread.
public final class NodeTotals {

    private static final RowTotals NOTHING = new RowTotals();

    private final RowTotals all = new RowTotals();
    private final Map<Integer, RowTotals> relations = new ConcurrentHashMap<>();

    void add(RowCounts.Of counts) {
        all.add(counts);
        relations.computeIfAbsent(counts.oid, oid -> new RowTotals()).add(counts);
    }

    public RowTotals all() {
        return all;
    }

    /// Of one table or index.
    public RowTotals of(int oid) {
        return relations.getOrDefault(oid, NOTHING);
    }

    /// Gives up what was counted of relations that are no more.
    public void forget(IntPredicate gone) {
        relations.keySet().removeIf(gone::test);
    }
}
