package io.heliosdb.server.session;

import io.heliosdb.server.txn.Engine;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/// Notifications on their way to a session's client. They are handed over only between transactions, and never in
/// the middle of an answer: at once while the client is idle, else before the next ReadyForQuery that ends a
/// transaction. Safe for any thread.
final class Inbox {

    private record Notification(int pid, String channel, String payload) {}

    private final Client client;
    private final boolean link;
    private final Engine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Notification> waiting = new ArrayDeque<>();
    private boolean open;

    /// @param link whether the client is another node, which is told up to where the log must be seen by
    /// whoever is notified
    Inbox(Client client, boolean link, Engine engine) {
        this.client = client;
        this.link = link;
        this.engine = engine;
    }

    /// A notification has come; any thread.
    void notified(int pid, String channel, String payload) {
        lock.lock();
        try {
            waiting.add(new Notification(pid, channel, payload));
            if (open) {
                deliver();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The client has sent something: what comes now waits for the end of the answer.
    void close() {
        lock.lock();
        try {
            open = false;
        } finally {
            lock.unlock();
        }
    }

    /// The answer is complete and no transaction is open.
    void open() {
        lock.lock();
        try {
            open = true;
            deliver();
        } finally {
            lock.unlock();
        }
    }

    private void deliver() {
        if (link && !waiting.isEmpty()) {
            client.parameterStatus("heliosdb.commit_lsn", engine.visibleLsn().toString());
        }
        for (Notification next = waiting.poll(); next != null; next = waiting.poll()) {
            client.notification(next.pid(), next.channel(), next.payload());
        }
    }
}
