package io.heliosdb.server.pgclient;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendCodec;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.ReportedException;
import io.heliosdb.server.protocol.StartupCodec;
import io.heliosdb.server.protocol.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One connection to a PostgreSQL server. Used by one thread; {@link #close} by any.
public final class PgConnection implements AutoCloseable {

    /// The protocol's own limit of a message.
    private static final int MAX_MESSAGE = 1 << 30;

    private final MessageQueue queue;
    private volatile ClientEncoding encoding = ClientEncoding.UTF8;
    private @Nullable Channel channel;
    private int pid;
    private int secret;

    PgConnection(Predicate<BackendMessage> taker) {
        this.queue = new MessageQueue(taker);
    }

    /// From now on texts go and come in this encoding, which the server has been told with the last answered
    /// exchange.
    public void encoding(ClientEncoding changed) {
        encoding = changed;
        queue.encoding(changed);
    }

    ChannelHandler[] handlers() {
        // type (1) | length (4, counts itself) | body
        return new ChannelHandler[] {new LengthFieldBasedFrameDecoder(MAX_MESSAGE, 1, 4, -4, 0), queue};
    }

    void attach(Channel connected) {
        channel = connected;
    }

    private Channel channel() {
        Channel connected = channel;
        if (connected == null) {
            throw new IllegalStateException("not connected");
        }
        return connected;
    }

    void startUp(StartupPacket.Startup startup, Duration timeout) {
        ByteBuf packet = channel().alloc().buffer();
        StartupCodec.encode(startup, packet);
        channel().writeAndFlush(packet);
        while (true) {
            BackendMessage message = receive(timeout);
            switch (message) {
                case null -> throw lost("no answer within " + timeout.toMillis() + " ms");
                case BackendMessage.BackendKeyData(int givenPid, int givenSecret) -> {
                    pid = givenPid;
                    secret = givenSecret;
                }
                case BackendMessage.ErrorResponse(var fields) -> throw new ReportedException(fields);
                case BackendMessage.ReadyForQuery ready -> {
                    return;
                }
                case BackendMessage.AuthenticationOther(int code) -> throw unexpected("authentication method " + code);
                case BackendMessage.AuthenticationSasl sasl -> throw unexpected("a request for a password");
                default -> {
                    // AuthenticationOk, parameters, notices.
                }
            }
        }
    }

    private static SqlException unexpected(String what) {
        return new SqlException(
                        SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
                        "the server asked for what a link between nodes does not offer: " + what)
                .withHint("Members of a cluster know each other by the cluster secret; give all of them the same one.");
    }

    /// Appends a message to what {@link #flush} sends.
    public void send(FrontendMessage message) {
        ByteBuf buffer = channel().alloc().buffer();
        FrontendCodec.encode(message, buffer, encoding);
        channel().write(buffer, channel().voidPromise());
    }

    public void flush() {
        channel().flush();
    }

    /// Waits until what was sent has left, so that a fast sender does not fill memory.
    public void awaitWritable(Duration timeout) {
        if (!channel().isWritable()) {
            channel().writeAndFlush(channel().alloc().buffer(0)).awaitUninterruptibly(timeout.toMillis());
        }
    }

    /// The next message; null when the time passed first.
    ///
    /// @throws SqlException 08006 when the connection is gone
    public @Nullable BackendMessage receive(Duration timeout) {
        BackendMessage message = queue.poll(timeout);
        if (message == null) {
            String end = queue.end();
            if (end != null) {
                throw lost(end);
            }
        }
        return message;
    }

    private static SqlException lost(String reason) {
        return new SqlException(SqlState.CONNECTION_FAILURE, reason);
    }

    public boolean isOpen() {
        return queue.end() == null && channel().isActive();
    }

    /// By which the server knows this connection, for a cancel request.
    public int pid() {
        return pid;
    }

    public int secret() {
        return secret;
    }

    @Override
    public void close() {
        Channel connected = channel;
        if (connected != null && connected.isActive()) {
            ByteBuf buffer = connected.alloc().buffer();
            FrontendCodec.encode(new FrontendMessage.Terminate(), buffer);
            connected.writeAndFlush(buffer).addListener(done -> connected.close());
        }
    }
}
