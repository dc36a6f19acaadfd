package io.heliosdb.server.replication;

import io.heliosdb.server.net.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// Accepts standbys' connections.
final class StandbyListener {

    /// Frames are copied and handed on: one thread carries several standbys.
    private static final int EVENT_LOOPS = 1;

    /// More than a cluster ever has, counting those that are being replaced.
    private static final int MAX_CONNECTIONS = 64;

    private final StandbyConnection.Host host;
    private final ReplicationConfig config;
    private final ReplicationServices services;
    private final EventLoopGroup group;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    StandbyListener(StandbyConnection.Host host, ReplicationConfig config, ReplicationServices services) {
        this.host = host;
        this.config = config;
        this.services = services;
        this.group = Transport.loops(EVENT_LOOPS, services.eventLoops());
    }

    /// @return the port
    /// @throws IllegalStateException when the address is taken or cannot be had
    int bind(String address, int port) {
        var bound = new ServerBootstrap()
                .group(group)
                .channel(Transport.listener(group))
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new Initializer())
                .bind(address, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "cannot listen for standbys on " + address + ":" + port + ": " + Transport.reason(bound.cause()),
                    bound.cause());
        }
        channels.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private final class Initializer extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            if (channels.size() > MAX_CONNECTIONS) {
                channel.close();
                return;
            }
            channels.add(channel);
            NettyLink.prepare(channel, FrameCodec.MAX_STANDBY_BYTES);
            StandbyConnection connection =
                    new StandbyConnection(host, channel, new SerialExecutor(services.workers()), services.timing());
            channel.pipeline().addLast(connection);
            services.timing().after(config.handshakeTimeout(), () -> {
                if (!connection.isAdmitted()) {
                    channel.close();
                }
            });
        }
    }

    void close() {
        channels.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS);
    }
}
