package io.heliosdb.server.wire;

import io.heliosdb.server.protocol.FrontendMessage;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Messages between the event loop that receives them and the session that handles them: bounded by asking for
/// a pause of reading. Safe for any thread.
///
/// A full mailbox does not refuse: what has been read off the wire must go somewhere, and one read is bounded.
final class Mailbox {

    /// Enough to keep a pipelining client busy, little enough for ten thousand idle ones.
    private static final int PAUSE_AT = 512;

    /// COPY data come in pieces of 64 kB: two of them can always be on their way.
    private static final long PAUSE_AT_BYTES = 256 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<FrontendFramer.Received> messages = new ArrayDeque<>();
    private final MessageBudget budget;
    private long bytes;
    private boolean closed;
    private boolean draining;

    private Mailbox(MessageBudget budget, boolean draining) {
        this.budget = budget;
        this.draining = draining;
    }

    /// A mailbox whose draining has begun.
    ///
    /// @param budget where a message's room goes back when it is taken out
    static Mailbox draining(MessageBudget budget) {
        return new Mailbox(budget, true);
    }

    /// Adds a message.
    ///
    /// @return whether nobody is draining: the caller has to start it
    boolean offer(FrontendFramer.Received message) {
        lock.lock();
        try {
            if (closed) {
                budget.giveBack(message.bytes());
                return false;
            }
            messages.add(message);
            bytes += message.bytes();
            return wake();
        } finally {
            lock.unlock();
        }
    }

    /// Adds a message and begins to drain in the calling thread, if nobody drains; ends with {@link #release}.
    ///
    /// @return whether it did; otherwise nothing is added
    boolean claim(FrontendFramer.Received message) {
        lock.lock();
        try {
            if (draining || closed) {
                return false;
            }
            draining = true;
            messages.add(message);
            bytes += message.bytes();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends what {@link #claim} began, unless there are messages left, or the mailbox was closed meanwhile.
    ///
    /// @return whether the draining has to go on
    boolean release() {
        lock.lock();
        try {
            draining = closed || !messages.isEmpty();
            return draining;
        } finally {
            lock.unlock();
        }
    }

    /// Takes out the message that {@link #peek} has shown: it is handled.
    void remove() {
        lock.lock();
        try {
            removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing will be added any more; returns as {@link #offer}.
    boolean close() {
        lock.lock();
        try {
            closed = true;
            return wake();
        } finally {
            lock.unlock();
        }
    }

    private boolean wake() {
        arrived.signalAll();
        boolean start = !draining;
        draining = true;
        return start;
    }

    /// The next message; null when there is none now, and the caller stops draining.
    @Nullable
    FrontendMessage poll() {
        lock.lock();
        try {
            FrontendMessage next = removeFirst();
            if (next == null) {
                draining = false;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// The first message, left where it is: after {@link #poll}, what follows.
    @Nullable
    FrontendMessage peek() {
        lock.lock();
        try {
            FrontendFramer.Received next = messages.peek();
            return next == null ? null : next.message();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next message; null when there will be none.
    @Nullable
    FrontendMessage take() {
        lock.lock();
        try {
            while (messages.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            return removeFirst();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable FrontendMessage removeFirst() {
        FrontendFramer.Received next = messages.poll();
        if (next == null) {
            return null;
        }
        bytes -= next.bytes();
        budget.giveBack(next.bytes());
        return next.message();
    }

    /// Forgets what nobody will take any more.
    void clear() {
        lock.lock();
        try {
            while (removeFirst() != null) {
                // Its room goes back by removing it.
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed && messages.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return messages.size() >= PAUSE_AT || bytes >= PAUSE_AT_BYTES;
        } finally {
            lock.unlock();
        }
    }
}
