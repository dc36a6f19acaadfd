package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.storage.VersionStore;
import io.heliosdb.server.wal.Wal;
import java.util.ArrayList;
import java.util.List;

/// Drops log that nobody needs: recovery needs it from the base's redo point on, standbys from their floor,
/// copies from their start.
final class LogRetention {

    private final VersionStore store;
    private final Wal wal;
    private final List<Lsn> holds = new ArrayList<>();
    private Lsn floor = Lsn.of(Long.MAX_VALUE);

    LogRetention(VersionStore store, Wal wal) {
        this.store = store;
        this.wal = wal;
    }

    synchronized void setFloor(Lsn lsn) {
        floor = lsn;
    }

    /// Keeps the log from where whoever has the base as it is now must read; returns that.
    synchronized Lsn holdAtBase() {
        Lsn redo = store.baseMark().redo();
        holds.add(redo);
        return redo;
    }

    /// Keeps what the log has now, until the hold moves on or is closed.
    synchronized LogHold holdAll() {
        Lsn oldest = wal.oldest();
        holds.add(oldest);
        return new MovingHold(oldest);
    }

    private final class MovingHold implements LogHold {

        private volatile Lsn from;

        MovingHold(Lsn from) {
            this.from = from;
        }

        @Override
        public Lsn from() {
            return from;
        }

        @Override
        public void moveTo(Lsn lsn) {
            synchronized (LogRetention.this) {
                if (holds.remove(from)) {
                    holds.add(lsn);
                    from = lsn;
                }
            }
        }

        @Override
        public void close() {
            release(from);
        }
    }

    synchronized void release(Lsn hold) {
        holds.remove(hold);
    }

    synchronized void dropUnneeded() {
        Lsn needed = Lsn.min(floor, store.baseMark().redo());
        for (Lsn hold : holds) {
            needed = Lsn.min(needed, hold);
        }
        wal.dropBefore(needed);
    }
}
