package io.heliosdb.server.sql.exec;

import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.ReadView;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Gives out row ids: unique in a tree for the life of the cluster, rising. Safe for any thread.
///
/// The first id of a tree after a start or a promotion is behind the highest one that is in use. Ids of rows that
/// were never committed may be given out again: nobody has seen them.
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
                return new Counter(timeline, new AtomicLong(Math.max(floor, highest(t))));
            });
        }
        return counter.next.incrementAndGet();
    }

    // The end of the log is a lower bound that spares ids of rows deleted long ago: a row takes more bytes of the log
    // than the one id it uses. It is not enough, for rows that were rolled back took ids and no log.
    private long highest(TreeId tree) {
        long end = engine.writtenLsn().position();
        try (ReadView view = engine.readAt();
                Cursor last = view.scan(tree, new byte[0], null, false)) {
            return last.next() ? Math.max(end, RowCodec.rowId(last.key())) : end;
        }
    }
}
