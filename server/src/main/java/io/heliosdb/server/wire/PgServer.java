package io.heliosdb.server.wire;

import io.heliosdb.server.net.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for PostgreSQL clients. Safe for any thread.
public final class PgServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PgServer.class);

    private final Serving serving;
    private final Channel listener;
    private final ChannelGroup connections;

    /// What new connections are served with.
    private static final class Serving {

        private volatile WireServices services;

        Serving(WireServices services) {
            this.services = services;
        }
    }

    private PgServer(Serving serving, Channel listener, ChannelGroup connections) {
        this.serving = serving;
        this.listener = listener;
        this.connections = connections;
    }

    /// Begins to listen.
    ///
    /// @param loops stay the caller's
    /// @throws IOException when the port is taken, with the port in its message
    public static PgServer start(WireServices services, EventLoopGroup loops) throws IOException {
        WireConfig config = services.config();
        Serving current = new Serving(services);
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(Transport.listener(loops))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 512)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 << 10, 256 << 10))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        addHandlers(channel, current.services);
                    }
                });
        try {
            Channel listener = bootstrap
                    .bind(config.host(), config.port())
                    .syncUninterruptibly()
                    .channel();
            PgServer server = new PgServer(current, listener, connections);
            LOG.info("PostgreSQL server listening on {}:{}", config.host(), server.port());
            return server;
        } catch (Exception e) {
            throw new IOException(
                    String.format(
                            java.util.Locale.ROOT,
                            "cannot listen on %s:%d: %s",
                            config.host(),
                            config.port(),
                            Transport.reason(e)),
                    e);
        }
    }

    /// Makes a channel a connection of this server.
    static void addHandlers(Channel channel, WireServices services) {
        FrontendFramer framer = new FrontendFramer(services.config().maxMessageBytes(), services.budget());
        channel.pipeline().addLast(framer, new ConnectionHandler(services, framer));
    }

    /// From now on clients that connect are served with these, at the same port; those that are there stay with
    /// theirs.
    public void serve(WireServices next) {
        serving.services = next;
    }

    /// The port, also when the system has chosen it.
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /// Stops listening and ends every connection with 57P01.
    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        serving.services.sessions().environment().registry().terminateAll();
        connections.close().awaitUninterruptibly(2_000);
    }
}
