package io.heliosdb.server.wire;

import io.heliosdb.server.protocol.FrontendMessage;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Messages between the event loop that receives them and the session that handles them: bounded by asking for a pause
/// of reading. Safe for any thread.
///
/// A full mailbox does not refuse: what has been read off the wire must go somewhere, and one read is bounded.
final class Mailbox {

    /// Enough to keep a pipelining client busy, little enough for ten thousand idle ones.
    private static final int PAUSE_AT = 512;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<FrontendMessage> messages = new ArrayDeque<>();
    private boolean closed;
    private boolean draining;

    private Mailbox(boolean draining) {
        this.draining = draining;
    }

    /// A mailbox whose draining has begun.
    static Mailbox draining() {
        return new Mailbox(true);
    }

    /// Adds a message.
    ///
    /// @return whether nobody is draining: the caller has to start it
    boolean offer(FrontendMessage message) {
        lock.lock();
        try {
            messages.add(message);
            return wake();
        } finally {
            lock.unlock();
        }
    }

    /// Begins to drain in the calling thread, if nobody does and nothing waits; ends with {@link #release}.
    boolean claim() {
        lock.lock();
        try {
            boolean free = !draining && !closed && messages.isEmpty();
            draining |= free;
            return free;
        } finally {
            lock.unlock();
        }
    }

    /// Ends what {@link #claim} began, unless the mailbox was closed meanwhile.
    ///
    /// @return whether it was: the caller has to go on draining
    boolean release() {
        lock.lock();
        try {
            draining = closed;
            return closed;
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
            FrontendMessage next = messages.poll();
            if (next == null) {
                draining = false;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// The message after the one taken last, left where it is.
    @Nullable
    FrontendMessage peek() {
        lock.lock();
        try {
            return messages.peek();
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
            return messages.poll();
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
            return messages.size() >= PAUSE_AT;
        } finally {
            lock.unlock();
        }
    }
}
