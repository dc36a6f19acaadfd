package io.heliosdb.server.txn;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Hands out transaction ids that no transaction which committed can have, in an earlier life of the database or on an
/// earlier primary. One whose log never reached a standby may have had the id of one on the primary after it.
///
/// An id is not logged when it is handed out, so the log knows only those of transactions that committed. Whoever
/// takes over begins {@link #GAP} behind the highest id in the log, and whoever hands out sees to it that the log's
/// highest id never falls back that far, by a record of its own if need be.
final class TransactionIds {

    static final long GAP = 1 << 20;

    private final AtomicLong next = new AtomicLong(1);
    private final AtomicLong logged = new AtomicLong();
    private final LongConsumer logId;

    /// @param logId writes a record that carries the id
    TransactionIds(LongConsumer logId) {
        this.logId = logId;
    }

    /// An id was seen in the log.
    void seen(long id) {
        logged.accumulateAndGet(id, Math::max);
    }

    /// From now on this node hands out ids.
    void takeOver() {
        long highest = logged.get();
        if (highest > 0) {
            next.accumulateAndGet(highest + GAP, Math::max);
        }
    }

    long next() {
        long id = next.getAndIncrement();
        long known = logged.get();
        if (id - known > GAP / 2 && logged.compareAndSet(known, id)) {
            logId.accept(id);
        }
        return id;
    }
}
