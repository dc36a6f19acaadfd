package io.heliosdb.server.pgclient;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.net.Transport;
import io.heliosdb.server.protocol.BackendDecoder;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.ProtocolViolationException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Hands what arrives to the thread that waits. A long queue stops the reading of the socket, so that memory is
/// bounded however fast the server is.
final class MessageQueue extends SimpleChannelInboundHandler<ByteBuf> {

    /// Enough that neither side waits for the other at every message.
    private static final int HIGH = 2_000;

    private static final int LOW = 500;

    /// What an item of the queue is: a message, or the end with its reason.
    private sealed interface Item {
        record Message(BackendMessage message) implements Item {}

        record End(String reason) implements Item {}
    }

    private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final Predicate<BackendMessage> taker;
    private volatile @Nullable ChannelHandlerContext context;
    private volatile @Nullable String end;
    private volatile ClientEncoding encoding = ClientEncoding.UTF8;

    /// @param taker sees each message first, on the event loop; what it takes is not queued
    MessageQueue(Predicate<BackendMessage> taker) {
        this.taker = taker;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, ByteBuf frame) {
        int type = frame.readByte();
        frame.skipBytes(Integer.BYTES);
        try {
            BackendMessage message = BackendDecoder.decode(type, frame, encoding);
            if (!taker.test(message)) {
                items.add(new Item.Message(message));
            }
        } catch (ProtocolViolationException e) {
            items.add(new Item.End(e.message()));
            from.close();
        }
        if (items.size() > HIGH) {
            from.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        items.add(new Item.End("server closed the connection unexpectedly"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        items.add(new Item.End(Transport.reason(cause)));
        from.close();
    }

    /// From now on the server's texts are in this encoding.
    void encoding(ClientEncoding changed) {
        encoding = changed;
    }

    /// Why nothing more will come; null while something may.
    @Nullable
    String end() {
        return end;
    }

    /// The next message; null when the time passed first, or at the end.
    @Nullable
    BackendMessage poll(Duration timeout) {
        if (end != null) {
            return null;
        }
        Item item;
        try {
            item = items.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            item = new Item.End("interrupted");
        }
        ChannelHandlerContext channel = context;
        if (channel != null && items.size() < LOW && !channel.channel().config().isAutoRead()) {
            channel.channel().config().setAutoRead(true);
        }
        return switch (item) {
            case null -> null;
            case Item.Message(BackendMessage message) -> message;
            case Item.End(String reason) -> {
                end = reason;
                yield null;
            }
        };
    }
}
