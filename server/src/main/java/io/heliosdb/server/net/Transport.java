package io.heliosdb.server.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ThreadFactory;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How this node's sockets reach the kernel: by epoll itself where Netty brings its native part for this
/// machine, by the JDK's selectors elsewhere.
///
/// A short statement is one read and one write, so that what a selector does besides shows: the JDK's copies
/// its set of keys and wakes itself through a pipe. Both transports behave alike.
public final class Transport {

    private static final Pattern CALL = Pattern.compile("^[\\w()]+\\(\\.\\.\\) failed( with error\\(-?\\d+\\))?: ");

    private Transport() {}

    /// Event loops of this machine's best transport.
    public static EventLoopGroup loops(int threads, ThreadFactory factory) {
        return new MultiThreadIoEventLoopGroup(threads, factory, handlers());
    }

    private static IoHandlerFactory handlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /// What listens in `loops`.
    public static Class<? extends ServerSocketChannel> listener(EventLoopGroup loops) {
        return isEpoll(loops) ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /// What connects in `loops`.
    public static Class<? extends SocketChannel> connector(EventLoopGroup loops) {
        return isEpoll(loops) ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /// Why a connection failed, as a person would say it: epoll's messages begin with the name of a C function.
    public static String reason(@Nullable Throwable cause) {
        String message = cause == null ? "timed out" : String.valueOf(cause.getMessage());
        return CALL.matcher(message).replaceFirst("");
    }

    private static boolean isEpoll(EventLoopGroup loops) {
        return loops instanceof IoEventLoopGroup group && group.isIoType(EpollIoHandler.class);
    }
}
