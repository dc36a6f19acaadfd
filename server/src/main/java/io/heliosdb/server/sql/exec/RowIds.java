package io.heliosdb.server.sql.exec;

import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.txn.Engine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Gives out row ids: unique in a tree for the life of the cluster, rising. Safe for any thread.
///
/// The first id of a tree after a start or a promotion is the end of the log. Every row in the log took more bytes of
/// it than the one id it used, so no id given out earlier, on whatever node, is as large.
public final class RowIds {

    private record Counter(Timeline timeline, AtomicLong next) {}

    private final Engine engine;
    private final ConcurrentHashMap<TreeId, Counter> counters = new ConcurrentHashMap<>();

    public RowIds(Engine engine) {
        this.engine = engine;
    }

    long next(TreeId tree) {
        Timeline timeline = engine.timeline();
        Counter counter = counters.get(tree);
        if (counter == null || !counter.timeline.equals(timeline)) {
            counter = counters.compute(tree, (t, old) -> {
                if (old != null && old.timeline.equals(timeline)) {
                    return old;
                }
                long floor = old == null ? 0 : old.next.get();
                return new Counter(
                        timeline,
                        new AtomicLong(Math.max(floor, engine.writtenLsn().position())));
            });
        }
        return counter.next.incrementAndGet();
    }
}
