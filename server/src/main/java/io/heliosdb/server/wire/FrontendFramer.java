package io.heliosdb.server.wire;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.protocol.FrontendCodec;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.ProtocolViolationException;
import io.heliosdb.server.protocol.StartupCodec;
import io.heliosdb.server.protocol.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Cuts a connection's bytes into startup packets and, after the Startup itself, into typed messages. Event loop,
/// except {@link #authenticated}.
///
/// Nothing is kept that a length or type has already shown to be wrong; after such an error nothing more is
/// read. A long message is kept only when the budget has room for it, else it is skipped as it comes.
final class FrontendFramer extends ByteToMessageDecoder {

    /// PostgreSQL's limits for messages without long content, and for anything from a client that it does not
    /// know yet.
    private static final int SHORT_LIMIT = 10_000;

    private static final int STRANGER_LIMIT = 65_535;

    private final int maxMessageBytes;
    private final MessageBudget budget;
    private volatile boolean authenticated;
    private boolean started;
    private boolean broken;
    private int taken;
    private long skip;

    FrontendFramer(int maxMessageBytes, MessageBudget budget) {
        this.maxMessageBytes = maxMessageBytes;
        this.budget = budget;
    }

    /// What has come that nobody has asked for yet: after an SSLRequest nothing may have.
    boolean hasUnread() {
        return actualReadableBytes() > 0;
    }

    /// The client has shown who it is, and may send long messages; any thread.
    void authenticated() {
        authenticated = true;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (started) {
                decodeMessage(in, out);
            } else {
                decodeStartup(in, out);
            }
        } catch (SqlException e) {
            broken = true;
            in.skipBytes(in.readableBytes());
            out.add(new Broken(e));
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        budget.giveBack(taken);
        taken = 0;
    }

    /// The connection's bytes make no sense any more.
    record Broken(SqlException error) {}

    /// A message and how long it was.
    record Received(FrontendMessage message, int bytes) {}

    private void decodeStartup(ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 4) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 8 || length > StartupCodec.MAX_LENGTH) {
            throw new ProtocolViolationException("invalid length of startup packet");
        }
        if (in.readableBytes() < length) {
            return;
        }
        in.skipBytes(4);
        StartupPacket packet = StartupCodec.decode(in.readSlice(length - 4));
        started = packet instanceof StartupPacket.Startup;
        out.add(packet);
    }

    private void decodeMessage(ByteBuf in, List<Object> out) {
        if (skip > 0) {
            int now = (int) Math.min(skip, in.readableBytes());
            in.skipBytes(now);
            skip -= now;
            return;
        }
        if (in.readableBytes() < 1) {
            return;
        }
        int type = in.getUnsignedByte(in.readerIndex());
        if (!FrontendCodec.isKnown(type)) {
            throw new ProtocolViolationException("invalid frontend message type " + type);
        }
        if (in.readableBytes() < 5) {
            return;
        }
        int length = in.getInt(in.readerIndex() + 1);
        checkLength(type, length);
        if (taken == 0 && !budget.take(length)) {
            in.skipBytes(5);
            skip = length - 4L;
            out.add(new Received(new FrontendMessage.Refused(type, noRoom(length)), 0));
            return;
        }
        taken = length;
        if (in.readableBytes() < length + 1) {
            return;
        }
        taken = 0;
        in.skipBytes(5);
        out.add(new Received(message(type, in.readSlice(length - 4)), length));
    }

    private void checkLength(int type, int length) {
        if (length < 4) {
            throw new ProtocolViolationException("invalid message length");
        }
        int limit = FrontendCodec.mayBeLong(type) ? maxMessageBytes : type == 'p' ? STRANGER_LIMIT : SHORT_LIMIT;
        if (length > (authenticated ? limit : Math.min(limit, STRANGER_LIMIT))) {
            throw new ProtocolViolationException(String.format(
                    java.util.Locale.ROOT, "message of %d bytes is longer than the limit of %d", length, limit));
        }
    }

    private static SqlException noRoom(int length) {
        return new SqlException(SqlState.OUT_OF_MEMORY, "out of memory")
                .withDetail("Messages of other clients leave no room for one of " + length + " bytes.");
    }

    private static FrontendMessage message(int type, ByteBuf body) {
        boolean ascii = !FrontendCodec.hasText(type) || body.forEachByte(b -> b >= 0) < 0;
        int start = body.readerIndex();
        if (ascii) {
            try {
                return FrontendCodec.decode(type, body, ClientEncoding.UTF8);
            } catch (SqlException e) {
                // Said when its turn comes, after the answers to what came before.
                body.readerIndex(start);
            }
        }
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        return new FrontendMessage.Undecoded(type, bytes);
    }
}
