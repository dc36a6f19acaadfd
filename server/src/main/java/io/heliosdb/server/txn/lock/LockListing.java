package io.heliosdb.server.txn.lock;

import java.util.ArrayList;
import java.util.List;

/// Collects what `pg_locks` shows. Used by one thread.
///
/// Rows and unique values are shown as PostgreSQL shows them: their holders not at all, those who wait for them as
/// waiting for the transaction that has them.
final class LockListing {

    private final List<LockInfo> found = new ArrayList<>();

    void addSession(SessionLocks session) {
        FastTableLocks fast = session.fast();
        if (fast != null) {
            for (FastTableLocks.Held held : fast.held()) {
                found.add(granted(new LockInfo.Target.Table(held.table()), table(held.mode()), held.holder(), true));
            }
        }
        LockHolder current = session.current;
        if (current != null) {
            var virtual = new LockInfo.Target.Virtual(session.pid(), current.number);
            found.add(granted(virtual, TableLockMode.EXCLUSIVE.text(), current, true));
            if (current.transactionId != 0) {
                var id = new LockInfo.Target.TransactionId(current.transactionId);
                found.add(granted(id, TableLockMode.EXCLUSIVE.text(), current, false));
            }
        }
    }

    private static String table(int mode) {
        return LockModes.name(LockTag.Kind.TABLE, mode);
    }

    private static LockInfo granted(LockInfo.Target target, String mode, LockHolder holder, boolean fast) {
        return new LockInfo(target, mode, true, holder.owner.pid(), holder.number, null, fast);
    }

    /// To be called under the state's stripe.
    void addState(LockState state) {
        switch (state.tag.kind) {
            case TABLE -> addAll(state, new LockInfo.Target.Table(state.tag.space));
            case ADVISORY -> addAll(state, new LockInfo.Target.Advisory(state.tag.advisoryKey()));
            case ROW, UNIQUE_KEY -> addWaiters(state);
        }
    }

    private void addAll(LockState state, LockInfo.Target target) {
        state.eachHolder((holder, modes) -> {
            for (int mode = 0; modes >>> mode != 0; mode++) {
                if ((modes & 1 << mode) != 0) {
                    found.add(granted(target, LockModes.name(state.tag.kind, mode), holder, false));
                }
            }
        });
        if (state.queue != null) {
            state.queue.forEach(waiter -> found.add(waiting(target, waiter)));
        }
    }

    private void addWaiters(LockState state) {
        if (state.queue == null) {
            return;
        }
        for (LockWaiter waiter : state.queue) {
            state.blockersOf(waiter).stream()
                    .findFirst()
                    .ifPresent(blocker ->
                            found.add(waiting(new LockInfo.Target.TransactionId(blocker.transactionId), waiter)));
        }
    }

    private static LockInfo waiting(LockInfo.Target target, LockWaiter waiter) {
        LockHolder holder = waiter.holder;
        String mode = LockModes.name(waiter.state.tag.kind, waiter.mode);
        return new LockInfo(target, mode, false, holder.owner.pid(), holder.number, waiter.since, false);
    }

    List<LockInfo> result() {
        return found;
    }
}
