package io.heliosdb.server.replication;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.message.Challenge;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.cluster.message.Proof;
import io.heliosdb.cluster.message.Refusal;
import io.heliosdb.cluster.message.SnapshotBegin;
import io.heliosdb.cluster.message.SnapshotEnd;
import io.heliosdb.cluster.message.Topology;
import io.heliosdb.cluster.message.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageCodec;
import java.nio.ByteBuffer;
import java.util.List;

/// Frames as bytes. The length before each is handled by Netty's length codecs; integers are big-endian.
///
/// ```
/// +----------+------+---------------------------------------------------------------------------+
/// | length 4 | type | body                                                                      |
/// +----------+------+---------------------------------------------------------------------------+
///              'w'    timeline 8 | committed 8 | end 8 | micros 8 | start 8 | more 1 | WAL bytes
///              'h'    timeline 8 | committed 8 | end 8 | micros 8
///              'a'    written 8 | flushed 8 | applied 8 | echoed micros 8
///              's'    more 1 | snapshot bytes
///              'H' 'C' 'P' 'W' 'R' 'T' 'B' 'E'    a protobuf message: Hello, Challenge, Proof, Welcome,
///                                                 Refusal, Topology, SnapshotBegin, SnapshotEnd
/// ```
/// Stateless. A frame that cannot be read ends the connection.
final class FrameCodec extends MessageToMessageCodec<ByteBuf, Frame> {

    /// More is sent in several frames.
    static final int MAX_DATA_BYTES = 1 << 20;

    /// Data and room for the largest header or message.
    static final int MAX_FRAME_BYTES = MAX_DATA_BYTES + 64 * 1024;

    /// All that a standby ever sends is small, so that nobody unknown can make a primary hold much.
    static final int MAX_STANDBY_BYTES = 64 * 1024;

    FrameCodec() {
        super(ByteBuf.class, Frame.class);
    }

    @Override
    protected void encode(ChannelHandlerContext context, Frame frame, List<Object> out) {
        switch (frame) {
            case Frame.Wal wal -> {
                ByteBuf head = mark(context, 'w', wal.mark());
                head.writeLong(wal.start().position()).writeBoolean(wal.more());
                out.add(Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(wal.bytes())));
            }
            case Frame.Heartbeat heartbeat -> out.add(mark(context, 'h', heartbeat.mark()));
            case Frame.Ack ack ->
                out.add(context.alloc()
                        .buffer(33)
                        .writeByte('a')
                        .writeLong(ack.positions().written().position())
                        .writeLong(ack.positions().flushed().position())
                        .writeLong(ack.positions().applied().position())
                        .writeLong(ack.echoMicros()));
            case Frame.SnapshotChunk chunk ->
                out.add(Unpooled.wrappedBuffer(
                        context.alloc().buffer(2).writeByte('s').writeBoolean(chunk.more()),
                        Unpooled.wrappedBuffer(chunk.bytes())));
            case Frame.HelloFrame message -> out.add(message('H', message.message()));
            case Frame.ChallengeFrame message -> out.add(message('C', message.message()));
            case Frame.ProofFrame message -> out.add(message('P', message.message()));
            case Frame.WelcomeFrame message -> out.add(message('W', message.message()));
            case Frame.RefusalFrame message -> out.add(message('R', message.message()));
            case Frame.TopologyFrame message -> out.add(message('T', message.message()));
            case Frame.SnapshotBeginFrame message -> out.add(message('B', message.message()));
            case Frame.SnapshotEndFrame message -> out.add(message('E', message.message()));
        }
    }

    private static ByteBuf mark(ChannelHandlerContext context, char type, Frame.Mark mark) {
        return context.alloc()
                .buffer(42)
                .writeByte(type)
                .writeLong(mark.timeline().number())
                .writeLong(mark.committed().position())
                .writeLong(mark.end().position())
                .writeLong(mark.sentMicros());
    }

    private static ByteBuf message(char type, MessageLite message) {
        return Unpooled.wrappedBuffer(new byte[] {(byte) type}, message.toByteArray());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        try {
            out.add(frame(in));
        } catch (InvalidProtocolBufferException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BadFrameException("a replication frame cannot be read", e);
        }
    }

    private static Frame frame(ByteBuf in) throws InvalidProtocolBufferException {
        int type = in.readByte();
        return switch (type) {
            case 'w' -> new Frame.Wal(mark(in), lsn(in), in.readBoolean(), rest(in));
            case 'h' -> new Frame.Heartbeat(mark(in));
            case 'a' -> new Frame.Ack(new Positions(lsn(in), lsn(in), lsn(in)), in.readLong());
            case 's' -> new Frame.SnapshotChunk(in.readBoolean(), rest(in));
            case 'H' -> new Frame.HelloFrame(parse(Hello.parser(), in));
            case 'C' -> new Frame.ChallengeFrame(parse(Challenge.parser(), in));
            case 'P' -> new Frame.ProofFrame(parse(Proof.parser(), in));
            case 'W' -> new Frame.WelcomeFrame(parse(Welcome.parser(), in));
            case 'R' -> new Frame.RefusalFrame(parse(Refusal.parser(), in));
            case 'T' -> new Frame.TopologyFrame(parse(Topology.parser(), in));
            case 'B' -> new Frame.SnapshotBeginFrame(parse(SnapshotBegin.parser(), in));
            case 'E' -> new Frame.SnapshotEndFrame(parse(SnapshotEnd.parser(), in));
            default -> throw new IllegalArgumentException("unknown frame type " + type);
        };
    }

    private static Frame.Mark mark(ByteBuf in) {
        return new Frame.Mark(new Timeline(in.readLong()), lsn(in), lsn(in), in.readLong());
    }

    private static Lsn lsn(ByteBuf in) {
        return Lsn.of(in.readLong());
    }

    private static <T> T parse(Parser<T> parser, ByteBuf in) throws InvalidProtocolBufferException {
        return parser.parseFrom(in.nioBuffer());
    }

    private static ByteBuffer rest(ByteBuf in) {
        byte[] bytes = new byte[in.readableBytes()];
        in.readBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
