package io.heliosdb.server.txn.lock;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one transaction, or one session beside its transactions, holds and waits for.
///
/// Acquired by the session's thread; released by it or, after a commit, by the applying thread.
public final class LockHolder {

    /// How much of it is held at some moment.
    public record Mark(int position, int fastPosition) {}

    /// Rough heap cost of a lock: its state, tag and key, and its place in the table.
    private static final int BYTES_PER_LOCK = 200;

    /// The session; transactions of one session are different holders, for one may still be committing.
    final SessionLocks owner;

    final boolean ofSession;

    /// Counts the session's transactions; 0 for the session itself.
    final long number;

    /// For deadlock reports; 0 while none is assigned.
    volatile long transactionId;

    private LockState[] states = new LockState[4];
    private byte[] modes = new byte[4];
    private int size;

    /// What it waits for now; guarded by the stripe of that lock, read by the detector under all stripes.
    @Nullable
    LockWaiter waiting;

    /// How many of its table locks were ever taken outside of the lock table; guarded by their monitor.
    private int fastPosition;

    /// What it holds beside; null unless it holds many.
    @Nullable
    DenseLocks dense;

    /// A transaction of a session, its newest.
    public static LockHolder ofTransaction(SessionLocks session) {
        return new LockHolder(session, false);
    }

    LockHolder(SessionLocks owner, boolean ofSession) {
        this.owner = owner;
        this.ofSession = ofSession;
        this.number = ofSession ? 0 : owner.nextTransaction(this);
    }

    int nextFastPosition() {
        return fastPosition++;
    }

    /// What it holds now, to release what comes later.
    public Mark mark() {
        return new Mark(size, fastPosition);
    }

    /// @param id for deadlock reports
    public void setTransactionId(long id) {
        transactionId = id;
    }

    /// A transaction may use what its session holds, and the other way round.
    boolean isFriendOf(LockHolder other) {
        return other == this || other.owner == owner && (ofSession || other.ofSession);
    }

    void add(LockState state, int mode) {
        if (size == states.length) {
            states = Arrays.copyOf(states, size * 2);
            modes = Arrays.copyOf(modes, size * 2);
        }
        states[size] = state;
        modes[size] = (byte) mode;
        size++;
    }

    public int size() {
        return size;
    }

    /// Rough memory held.
    public long bytes() {
        DenseLocks many = dense;
        return (long) size * BYTES_PER_LOCK + (many == null ? 0 : many.bytes());
    }

    LockState state(int index) {
        return states[index];
    }

    int mode(int index) {
        return modes[index];
    }

    void truncate(int newSize) {
        size = newSize;
    }

    void remove(int index) {
        System.arraycopy(states, index + 1, states, index, size - index - 1);
        System.arraycopy(modes, index + 1, modes, index, size - index - 1);
        truncate(size - 1);
    }
}
