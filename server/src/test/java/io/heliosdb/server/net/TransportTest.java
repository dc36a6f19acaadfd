package io.heliosdb.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// Both transports speak alike.
class TransportTest {

    @Test
    void aRefusedConnectionIsToldWithoutTheNameOfACall() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        EventLoopGroup loops = Transport.loops(1, Thread.ofPlatform().daemon().factory());
        try {
            ChannelFuture connected = new Bootstrap()
                    .group(loops)
                    .channel(Transport.connector(loops))
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect("127.0.0.1", port)
                    .awaitUninterruptibly();
            assertThat(Transport.reason(connected.cause())).startsWith("Connection refused");
        } finally {
            loops.shutdownGracefully();
        }
    }

    @Test
    void whatTheKernelSaysRemains() {
        assertThat(Transport.reason(
                        new IOException("recvAddress(..) failed with error(-104): Connection reset by peer")))
                .isEqualTo("Connection reset by peer");
        assertThat(Transport.reason(new IOException("Connection reset"))).isEqualTo("Connection reset");
        assertThat(Transport.reason(null)).isEqualTo("timed out");
    }
}
