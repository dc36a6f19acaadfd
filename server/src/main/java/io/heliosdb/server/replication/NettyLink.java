package io.heliosdb.server.replication;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.DefaultMessageSizeEstimator;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;

/// A {@link Link} over a Netty channel.
///
/// @param channel with the handlers of {@link #prepare}
record NettyLink(Channel channel) implements Link {

    private static final int LENGTH_BYTES = 4;

    /// Two frames may wait before a sender pauses: enough to keep the wire busy.
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(FrameCodec.MAX_DATA_BYTES, 2 * FrameCodec.MAX_DATA_BYTES);

    /// Sets a new channel up.
    ///
    /// @param maxBytes longest frame that is taken
    static void prepare(Channel channel, int maxBytes) {
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        channel.config().setMessageSizeEstimator(new FrameSizes());
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new LengthFieldBasedFrameDecoder(maxBytes, 0, LENGTH_BYTES, 0, LENGTH_BYTES));
        pipeline.addLast(new LengthFieldPrepender(LENGTH_BYTES));
        pipeline.addLast(new FrameCodec());
    }

    /// A number of a connection, where PostgreSQL shows the process that serves it.
    static int number(Channel channel) {
        return channel.id().asShortText().hashCode() & 0x7FFF_FFFF;
    }

    @Override
    public void send(Frame frame) {
        channel.writeAndFlush(frame, channel.voidPromise());
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void close() {
        channel.close();
    }

    // Frames are written by other threads: what waits for the event loop must count as pending already.
    private static final class FrameSizes implements MessageSizeEstimator {

        private static final Handle OTHERS = DefaultMessageSizeEstimator.DEFAULT.newHandle();

        @Override
        public Handle newHandle() {
            return message -> switch (message) {
                case Frame.Wal wal -> wal.bytes().remaining();
                case Frame.SnapshotChunk chunk -> chunk.bytes().remaining();
                default -> OTHERS.size(message);
            };
        }
    }
}
