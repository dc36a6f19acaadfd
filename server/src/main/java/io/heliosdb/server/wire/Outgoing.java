package io.heliosdb.server.wire;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.protocol.BackendEncoder;
import io.heliosdb.server.protocol.BackendMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Collects outgoing messages into large writes, and makes the session wait while the client does not read.
///
/// Any thread may send; messages of one call stay together. Only the session's thread may wait.
final class Outgoing {

    /// Large enough that a system call pays, small enough for the first rows to arrive early.
    private static final int FLUSH_AT = 32 << 10;

    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Condition changed = lock.newCondition();
    private volatile ClientEncoding encoding = ClientEncoding.UTF8;
    private @Nullable ByteBuf buffer;

    Outgoing(Channel channel) {
        this.channel = channel;
    }

    /// From now on texts are sent in this encoding.
    void encoding(ClientEncoding changed) {
        encoding = changed;
    }

    ClientEncoding encoding() {
        return encoding;
    }

    void send(BackendMessage message) {
        boolean full;
        lock.lock();
        try {
            ByteBuf out = buffer();
            BackendEncoder.encode(message, out, encoding);
            full = out.readableBytes() >= FLUSH_AT;
        } finally {
            lock.unlock();
        }
        if (full) {
            flushAndWait();
        }
    }

    /// As {@link #send}, without ever waiting for the client.
    void sendAnyway(BackendMessage message) {
        lock.lock();
        try {
            BackendEncoder.encode(message, buffer(), encoding);
        } finally {
            lock.unlock();
        }
    }

    void sendRow(byte[] body, int length) {
        boolean full;
        lock.lock();
        try {
            ByteBuf out = buffer();
            BackendEncoder.encodeDataRow(body, length, out);
            full = out.readableBytes() >= FLUSH_AT;
        } finally {
            lock.unlock();
        }
        if (full) {
            flushAndWait();
        }
    }

    private ByteBuf buffer() {
        ByteBuf out = buffer;
        if (out == null) {
            out = channel.alloc().buffer(1024);
            buffer = out;
        }
        return out;
    }

    /// Hands everything over to the network.
    void flush() {
        ByteBuf out;
        lock.lock();
        try {
            out = buffer;
            buffer = null;
        } finally {
            lock.unlock();
        }
        if (out != null) {
            write(out);
        }
    }

    private void write(ByteBuf out) {
        if (channel.eventLoop().inEventLoop()) {
            channel.writeAndFlush(out, channel.voidPromise());
            return;
        }
        underWay.incrementAndGet();
        try {
            channel.eventLoop().execute(() -> {
                underWay.decrementAndGet();
                channel.writeAndFlush(out, channel.voidPromise());
            });
        } catch (RejectedExecutionException e) {
            // The process stops; nobody reads what is said now.
            out.release();
        }
    }

    /// Whether something that another thread has flushed is still on its way to the event loop: what the event
    /// loop itself wrote now would overtake it.
    boolean isUnderWay() {
        return underWay.get() > 0;
    }

    private void flushAndWait() {
        flush();
        if (channel.eventLoop().inEventLoop()) {
            return;
        }
        lock.lock();
        try {
            while (!channel.isWritable() && channel.isActive()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (!channel.isActive()) {
            throw new SqlException(SqlState.CONNECTION_FAILURE, "connection to client lost");
        }
    }

    /// The channel's writability or activity has changed; event loop.
    void channelChanged() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Frees what nobody will read.
    void discard() {
        lock.lock();
        try {
            ByteBuf out = buffer;
            buffer = null;
            if (out != null) {
                out.release();
            }
        } finally {
            lock.unlock();
        }
    }
}
