package io.heliosdb.server.replication;

import com.google.protobuf.ByteString;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.cluster.message.Proof;
import io.heliosdb.server.net.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to the primary, on a standby: proves both sides, then hands each frame on.
///
/// The handler runs on the channel's event loop; the host is called in `executor`, in the order of arrival.
/// What waits there is limited: beyond that the connection is not read.
final class PrimaryConnection extends SimpleChannelInboundHandler<Frame> {

    /// Whoever uses a connection.
    interface Host {

        void received(PrimaryConnection connection, Frame frame);

        /// The connection is gone.
        ///
        /// @param reason why, as far as it is known here
        void lost(PrimaryConnection connection, String reason);

        /// What is at the other end cannot be followed, such as a primary with another secret; the loss of the
        /// connection comes next.
        void unusable(String reason);

        /// There was no connection at all.
        void failed(String reason);
    }

    private static final long MAX_WAITING_BYTES = 2 * LogSender.WINDOW_BYTES;
    private static final Logger LOG = LoggerFactory.getLogger(PrimaryConnection.class);

    private final Host host;
    private final Channel channel;
    private final Hello hello;
    private final ClusterSecret secret;
    private final Executor executor;
    private final AtomicLong waitingBytes = new AtomicLong();
    private boolean proved;
    private String reason = "the connection was closed";

    PrimaryConnection(Host host, Channel channel, Hello hello, ClusterSecret secret, Executor executor) {
        super(Frame.class);
        this.host = host;
        this.channel = channel;
        this.hello = hello;
        this.secret = secret;
        this.executor = executor;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(new Frame.HelloFrame(hello));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        if (!proved && frame instanceof Frame.ChallengeFrame challenge) {
            prove(context, challenge);
            return;
        }
        if (!proved && !(frame instanceof Frame.RefusalFrame)) {
            throw new BadFrameException("the primary has not proved who it is");
        }
        long size = size(frame);
        if (waitingBytes.addAndGet(size) > MAX_WAITING_BYTES) {
            channel.config().setAutoRead(false);
        }
        executor.execute(() -> {
            host.received(this, frame);
            if (waitingBytes.addAndGet(-size) <= MAX_WAITING_BYTES / 2
                    && !channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
        });
    }

    private static long size(Frame frame) {
        return switch (frame) {
            case Frame.Wal wal -> wal.bytes().remaining();
            case Frame.SnapshotChunk chunk -> chunk.bytes().remaining();
            case Frame.Heartbeat _,
                    Frame.Ack _,
                    Frame.HelloFrame _,
                    Frame.ChallengeFrame _,
                    Frame.ProofFrame _,
                    Frame.WelcomeFrame _,
                    Frame.RefusalFrame _,
                    Frame.TopologyFrame _,
                    Frame.SnapshotBeginFrame _,
                    Frame.SnapshotEndFrame _ -> 64;
        };
    }

    private void prove(ChannelHandlerContext context, Frame.ChallengeFrame challenge) {
        byte[] said = hello.toByteArray();
        byte[] nonce = challenge.message().getNonce().toByteArray();
        if (challenge.message().getProtocolVersion() != Handshake.PROTOCOL_VERSION) {
            throw new BadFrameException("the primary speaks replication protocol version "
                    + challenge.message().getProtocolVersion() + ", this node " + Handshake.PROTOCOL_VERSION);
        }
        if (!ClusterSecret.matches(
                secret.primaryProof(said, nonce), challenge.message().getProof().toByteArray())) {
            throw new BadFrameException("the primary's cluster secret is not this standby's");
        }
        proved = true;
        context.writeAndFlush(new Frame.ProofFrame(Proof.newBuilder()
                .setProof(ByteString.copyFrom(secret.standbyProof(said, nonce)))
                .build()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        reason = Transport.reason(cause);
        LOG.warn("replication connection failed address={} reason={}", channel.remoteAddress(), reason);
        if (cause instanceof BadFrameException) {
            String why = reason;
            executor.execute(() -> host.unusable(why));
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        String why = reason;
        executor.execute(() -> host.lost(this, why));
    }

    /// As {@link StandbyConnection#number} at the other end, and another one.
    int number() {
        return NettyLink.number(channel);
    }

    Link link() {
        return new NettyLink(channel);
    }

    void close() {
        channel.close();
    }
}
