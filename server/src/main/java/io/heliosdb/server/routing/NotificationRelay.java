package io.heliosdb.server.routing;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.pgclient.PgConnection;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.ReportedException;
import io.heliosdb.server.session.ChannelSource;
import io.heliosdb.server.session.Notifications;
import io.heliosdb.server.txn.Engine;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a standby's listening sessions the notifications of the whole cluster: one connection to the primary
/// listens to every channel that somebody here listens to. Safe for any thread.
///
/// ```text
/// session        standby                               primary
///   | LISTEN c →  | first for c: LISTEN c               → |
///   |             | ← heliosdb.commit_lsn, Notification   |  each NOTIFY that commits anywhere
///   | ← Notification, once that commit is visible here    |
/// ```
///
/// A lost connection is opened again, and its channels with it; what was notified meanwhile is not known here,
/// as it is to any client of PostgreSQL that loses its connection.
public final class NotificationRelay implements ChannelSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationRelay.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(500);

    /// How long a notification waits for its commit to be visible here; a standby that is further behind says
    /// it late rather than never.
    private static final Duration VISIBLE = Duration.ofSeconds(10);

    /// More than this are lost rather than kept: whoever notifies faster than a standby applies must not fill
    /// its memory.
    private static final int MAX_WAITING = 100_000;

    private sealed interface Arrival {}

    private record Notification(Lsn after, int pid, String channel, String payload) implements Arrival {}

    /// All that came before has been handed out when `done`.
    private record Mark(CompletableFuture<Boolean> done) implements Arrival {}

    private final QueryForwarder forwarder;
    private final Engine engine;
    private final ExecutorService workers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> channels = new LinkedHashSet<>();
    private final LinkedBlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>(MAX_WAITING);
    private @Nullable PgConnection connection;
    private @Nullable Notifications target;
    private volatile Lsn reported = Lsn.ZERO;
    private boolean running;
    private volatile boolean closed;

    public NotificationRelay(QueryForwarder forwarder, Engine engine, ExecutorService workers) {
        this.forwarder = forwarder;
        this.engine = engine;
        this.workers = workers;
    }

    @Override
    public void follow(String channel, Notifications notifications) {
        if (forwarder.node().role().isPrimary()) {
            return;
        }
        lock.lock();
        try {
            target = notifications;
            if (channels.contains(channel) && isOpen()) {
                return;
            }
            try {
                ask(open(), "LISTEN " + quoted(channel));
            } catch (SqlException e) {
                drop();
                throw e instanceof ReportedException ? e : forwarder.failed(e.message());
            }
            channels.add(channel);
            start();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void leave(String channel) {
        if (!closed) {
            workers.execute(() -> unlisten(channel));
        }
    }

    private void unlisten(String channel) {
        lock.lock();
        try {
            Notifications now = target;
            if ((now == null || !now.isListened(channel)) && channels.remove(channel) && isOpen()) {
                ask(open(), "UNLISTEN " + quoted(channel));
            }
        } catch (SqlException e) {
            LOG.debug("could not stop listening channel={} error={}", channel, e.message());
            drop();
        } finally {
            lock.unlock();
        }
    }

    private boolean isOpen() {
        PgConnection now = connection;
        return now != null && now.isOpen();
    }

    /// The connection, opened with all channels if it was not there; under the lock.
    private PgConnection open() {
        PgConnection now = connection;
        if (now != null && now.isOpen()) {
            return now;
        }
        PgConnection fresh = forwarder.connectForNotifications(this::received);
        connection = fresh;
        for (String channel : channels) {
            ask(fresh, "LISTEN " + quoted(channel));
        }
        return fresh;
    }

    private void drop() {
        PgConnection now = connection;
        connection = null;
        if (now != null) {
            now.close();
        }
    }

    private static void ask(PgConnection on, String sql) {
        on.send(new FrontendMessage.Query(sql));
        on.flush();
        SqlException error = null;
        while (true) {
            BackendMessage message = on.receive(ANSWER);
            switch (message) {
                case null ->
                    throw new SqlException(
                            SqlState.CONNECTION_FAILURE, "no answer within " + ANSWER.toSeconds() + " s");
                case BackendMessage.ErrorResponse(var fields) -> error = new ReportedException(fields);
                case BackendMessage.ReadyForQuery ready -> {
                    if (error != null) {
                        throw error;
                    }
                    return;
                }
                default -> {
                    // CommandComplete and the like.
                }
            }
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// Event loop: takes what nobody asked for.
    private boolean received(BackendMessage message) {
        return switch (message) {
            case BackendMessage.ParameterStatus(String name, String value) -> {
                reported = name.equals("heliosdb.commit_lsn") ? Lsn.parse(value) : reported;
                yield true;
            }
            case BackendMessage.NotificationResponse(int pid, String channel, String payload) -> {
                int own = forwarder.ownPid(pid);
                if (!arrived.offer(new Notification(reported, own, channel, payload))) {
                    LOG.warn("too many notifications wait; one is lost channel={}", channel);
                }
                yield true;
            }
            default -> false;
        };
    }

    /// Begins to hand out; under the lock.
    private void start() {
        if (!running) {
            running = true;
            workers.execute(this::run);
        }
    }

    private void run() {
        Cancellation never = new Cancellation();
        while (!closed) {
            try {
                switch (arrived.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                    case null -> reopen();
                    case Mark(var done) -> done.complete(true);
                    case Notification next -> handOut(next, never);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("notification could not be handed out error={}", e.getMessage());
            }
        }
    }

    private void handOut(Notification next, Cancellation never) {
        if (engine.visibleLsn().compareTo(next.after()) < 0) {
            engine.awaitVisible(next.after(), VISIBLE, never);
        }
        Notifications now = target;
        if (now != null) {
            now.deliver(next.pid(), next.channel(), next.payload());
        }
    }

    /// The primary hands a connection its notifications before it answers anything that is asked later.
    @Override
    public void catchUp() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        lock.lock();
        try {
            if (!isOpen() || !running) {
                return;
            }
            ask(open(), "");
            if (!arrived.offer(new Mark(done))) {
                return;
            }
        } catch (SqlException e) {
            LOG.debug("could not catch up with notifications error={}", e.message());
            drop();
            return;
        } finally {
            lock.unlock();
        }
        done.completeOnTimeout(false, VISIBLE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private void reopen() {
        lock.lock();
        try {
            if (!closed
                    && !channels.isEmpty()
                    && !isOpen()
                    && !forwarder.node().role().isPrimary()) {
                open();
                LOG.info("listening on the primary again channels={}", channels.size());
            }
        } catch (SqlException e) {
            LOG.debug("listening on the primary is interrupted error={}", e.message());
            drop();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            drop();
        } finally {
            lock.unlock();
        }
    }
}
