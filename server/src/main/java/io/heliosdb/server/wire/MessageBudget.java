package io.heliosdb.server.wire;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory the long messages of all connections may take together, so that a few clients cannot fill the
/// heap with one message each. Safe for any thread.
public final class MessageBudget {

    /// Messages up to this length are not counted: there is room for one from each client.
    static final int SMALL = 256 << 10;

    private final AtomicLong left;

    public MessageBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /// Takes room for a message.
    ///
    /// @return whether there was room; else nothing was taken
    boolean take(int bytes) {
        if (bytes <= SMALL) {
            return true;
        }
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void giveBack(int bytes) {
        if (bytes > SMALL) {
            left.addAndGet(bytes);
        }
    }

    /// What nobody has taken.
    long left() {
        return left.get();
    }
}
