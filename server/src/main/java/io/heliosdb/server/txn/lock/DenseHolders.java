package io.heliosdb.server.txn.lock;

import java.util.Arrays;

/// Who has {@link DenseLocks}. Safe for any thread.
final class DenseHolders {

    /// So many locks a transaction keeps each by itself.
    private static final int DEFAULT_LIMIT = 20_000;

    private static final int DEFAULT_BYTES = 1 << 20;

    private volatile DenseLocks[] all = {};
    private volatile int limit = DEFAULT_LIMIT;
    private volatile int bytes = DEFAULT_BYTES;

    /// @param exactLocks how many locks a transaction may keep each by itself
    /// @param bytesPerMode a power of two: what each mode of the others takes; more make fewer wait in vain
    void configure(int exactLocks, int bytesPerMode) {
        limit = exactLocks;
        bytes = bytesPerMode;
    }

    /// Takes a lock that nobody else has or wants, if the holder has many. Under the stripe, by the holder's
    /// thread.
    boolean take(LockHolder holder, LockTag tag, int mode) {
        if (holder.size() < limit || !DenseLocks.isFor(tag.kind)) {
            return false;
        }
        DenseLocks dense = holder.dense;
        if (dense == null) {
            dense = new DenseLocks(holder, bytes);
            holder.dense = dense;
            add(dense);
        }
        dense.set(tag, mode);
        return true;
    }

    /// Whether somebody else may have a lock that `holder` must wait for. Under the stripe.
    boolean mayConflict(LockHolder holder, LockTag tag, int mode) {
        for (DenseLocks each : all) {
            if (!each.holder().isFriendOf(holder) && each.mayConflict(tag, mode)) {
                return true;
            }
        }
        return false;
    }

    /// Enters what others hold into the state that `holder` is about to ask. Under the stripe.
    void enter(LockHolder holder, int mode, LockState state) {
        for (DenseLocks each : all) {
            if (!each.holder().isFriendOf(holder)) {
                each.enter(state.tag, mode, state);
            }
        }
    }

    boolean isEmpty() {
        return all.length == 0;
    }

    private synchronized void add(DenseLocks dense) {
        DenseLocks[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = dense;
        all = more;
    }

    synchronized void remove(DenseLocks dense) {
        all = Arrays.stream(all).filter(each -> !each.equals(dense)).toArray(DenseLocks[]::new);
    }
}
