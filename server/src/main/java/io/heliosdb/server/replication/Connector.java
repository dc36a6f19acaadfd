package io.heliosdb.server.replication;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.server.net.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Opens connections to the primary.
final class Connector {

    private static final int CONNECT_TIMEOUT_MILLIS = 2000;

    private final ClusterSecret secret;
    private final EventLoopGroup group;

    Connector(ClusterSecret secret, ReplicationServices services) {
        this.secret = secret;
        this.group = Transport.loops(1, services.eventLoops());
    }

    /// Connects and says hello; whatever comes of it is told to `host` in `executor`.
    ///
    /// @return the connection to be
    PrimaryConnectionHandle connect(HostPort address, Hello hello, PrimaryConnection.Host host, Executor executor) {
        PrimaryConnectionHandle handle = new PrimaryConnectionHandle();
        new Bootstrap()
                .group(group)
                .channel(Transport.connector(group))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        NettyLink.prepare(channel, FrameCodec.MAX_FRAME_BYTES);
                        channel.pipeline().addLast(new PrimaryConnection(host, channel, hello, secret, executor));
                    }
                })
                .connect(address.host(), address.port())
                .addListener((ChannelFutureListener) future -> {
                    if (future.isSuccess()) {
                        handle.opened(future.channel());
                    } else {
                        String reason = Transport.reason(future.cause());
                        executor.execute(() -> host.failed(reason));
                    }
                });
        return handle;
    }

    void close() {
        group.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS);
    }

    /// A connection that can be closed before it is open.
    static final class PrimaryConnectionHandle {

        private boolean closed;
        private Runnable closeChannel = () -> {};

        private synchronized void opened(Channel channel) {
            closeChannel = channel::close;
            if (closed) {
                channel.close();
            }
        }

        synchronized void close() {
            closed = true;
            closeChannel.run();
        }
    }
}
