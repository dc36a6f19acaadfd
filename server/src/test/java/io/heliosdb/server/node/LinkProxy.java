package io.heliosdb.server.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A network between a standby and its primary that breaks and stalls when it is told to.
public final class LinkProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Semaphore flowing = new Semaphore(1);
    private volatile long cutAfter = Long.MAX_VALUE;

    public LinkProxy(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// How many connections were made through it.
    public int connections() {
        return connections.get();
    }

    /// Each connection from now on breaks once so many bytes have come from the primary.
    public void cutAfter(long bytes) {
        cutAfter = bytes;
    }

    /// Nothing arrives any more in either direction, but nothing is closed either.
    public void stall() {
        flowing.acquireUninterruptibly();
    }

    public void resume() {
        flowing.release();
    }

    private void accept() {
        try {
            while (true) {
                Socket standby = listener.accept();
                Socket primary = new Socket(InetAddress.getLoopbackAddress(), target);
                connections.incrementAndGet();
                open.add(standby);
                open.add(primary);
                long limit = cutAfter;
                Thread.ofVirtual().start(() -> pump(standby, primary, Long.MAX_VALUE));
                Thread.ofVirtual().start(() -> pump(primary, standby, limit));
            }
        } catch (IOException e) {
            // Closed, or the primary is gone: the standby sees no more than that nobody answers.
            closeAll();
        }
    }

    private void pump(Socket from, Socket to, long limit) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[4096];
            long passed = 0;
            for (int read = in.read(buffer); read > 0 && passed < limit; read = in.read(buffer)) {
                flowing.acquireUninterruptibly();
                flowing.release();
                out.write(buffer, 0, read);
                passed += read;
            }
        } catch (IOException e) {
            // One side has gone; so has the other with it.
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeAll() {
        open.forEach(LinkProxy::closeQuietly);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeAll();
    }
}
