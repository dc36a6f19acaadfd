package io.heliosdb.server.txn.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/// Who holds one lock and who waits for it, in order. Guarded by its stripe.
///
/// Nearly all locks have one holder and no queue, so the first holder needs no list.
final class LockState {

    final LockTag tag;
    final int stripe;

    @Nullable
    LockHolder first;

    int firstModes;

    @Nullable
    List<Hold> others;

    @Nullable
    List<LockWaiter> queue;

    private @Nullable List<LockWatch> watches;

    /// One more holder.
    static final class Hold {
        final LockHolder holder;
        int modes;

        Hold(LockHolder holder, int modes) {
            this.holder = holder;
            this.modes = modes;
        }
    }

    LockState(LockTag tag, int stripe) {
        this.tag = tag;
        this.stripe = stripe;
    }

    boolean isUnused() {
        return first == null
                && (others == null || others.isEmpty())
                && (queue == null || queue.isEmpty())
                && (watches == null || watches.isEmpty());
    }

    int heldBy(LockHolder holder) {
        if (first == holder) {
            return firstModes;
        }
        Hold hold = find(holder);
        return hold == null ? 0 : hold.modes;
    }

    private @Nullable Hold find(LockHolder holder) {
        if (others != null) {
            for (Hold hold : others) {
                if (hold.holder == holder) {
                    return hold;
                }
            }
        }
        return null;
    }

    void grant(LockHolder holder, int mode) {
        Hold hold = find(holder);
        if (first == holder) {
            firstModes |= 1 << mode;
        } else if (hold != null) {
            hold.modes |= 1 << mode;
        } else if (first == null) {
            first = holder;
            firstModes = 1 << mode;
        } else {
            if (others == null) {
                others = new ArrayList<>(2);
            }
            others.add(new Hold(holder, 1 << mode));
        }
    }

    void revoke(LockHolder holder, int mode) {
        if (first == holder) {
            firstModes &= ~(1 << mode);
            if (firstModes == 0) {
                first = null;
            }
            return;
        }
        Hold hold = find(holder);
        if (hold != null && others != null) {
            hold.modes &= ~(1 << mode);
            if (hold.modes == 0) {
                others.remove(hold);
            }
        }
    }

    boolean conflictsWithHolders(LockHolder holder, int mode) {
        int conflicts = LockModes.conflicts(tag.kind, mode);
        if (first != null && (firstModes & conflicts) != 0 && !first.isFriendOf(holder)) {
            return true;
        }
        if (others != null) {
            for (Hold hold : others) {
                if ((hold.modes & conflicts) != 0 && !hold.holder.isFriendOf(holder)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether somebody ahead of `position` in the queue waits for a mode that conflicts.
    boolean conflictsWithQueue(LockHolder holder, int mode, int position) {
        if (queue == null) {
            return false;
        }
        int conflicts = LockModes.conflicts(tag.kind, mode);
        for (int i = 0; i < position; i++) {
            LockWaiter waiter = queue.get(i);
            if ((conflicts & 1 << waiter.mode) != 0 && !waiter.holder.isFriendOf(holder)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a request made now could not be granted.
    boolean mustWait(LockHolder holder, int mode) {
        // As in PostgreSQL, a row is shared with those who share it already, whoever waits to change it:
        // most do so for a foreign key, and would wait for each other in circles.
        boolean queues = tag.kind != LockTag.Kind.ROW && heldBy(holder) == 0;
        return conflictsWithHolders(holder, mode) || queues && conflictsWithQueue(holder, mode, queueLength());
    }

    int queueLength() {
        return queue == null ? 0 : queue.size();
    }

    /// Whoever holds the lock already goes ahead of those who do not: they wait for it anyway.
    void enqueue(LockWaiter waiter) {
        if (queue == null) {
            queue = new ArrayList<>(2);
        }
        if (heldBy(waiter.holder) != 0) {
            queue.addFirst(waiter);
        } else {
            queue.add(waiter);
        }
    }

    /// Whether `blocker` keeps `waiter` waiting by what it holds, and not only by being ahead in the queue.
    boolean isHeldAgainst(LockWaiter waiter, LockHolder blocker) {
        int conflicts = LockModes.conflicts(tag.kind, waiter.mode);
        return (heldBy(blocker) & conflicts) != 0;
    }

    /// Lets one request of the queue go directly ahead of another.
    void moveAhead(LockWaiter later, LockWaiter ahead) {
        if (queue != null && queue.remove(later)) {
            queue.add(queue.indexOf(ahead), later);
        }
    }

    void dequeue(LockWaiter waiter) {
        if (queue != null) {
            queue.remove(waiter);
        }
    }

    void watch(LockWatch watch) {
        if (watches == null) {
            watches = new ArrayList<>(2);
        }
        watches.add(watch);
    }

    void unwatch(LockWatch watch) {
        if (watches != null) {
            watches.remove(watch);
        }
    }

    /// Grants what has become possible, in order; then tells those who watch.
    void grantWaiters() {
        if (queue != null) {
            grantQueue(queue);
        }
        if (watches != null) {
            tellWatches(watches);
        }
    }

    // As many as could have the lock together: more would only get in each other's way.
    private void tellWatches(List<LockWatch> waiting) {
        int told = 0;
        while (!waiting.isEmpty()) {
            LockWatch next = waiting.getFirst();
            if ((LockModes.conflicts(tag.kind, next.mode()) & told) != 0 || mustWait(next.holder(), next.mode())) {
                return;
            }
            waiting.removeFirst();
            told |= 1 << next.mode();
            next.retry().run();
        }
    }

    private void grantQueue(List<LockWaiter> queue) {
        int i = 0;
        while (i < queue.size()) {
            LockWaiter waiter = queue.get(i);
            if (conflictsWithHolders(waiter.holder, waiter.mode) || conflictsWithQueue(waiter.holder, waiter.mode, i)) {
                i++;
            } else {
                queue.remove(i);
                grant(waiter.holder, waiter.mode);
                waiter.holder.waiting = null;
                waiter.holder.owner.waiting = null;
                waiter.grant();
            }
        }
    }

    /// Tells everyone who holds the lock, and in which modes (a bit set).
    void eachHolder(ObjIntConsumer<LockHolder> consumer) {
        if (first != null) {
            consumer.accept(first, firstModes);
        }
        if (others != null) {
            others.forEach(hold -> consumer.accept(hold.holder, hold.modes));
        }
    }

    /// Those whom `waiter` waits for: conflicting holders and conflicting requests ahead of it.
    List<LockHolder> blockersOf(LockWaiter waiter) {
        List<LockHolder> blockers = new ArrayList<>();
        int conflicts = LockModes.conflicts(tag.kind, waiter.mode);
        if (first != null && (firstModes & conflicts) != 0 && !first.isFriendOf(waiter.holder)) {
            blockers.add(first);
        }
        if (others != null) {
            for (Hold hold : others) {
                if ((hold.modes & conflicts) != 0 && !hold.holder.isFriendOf(waiter.holder)) {
                    blockers.add(hold.holder);
                }
            }
        }
        if (queue != null) {
            for (LockWaiter ahead : queue) {
                if (ahead == waiter) {
                    break;
                }
                if ((conflicts & 1 << ahead.mode) != 0 && !ahead.holder.isFriendOf(waiter.holder)) {
                    blockers.add(ahead.holder);
                }
            }
        }
        return blockers;
    }
}
