package io.heliosdb.server.txn.lock;

import io.heliosdb.server.common.Cancellation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A session's own locks: session-level advisory locks, counted; and the weak table locks of its transactions.
public final class SessionLocks implements LockOwner {

    private record Held(AdvisoryKey key, boolean shared) {}

    private final LockTable table;
    private final int pid;
    private final LockHolder holder;
    private final Map<Held, Integer> counts = new HashMap<>(2);
    private final @Nullable FastTableLocks fast;
    private long transactions;
    private volatile boolean closed;

    /// The transaction begun last; null when it is over. Read by other threads.
    @Nullable
    volatile LockHolder current;

    /// What any holder of this session waits for now; guarded as {@link LockHolder#waiting}.
    @Nullable
    LockWaiter waiting;

    private SessionLocks(LockTable table, int pid, @Nullable FastTableLocks fast) {
        this.table = table;
        this.pid = pid;
        this.fast = fast;
        this.holder = new LockHolder(this, true);
    }

    /// A session that the lock table knows until it is closed.
    public static SessionLocks ofSession(LockTable table, int pid) {
        SessionLocks made = new SessionLocks(table, pid, new FastTableLocks(table.strong()));
        table.register(made);
        return made;
    }

    /// Work of no session, which nobody closes.
    public static SessionLocks anonymous(LockTable table, int pid) {
        return new SessionLocks(table, pid, null);
    }

    long nextTransaction(LockHolder begun) {
        current = begun;
        return ++transactions;
    }

    /// Null for work of no session: all its locks are in the lock table.
    @Nullable
    FastTableLocks fast() {
        return fast;
    }

    /// A holder has released everything.
    void ended(LockHolder transaction) {
        if (current == transaction) {
            current = null;
        }
        forgetIfOver();
    }

    // A commit that nobody waits for any more may outlive its session.
    private void forgetIfOver() {
        if (closed && (fast == null || fast.isEmpty())) {
            table.unregister(this);
        }
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public boolean advisoryLock(AdvisoryKey key, boolean shared, LockWait wait, Cancellation cancellation) {
        int mode = shared ? LockModes.SHARED : LockModes.EXCLUSIVE;
        Held held = new Held(key, shared);
        // An exclusive hold covers a shared request in the table, but each is released by itself.
        if (!counts.containsKey(held)
                && !table.acquire(holder, LockTag.advisory(key), mode, wait, cancellation)
                        .isHeld()) {
            return false;
        }
        counts.merge(held, 1, Integer::sum);
        return true;
    }

    @Override
    public boolean advisoryUnlock(AdvisoryKey key, boolean shared) {
        Held held = new Held(key, shared);
        Integer count = counts.get(held);
        if (count == null) {
            return false;
        }
        if (count > 1) {
            counts.put(held, count - 1);
        } else {
            counts.remove(held);
            reconcile(key);
        }
        return true;
    }

    // What the table holds for the key is made to fit what is still counted.
    private void reconcile(AdvisoryKey key) {
        boolean stillShared = counts.containsKey(new Held(key, true));
        boolean stillExclusive = counts.containsKey(new Held(key, false));
        LockTag tag = LockTag.advisory(key);
        if (stillShared && !stillExclusive) {
            table.downgrade(holder, tag, LockModes.SHARED);
        }
        for (int i = holder.size() - 1; i >= 0; i--) {
            int mode = holder.mode(i);
            boolean needed = mode == LockModes.SHARED ? stillShared : stillExclusive;
            if (holder.state(i).tag.equals(tag) && !needed) {
                table.release(holder, holder.state(i), mode);
                holder.remove(i);
            }
        }
    }

    @Override
    public void advisoryUnlockAll() {
        counts.clear();
        table.releaseAll(holder);
    }

    @Override
    public void close() {
        advisoryUnlockAll();
        closed = true;
        forgetIfOver();
    }
}
