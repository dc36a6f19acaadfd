package io.heliosdb.server.txn.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The weak table locks of one session, kept outside of the lock table: what every statement takes must not make
/// sessions meet.
///
/// Weak modes (ACCESS SHARE, ROW SHARE, ROW EXCLUSIVE) do not conflict with each other, so that as long as nobody wants
/// a strong one of the same table it is enough to note them here. Whoever wants a strong one first counts it in
/// {@link StrongLocks}, then moves what is noted here into the lock table; a weak request that sees the count goes
/// there too. Both sides look under this object's monitor, so neither can miss the other.
final class FastTableLocks {

    /// More tables than that in one transaction, such as of a dump, are left to the lock table: slots are searched one
    /// by one.
    private static final int MAX_SLOTS = 32;

    private final StrongLocks strong;
    private LockHolder[] holders = new LockHolder[4];
    private long[] tables = new long[4];
    private byte[] modes = new byte[4];
    private int[] positions = new int[4];

    /// Where a slot was moved to; null while it counts here.
    private @Nullable LockState[] moved = new @Nullable LockState[4];

    private int size;

    FastTableLocks(StrongLocks strong) {
        this.strong = strong;
    }

    /// Takes a weak lock, or finds it taken; false when the lock table must decide.
    synchronized boolean tryAcquire(LockHolder holder, long table, int mode) {
        for (int i = 0; i < size; i++) {
            if (tables[i] == table && modes[i] == mode && holders[i] == holder) {
                return true;
            }
        }
        if (size == MAX_SLOTS || strong.isWanted(table)) {
            return false;
        }
        if (size == holders.length) {
            holders = Arrays.copyOf(holders, size * 2);
            tables = Arrays.copyOf(tables, size * 2);
            modes = Arrays.copyOf(modes, size * 2);
            positions = Arrays.copyOf(positions, size * 2);
            moved = Arrays.copyOf(moved, size * 2);
        }
        holders[size] = holder;
        tables[size] = table;
        modes[size] = (byte) mode;
        positions[size] = holder.nextFastPosition();
        size++;
        return true;
    }

    /// Frees what a holder has taken from a position on.
    ///
    /// @param release frees what was moved to the lock table; called without this monitor
    void releaseFrom(LockHolder holder, int position, BiConsumer<LockState, Integer> release) {
        List<LockState> states = null;
        List<Integer> released = null;
        synchronized (this) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                LockState state = moved[i];
                if (holders[i] != holder || positions[i] < position) {
                    keep(i, kept++);
                } else if (state != null) {
                    if (states == null || released == null) {
                        states = new ArrayList<>(2);
                        released = new ArrayList<>(2);
                    }
                    states.add(state);
                    released.add((int) modes[i]);
                }
            }
            Arrays.fill(holders, kept, size, null);
            Arrays.fill(moved, kept, size, null);
            size = kept;
        }
        if (states != null && released != null) {
            for (int i = 0; i < states.size(); i++) {
                release.accept(states.get(i), released.get(i));
            }
        }
    }

    private void keep(int from, int to) {
        holders[to] = holders[from];
        tables[to] = tables[from];
        modes[to] = modes[from];
        positions[to] = positions[from];
        moved[to] = moved[from];
    }

    /// Gets a lock of this session into the lock table.
    interface Mover {
        LockState move(LockHolder holder, int mode);
    }

    /// Moves the locks on one table into the lock table.
    synchronized void move(long table, Mover mover) {
        for (int i = 0; i < size; i++) {
            if (tables[i] == table && moved[i] == null) {
                moved[i] = mover.move(holders[i], modes[i]);
            }
        }
    }

    /// A lock that is noted here and nowhere else.
    record Held(LockHolder holder, long table, int mode) {}

    synchronized List<Held> held() {
        List<Held> held = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (moved[i] == null) {
                held.add(new Held(holders[i], tables[i], modes[i]));
            }
        }
        return held;
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }
}
