package io.heliosdb.server.pgclient;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.net.Transport;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.StartupPacket;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/// Opens connections to PostgreSQL servers. Safe for any thread; the event loops belong to the caller.
public final class PgConnector {

    private final EventLoopGroup loops;

    public PgConnector(EventLoopGroup loops) {
        this.loops = loops;
    }

    /// Connects, starts up, authenticates, and waits until the server is ready for a query.
    ///
    /// @param parameters of the startup packet: `user`, `database`, settings
    /// @throws SqlException 08001 when nobody answers at the address in time, or what the server reported
    public PgConnection connect(HostPort address, Map<String, String> parameters, Duration timeout) {
        return connect(address, parameters, timeout, message -> false);
    }

    /// As above.
    ///
    /// @param taker sees each message first, on the event loop; what it takes is not given to whoever receives
    public PgConnection connect(
            HostPort address, Map<String, String> parameters, Duration timeout, Predicate<BackendMessage> taker) {
        PgConnection connection = open(address, timeout, taker);
        try {
            connection.startUp(new StartupPacket.Startup(0, parameters), timeout);
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private PgConnection open(HostPort address, Duration timeout, Predicate<BackendMessage> taker) {
        PgConnection connection = new PgConnection(taker);
        ChannelFuture connected = bootstrap(timeout)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(connection.handlers());
                    }
                })
                .connect(address.host(), address.port());
        connected.awaitUninterruptibly();
        if (!connected.isSuccess()) {
            String reason = Transport.reason(connected.cause());
            throw new SqlException(
                    SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
                    "cannot connect to " + address + ": " + reason);
        }
        connection.attach(connected.channel());
        return connection;
    }

    private Bootstrap bootstrap(Duration timeout) {
        return new Bootstrap()
                .group(loops)
                .channel(Transport.connector(loops))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, timeout.toMillis()));
    }

    /// Asks a server to cancel what a connection runs; returns at once, and the outcome is not known.
    public void cancel(HostPort address, int pid, int secret, Duration timeout) {
        bootstrap(timeout)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new CancelSender(pid, secret));
                    }
                })
                .connect(address.host(), address.port());
    }
}
