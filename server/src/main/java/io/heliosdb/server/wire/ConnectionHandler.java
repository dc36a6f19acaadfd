package io.heliosdb.server.wire;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.protocol.BackendEncoder;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.ReportFields;
import io.heliosdb.server.protocol.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection's event-loop side: answers what comes before the Startup, then feeds the {@link Connection}.
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final WireServices services;
    private final FrontendFramer framer;
    private @Nullable Connection connection;
    private @Nullable Future<?> startupTimer;
    private boolean encrypted;

    ConnectionHandler(WireServices services, FrontendFramer framer) {
        this.services = services;
        this.framer = framer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        startupTimer = context.executor()
                .schedule(
                        () -> timedOut(context),
                        services.config().startupTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void timedOut(ChannelHandlerContext context) {
        Connection open = connection;
        if (open == null || !open.isAuthenticated()) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case StartupPacket packet -> startup(context, packet);
            case FrontendFramer.Received received -> {
                Connection open = connection;
                if (open != null) {
                    open.receive(received);
                }
            }
            case FrontendFramer.Broken(SqlException error) -> broken(context, error);
            default -> throw new IllegalStateException("unexpected " + message.getClass());
        }
    }

    private void startup(ChannelHandlerContext context, StartupPacket packet) {
        switch (packet) {
            case StartupPacket.SslRequest request -> answerSsl(context);
            case StartupPacket.GssEncryptionRequest request -> answer(context, 'N');
            case StartupPacket.CancelRequest(int pid, int secret) -> {
                services.sessions().environment().registry().cancel(pid, secret);
                context.close();
            }
            case StartupPacket.Startup startup -> {
                Connection opened =
                        new Connection(services, context.channel(), framer, startup, encrypted ? services.tls() : null);
                connection = opened;
                services.executor().execute(opened::run);
            }
        }
    }

    private void answerSsl(ChannelHandlerContext context) {
        Tls tls = services.tls();
        if (tls == null || encrypted) {
            answer(context, 'N');
            return;
        }
        if (framer.hasUnread()) {
            // Somebody in between could have put it there, to be taken for what the client says encrypted.
            broken(
                    context,
                    new SqlException(SqlState.PROTOCOL_VIOLATION, "received unencrypted data after SSL request"));
            return;
        }
        encrypted = true;
        SslHandler handler = tls.context().newHandler(context.alloc());
        answer(context, 'S');
        context.pipeline().addFirst(handler);
    }

    private static void answer(ChannelHandlerContext context, char letter) {
        ByteBuf out = context.alloc().buffer(1);
        out.writeByte(letter);
        context.writeAndFlush(out);
    }

    private void broken(ChannelHandlerContext context, SqlException error) {
        Connection open = connection;
        if (open != null) {
            open.terminate(error);
            return;
        }
        ByteBuf out = context.alloc().buffer();
        BackendEncoder.encode(new BackendMessage.ErrorResponse(ReportFields.of("FATAL", error)), out);
        context.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Connection open = connection;
        if (open != null) {
            open.writabilityChanged();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Future<?> timer = startupTimer;
        if (timer != null) {
            timer.cancel(false);
        }
        Connection open = connection;
        if (open != null) {
            open.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection lost remote={} error={}", context.channel().remoteAddress(), cause.getMessage());
        } else {
            LOG.warn("connection failed remote={}", context.channel().remoteAddress(), cause);
        }
        context.close();
    }
}
