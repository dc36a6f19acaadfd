package io.heliosdb.server.txn.lock;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/// All locks of an engine: row, table, unique-key and advisory.
///
/// Striped by tag; a stripe's mutex is held for some dozen nanoseconds and never while waiting. Queues are
/// fair: a request does not pass an earlier one that it conflicts with, unless its holder has the lock in some
/// mode already, the lock is a row's, or a circle of waits is broken by it ({@link QueueOrder}).
public final class LockTable {

    private static final int STRIPES = 64;

    /// A stripe's map uses the other end of the hash.
    private static final int STRIPE_SHIFT = 26;

    private final Stripe[] stripes = new Stripe[STRIPES];
    private final long deadlockNanos;
    private final Parking parking;
    private final Clock clock;
    private final StrongLocks strong = new StrongLocks();
    private final Set<SessionLocks> sessions = ConcurrentHashMap.newKeySet();
    private final DenseHolders dense = new DenseHolders();
    private final LongAdder deadlocks = new LongAdder();

    private static final class Stripe {
        final ReentrantLock mutex = new ReentrantLock();
        final Map<LockTag, LockState> states = new HashMap<>();
    }

    /// @param deadlockTimeout how long a request waits before it looks for a deadlock, unless it says so itself
    /// @param clock for the times that are shown
    public LockTable(Duration deadlockTimeout, Parking parking, Clock clock) {
        this.parking = parking;
        this.clock = clock;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
        deadlockNanos = deadlockTimeout.toNanos();
    }

    /// How threads wait in this engine.
    public Parking parking() {
        return parking;
    }

    StrongLocks strong() {
        return strong;
    }

    void register(SessionLocks session) {
        sessions.add(session);
    }

    void unregister(SessionLocks session) {
        sessions.remove(session);
    }

    /// Takes a table lock, a weak one outside of this table as long as nobody wants a strong one.
    ///
    /// @throws SqlException 55P03, 40P01, 57014
    public LockGrant acquireTable(LockHolder holder, long table, int mode, LockWait wait, Cancellation cancellation) {
        FastTableLocks fast = holder.owner.fast();
        if (fast != null && StrongLocks.isWeak(mode) && fast.tryAcquire(holder, table, mode)) {
            return LockGrant.AT_ONCE;
        }
        LockTag tag = LockTag.table(table);
        if (!StrongLocks.isStrong(mode)) {
            return acquire(holder, tag, mode, wait, cancellation);
        }
        strong.wanted(table);
        LockGrant grant = LockGrant.NOT_AVAILABLE;
        try {
            for (SessionLocks session : sessions) {
                FastTableLocks theirs = session.fast();
                if (theirs != null) {
                    theirs.move(table, (other, weak) -> grant(other, tag, weak));
                }
            }
            grant = acquire(holder, tag, mode, wait, cancellation);
            return grant;
        } finally {
            // What is granted is counted until it is released.
            if (grant == LockGrant.NOT_AVAILABLE || grant == LockGrant.HELD) {
                strong.noLongerWanted(table);
            }
        }
    }

    private LockState grant(LockHolder holder, LockTag tag, int mode) {
        int index = tag.hashCode() >>> STRIPE_SHIFT;
        Stripe stripe = stripes[index];
        stripe.mutex.lock();
        try {
            LockState state = stripe.states.computeIfAbsent(tag, absent -> new LockState(absent, index));
            state.grant(holder, mode);
            return state;
        } finally {
            stripe.mutex.unlock();
        }
    }

    /// Beyond how many locks of one transaction they are no longer kept each by itself.
    ///
    /// @param bytesPerMode a power of two: what each mode of the others takes; more make fewer wait in vain
    public void keepExactly(int locks, int bytesPerMode) {
        dense.configure(locks, bytesPerMode);
    }

    /// Deadlocks found so far.
    public long deadlocks() {
        return deadlocks.sum();
    }

    DenseHolders dense() {
        return dense;
    }

