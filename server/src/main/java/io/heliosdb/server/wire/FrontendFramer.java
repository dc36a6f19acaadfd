package io.heliosdb.server.wire;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.protocol.FrontendCodec;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.ProtocolViolationException;
import io.heliosdb.server.protocol.StartupCodec;
import io.heliosdb.server.protocol.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Cuts a connection's bytes into startup packets and, after the Startup itself, into typed messages. Event loop.
///
/// Nothing is kept that a length or type has already shown to be wrong; after such an error nothing more is read.
final class FrontendFramer extends ByteToMessageDecoder {

    private final int maxMessageBytes;
    private boolean started;
    private boolean broken;

    FrontendFramer(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /// What has come that nobody has asked for yet: after an SSLRequest nothing may have.
    boolean hasUnread() {
        return actualReadableBytes() > 0;
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

    /// The connection's bytes make no sense any more.
    record Broken(SqlException error) {}

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
        if (length < 4) {
            throw new ProtocolViolationException("invalid message length");
        }
        if (length > maxMessageBytes) {
            throw new ProtocolViolationException(String.format(
                    java.util.Locale.ROOT,
                    "message of %d bytes is longer than the limit of %d",
                    length,
                    maxMessageBytes));
        }
        if (in.readableBytes() < length + 1) {
            return;
        }
        in.skipBytes(5);
        ByteBuf body = in.readSlice(length - 4);
        try {
            out.add(FrontendCodec.decode(type, body));
        } catch (ProtocolViolationException e) {
            throw e;
        } catch (SqlException e) {
            out.add(new FrontendMessage.Undecodable(type == 'Q', e));
        }
    }
}
