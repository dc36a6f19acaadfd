package io.heliosdb.server.replication;

import com.google.protobuf.ByteString;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.message.Challenge;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.cluster.message.Refusal;
import io.heliosdb.cluster.message.Topology;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A standby's connection, on the primary.
///
/// ```
/// phase      on                then
/// HELLO      Hello             challenge -> PROOF; refuse a bad one
/// PROOF      Proof             right -> ADMITTED, the primary plans; wrong -> refuse
/// ADMITTED   Ack               tell the sender
/// any        anything else     close
/// ```
/// The handler runs on the channel's event loop; what may block runs in `executor`, this connection's own mailbox.
final class StandbyConnection extends SimpleChannelInboundHandler<Frame> {

    private static final Logger LOG = LoggerFactory.getLogger(StandbyConnection.class);
    private static final int COPY_PATIENCE = 8;

    private enum Phase {
        HELLO,
        PROOF,
        ADMITTED
    }

    /// What a connection asks of the primary that it belongs to.
    interface Host {

        ClusterSecret secret();

        byte[] newNonce();

        /// The standby has proved who it is. In the connection's executor.
        void admitted(StandbyConnection connection);

        /// The connection is gone. In the connection's executor.
        void gone(StandbyConnection connection);
    }

    private final Host host;
    private final Channel channel;
    private final InetSocketAddress address;
    private final Executor executor;
    private final Timing timing;
    private final Link link;
    private final Instant connectedAt;
    private volatile Phase phase = Phase.HELLO;
    private byte[] nonce = new byte[0];
    private volatile Hello hello = Hello.getDefaultInstance();
    private volatile @Nullable LogSender sender;
    private volatile @Nullable SnapshotSender snapshot;
    private volatile long heardNanos;
    private volatile @Nullable Instant lastHeard;
    private volatile @Nullable Instant replyTime;

    StandbyConnection(Host host, Channel channel, Executor executor, Timing timing) {
        super(Frame.class);
        this.host = host;
        this.channel = channel;
        // Null when the peer has closed already.
        this.address = channel.remoteAddress() instanceof InetSocketAddress peer ? peer : new InetSocketAddress(0);
        this.executor = executor;
        this.timing = timing;
        this.link = new NettyLink(channel);
        this.connectedAt = timing.now();
        this.heardNanos = timing.nanos();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (host.secret().isLoopbackOnly() && !address.getAddress().isLoopbackAddress()) {
            refuse(Refusal.Reason.AUTHENTICATION, "set HELIOSDB_CLUSTER_SECRET: without it only loopback may connect");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        heardNanos = timing.nanos();
        lastHeard = timing.now();
        switch (phase) {
            case HELLO -> hello(frame);
            case PROOF -> proof(frame);
            case ADMITTED -> ack(frame);
        }
    }

    private void hello(Frame frame) {
        if (!(frame instanceof Frame.HelloFrame(Hello message))) {
            throw new BadFrameException("expected a hello");
        }
        hello = message;
        Handshake.check(message).ifPresentOrElse(bad -> refuse(bad.reason(), bad.message()), this::challenge);
    }

    private void challenge() {
        nonce = host.newNonce();
        phase = Phase.PROOF;
        link.send(new Frame.ChallengeFrame(Challenge.newBuilder()
                .setProtocolVersion(Handshake.PROTOCOL_VERSION)
                .setNonce(ByteString.copyFrom(nonce))
                .setProof(ByteString.copyFrom(host.secret().primaryProof(hello.toByteArray(), nonce)))
                .build()));
    }

    private void proof(Frame frame) {
        if (!(frame instanceof Frame.ProofFrame proof)) {
            throw new BadFrameException("expected a proof");
        }
        byte[] expected = host.secret().standbyProof(hello.toByteArray(), nonce);
        if (!ClusterSecret.matches(expected, proof.message().getProof().toByteArray())) {
            refuse(Refusal.Reason.AUTHENTICATION, "the standby's cluster secret is not this primary's");
            return;
        }
        phase = Phase.ADMITTED;
        executor.execute(() -> host.admitted(this));
    }

    private void ack(Frame frame) {
        if (!(frame instanceof Frame.Ack ack)) {
            throw new BadFrameException("unexpected frame from a standby");
        }
        replyTime = timing.now();
        LogSender to = sender;
        if (to != null) {
            to.acked(ack.positions());
        }
    }

    /// Says why not, and closes.
    void refuse(Refusal.Reason reason, String message) {
        LOG.warn("standby refused address={} reason={} message={}", remoteAddress(), reason, message);
        Refusal refusal =
                Refusal.newBuilder().setReason(reason).setMessage(message).build();
        channel.writeAndFlush(new Frame.RefusalFrame(refusal)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        wake();
        SnapshotSender copy = snapshot;
        if (copy != null) {
            copy.wake();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("replication connection failed address={} reason={}", remoteAddress(), String.valueOf(cause));
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        executor.execute(this::end);
    }

    private void end() {
        LogSender log = sender;
        if (log != null) {
            log.close();
        }
        SnapshotSender copy = snapshot;
        if (copy != null) {
            copy.close();
        }
        host.gone(this);
    }

    /// In the executor, as the three that follow.
    void stream(LogSender log) {
        sender = log;
        log.start();
    }

    void copy(SnapshotSender copy) {
        snapshot = copy;
        copy.start();
    }

    /// There may be something to send.
    void wake() {
        LogSender log = sender;
        if (log != null) {
            log.wake();
        }
    }

    /// Whether the standby has proved who it is.
    boolean isAdmitted() {
        return phase == Phase.ADMITTED;
    }

    /// Heartbeat of the primary; closes the connection when the standby has been silent for too long.
    void beat(Topology topology, Duration silenceLimit) {
        LogSender log = sender;
        // A copy keeps the standby's disk busy.
        long limit = silenceLimit.toNanos() * (snapshot == null ? 1 : COPY_PATIENCE);
        if (timing.nanos() - heardNanos > limit) {
            LOG.warn("standby is silent node={} address={}", hello.getNodeId(), remoteAddress());
            close();
        } else if (log != null) {
            log.beat(topology);
        }
    }

    void close() {
        channel.close();
    }

    Link link() {
        return link;
    }

    Executor executor() {
        return executor;
    }

    Hello hello() {
        return hello;
    }

    NodeId id() {
        return NodeId.parse(hello.getNodeId());
    }

    /// Drawn at each start of the standby's process.
    String instance() {
        return hello.getInstance();
    }

    boolean isCopying() {
        return snapshot != null;
    }

    Lsn sent() {
        LogSender log = sender;
        return log == null ? Lsn.ZERO : log.sent();
    }

    Instant connectedAt() {
        return connectedAt;
    }

    @Nullable
    Instant lastHeard() {
        return lastHeard;
    }

    @Nullable
    Instant replyTime() {
        return replyTime;
    }

    InetSocketAddress remoteAddress() {
        return address;
    }

    /// A number of this connection, as PostgreSQL shows the process id of a sender.
    int number() {
        return NettyLink.number(channel);
    }
}