    /// Takes a lock for `holder` in one more mode.
    ///
    /// @throws SqlException 55P03, 40P01, 57014
    public LockGrant acquire(LockHolder holder, LockTag tag, int mode, LockWait wait, Cancellation cancellation) {
        int index = tag.hashCode() >>> STRIPE_SHIFT;
        Stripe stripe = stripes[index];
        LockWaiter waiter;
        stripe.mutex.lock();
        try {
            if (!stripe.states.containsKey(tag)
                    && !dense.mayConflict(holder, tag, mode)
                    && dense.take(holder, tag, mode)) {
                return LockGrant.AT_ONCE;
            }
            LockState state = stripe.states.computeIfAbsent(tag, absent -> new LockState(absent, index));
            dense.enter(holder, mode, state);
            int held = state.heldBy(holder);
            if (held != 0 && LockModes.covers(tag.kind, held, mode)) {
                return LockGrant.HELD;
            }
            if (!state.mustWait(holder, mode)) {
                state.grant(holder, mode);
                holder.add(state, mode);
                return LockGrant.AT_ONCE;
            }
            switch (wait) {
                case LockWait.SkipLocked skip -> {
                    return LockGrant.NOT_AVAILABLE;
                }
                case LockWait.NoWait no -> throw notAvailable(tag);
                case LockWait.Block block -> {
                    cancellation.aboutToWait(retry -> watch(stripe, holder, tag, mode, retry));
                    waiter = new LockWaiter(holder, state, mode, parking, clock.instant());
                    state.enqueue(waiter);
                    holder.waiting = waiter;
                    holder.owner.waiting = waiter;
                }
            }
        } finally {
            stripe.mutex.unlock();
        }
        await(waiter, (LockWait.Block) wait, cancellation);
        holder.add(waiter.state, mode);
        return LockGrant.AFTER_WAIT;
    }

    /// Tells `retry` when `holder` could have the lock, without a place in the queue.
    private static Runnable watch(Stripe stripe, LockHolder holder, LockTag tag, int mode, Runnable retry) {
        stripe.mutex.lock();
        try {
            LockState state = stripe.states.get(tag);
            if (state != null && state.mustWait(holder, mode)) {
                LockWatch watch = new LockWatch(holder, mode, retry);
                state.watch(watch);
                return () -> unwatch(stripe, state, watch);
            }
        } finally {
            stripe.mutex.unlock();
        }
        retry.run();
        return () -> {};
    }

    // The next in turn may have been kept by this one, which was told and did not come.
    private static void unwatch(Stripe stripe, LockState state, LockWatch watch) {
        stripe.mutex.lock();
        try {
            state.unwatch(watch);
            state.grantWaiters();
            if (state.isUnused()) {
                stripe.states.remove(state.tag, state);
            }
        } finally {
            stripe.mutex.unlock();
        }
    }

