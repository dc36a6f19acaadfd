package io.heliosdb.server.txn.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// The row and key locks of one transaction that holds too many to keep each by itself: a bit per mode and
/// hash.
///
/// A bit stands for all rows of that hash, so that others may wait for a row that is not locked; never the
/// other way round. When somebody asks for what a bit covers, the lock is entered in the lock table as if it
/// had been taken there, and everything goes on as usual. Bits stay until the transaction ends, also after a
/// rollback to a savepoint.
///
/// A bit is set and asked for under the stripe of its hash, so that it is never missed.
final class DenseLocks {

    /// One lock that others wait for.
    record Entered(LockState state, int mode) {}

    private static final int MODES = 4;

    private final LockHolder holder;
    private final int words;
    private final @Nullable AtomicLongArray[] bits = new @Nullable AtomicLongArray[MODES];
    private final List<Entered> entered = new ArrayList<>();
    private boolean over;
    private long bytes;

    /// @param bytes of one mode's bits, a power of two
    DenseLocks(LockHolder holder, int bytes) {
        this.holder = holder;
        this.words = bytes / Long.BYTES;
    }

    LockHolder holder() {
        return holder;
    }

    /// Memory held.
    long bytes() {
        return bytes;
    }

    static boolean isFor(LockTag.Kind kind) {
        return kind == LockTag.Kind.ROW || kind == LockTag.Kind.UNIQUE_KEY;
    }

    /// By the holder's thread, under the stripe.
    void set(LockTag tag, int mode) {
        AtomicLongArray of = bits[mode];
        if (of == null) {
            of = new AtomicLongArray(words);
            bits[mode] = of;
            bytes += (long) words * Long.BYTES;
        }
        int word = word(tag);
        of.setRelease(word, of.getPlain(word) | 1L << tag.hashCode());
    }

    private int word(LockTag tag) {
        return tag.hashCode() >>> 6 & words - 1;
    }

    /// Enters the modes that may be held and that conflict with `mode`, for somebody who wants that. Under the
    /// stripe.
    void enter(LockTag tag, int mode, LockState state) {
        int conflicts = LockModes.conflicts(tag.kind, mode) & ~state.heldBy(holder);
        for (int each = 0; each < MODES; each++) {
            if ((conflicts & 1 << each) != 0 && isSet(tag, each)) {
                enterOne(state, each);
            }
        }
    }

    private synchronized void enterOne(LockState state, int mode) {
        if (!over) {
            state.grant(holder, mode);
            entered.add(new Entered(state, mode));
        }
    }

    /// Whether it may hold something that conflicts with `mode`. Under the stripe.
    boolean mayConflict(LockTag tag, int mode) {
        int conflicts = LockModes.conflicts(tag.kind, mode);
        for (int each = 0; each < MODES; each++) {
            if ((conflicts & 1 << each) != 0 && isSet(tag, each)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSet(LockTag tag, int mode) {
        AtomicLongArray of = bits[mode];
        return of != null && (of.getAcquire(word(tag)) & 1L << tag.hashCode()) != 0;
    }

    /// The transaction is over: nothing is entered any more. What was is to be released.
    synchronized List<Entered> end() {
        over = true;
        return entered;
    }
}