    private void await(LockWaiter waiter, LockWait.Block wait, Cancellation cancellation) {
        Runnable wake = waiter::wake;
        cancellation.onCancel(wake);
        try {
            long begin = parking.nanos();
            long limit =
                    wait.timeout().isZero() ? Long.MAX_VALUE : wait.timeout().toNanos();
            long patience = wait.deadlockTimeout().isZero()
                    ? deadlockNanos
                    : wait.deadlockTimeout().toNanos();
            boolean searched = false;
            while (!waiter.isGranted()) {
                long waited = parking.nanos() - begin;
                if (cancellation.isCancelled() && withdraw(waiter)) {
                    cancellation.check();
                }
                if (waited >= limit && withdraw(waiter)) {
                    throw new SqlException(SqlState.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
                }
                if (!searched && waited >= patience) {
                    searched = true;
                    breakDeadlock(waiter);
                }
                long next = searched ? limit - waited : Math.min(patience, limit) - waited;
                if (!waiter.isGranted() && next > 0) {
                    parking.park(waiter, next);
                }
                // A set interrupt would turn the park into a busy loop; it counts as a cancel by whoever runs
                // the thread.
                if (Thread.currentThread().isInterrupted() && withdraw(waiter)) {
                    throw new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to interrupt");
                }
            }
        } finally {
            cancellation.remove(wake);
        }
    }

    /// Takes a request back; false when it has been granted meanwhile.
    private boolean withdraw(LockWaiter waiter) {
        Stripe stripe = stripes[waiter.state.stripe];
        stripe.mutex.lock();
        try {
            if (waiter.isGranted()) {
                return false;
            }
            remove(stripe, waiter);
            return true;
        } finally {
            stripe.mutex.unlock();
        }
    }

    private static void remove(Stripe stripe, LockWaiter waiter) {
        waiter.state.dequeue(waiter);
        waiter.holder.waiting = null;
        waiter.holder.owner.waiting = null;
        waiter.state.grantWaiters();
        if (waiter.state.isUnused()) {
            stripe.states.remove(waiter.state.tag);
        }
    }

    private void breakDeadlock(LockWaiter waiter) {
        lockAll();
        try {
            if (waiter.isGranted()) {
                return;
            }
            SqlException deadlock = new QueueOrder(waiter).resolve();
            if (deadlock != null) {
                remove(stripes[waiter.state.stripe], waiter);
                deadlocks.increment();
                throw deadlock;
            }
        } finally {
            unlockAll();
        }
    }

    /// Adds a weaker mode to a lock that `holder` has already; never waits.
    void downgrade(LockHolder holder, LockTag tag, int mode) {
        int index = tag.hashCode() >>> STRIPE_SHIFT;
        stripes[index].mutex.lock();
        try {
            LockState state = stripes[index].states.get(tag);
            if (state != null && (state.heldBy(holder) & 1 << mode) == 0) {
                state.grant(holder, mode);
                holder.add(state, mode);
            }
        } finally {
            stripes[index].mutex.unlock();
        }
    }

    /// Releases what was acquired since a savepoint.
    public void releaseSince(LockHolder holder, LockHolder.Mark mark) {
        releaseFrom(holder, mark.position(), mark.fastPosition());
    }

    /// Releases everything: the transaction, or the session, is over.
    public void releaseAll(LockHolder holder) {
        releaseFrom(holder, 0, 0);
        holder.owner.ended(holder);
    }

    private void releaseFrom(LockHolder holder, int position, int fastPosition) {
        DenseLocks many = holder.dense;
        if (many != null && position == 0) {
            holder.dense = null;
            dense.remove(many);
            many.end().forEach(each -> release(holder, each.state(), each.mode()));
        }
        for (int i = holder.size() - 1; i >= position; i--) {
            LockState state = holder.state(i);
            int mode = holder.mode(i);
            release(holder, state, mode);
            if (state.tag.kind == LockTag.Kind.TABLE && StrongLocks.isStrong(mode)) {
                strong.noLongerWanted(state.tag.space);
            }
        }
        holder.truncate(position);
        FastTableLocks fast = holder.owner.fast();
        if (fast != null) {
            fast.releaseFrom(holder, fastPosition, (state, mode) -> release(holder, state, mode));
        }
    }

    void release(LockHolder holder, LockState state, int mode) {
        Stripe stripe = stripes[state.stripe];
        stripe.mutex.lock();
        try {
            state.revoke(holder, mode);
            state.grantWaiters();
            if (state.isUnused()) {
                stripe.states.remove(state.tag);
            }
        } finally {
            stripe.mutex.unlock();
        }
    }

    /// Sessions that keep another one waiting; empty when it does not wait.
    public List<Integer> blockers(int pid) {
        lockAll();
        try {
            List<Integer> pids = new ArrayList<>();
            for (SessionLocks session : sessions) {
                LockWaiter waiter = session.pid() == pid ? session.waiting : null;
                if (waiter != null) {
                    waiter.state.blockersOf(waiter).forEach(blocker -> pids.add(blocker.owner.pid()));
                }
            }
            return pids.stream().distinct().toList();
        } finally {
            unlockAll();
        }
    }

    /// Everything that is held or waited for; not of one moment.
    public List<LockInfo> list() {
        LockListing listing = new LockListing();
        for (SessionLocks session : sessions) {
            listing.addSession(session);
        }
        for (Stripe stripe : stripes) {
            stripe.mutex.lock();
            try {
                stripe.states.values().forEach(listing::addState);
            } finally {
                stripe.mutex.unlock();
            }
        }
        return listing.result();
    }

    private void lockAll() {
        for (Stripe stripe : stripes) {
            stripe.mutex.lock();
        }
    }

    private void unlockAll() {
        for (Stripe stripe : stripes) {
            stripe.mutex.unlock();
        }
    }

    /// Number of locks that somebody holds or waits for.
    public int size() {
        int sum = 0;
        for (Stripe stripe : stripes) {
            stripe.mutex.lock();
            try {
                sum += stripe.states.size();
            } finally {
                stripe.mutex.unlock();
            }
        }
        return sum;
    }

    private static SqlException notAvailable(LockTag tag) {
        String what =
                switch (tag.kind) {
                    case ROW -> "could not obtain lock on row";
                    case TABLE -> "could not obtain lock on relation";
                    case UNIQUE_KEY -> "could not obtain lock on unique key";
                    case ADVISORY -> "could not obtain advisory lock";
                };
        return new SqlException(SqlState.LOCK_NOT_AVAILABLE, what);
    }
}
