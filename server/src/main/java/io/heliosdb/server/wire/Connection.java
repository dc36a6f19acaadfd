package io.heliosdb.server.wire;

import io.heliosdb.server.common.Awaited;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.WouldWaitException;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.BackendMessage.TransactionStatus;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.FrontendMessage.Target;
import io.heliosdb.server.protocol.ReportFields;
import io.heliosdb.server.protocol.ReportedException;
import io.heliosdb.server.protocol.StartupPacket;
import io.heliosdb.server.session.PrimaryLink.RemoteBinding;
import io.heliosdb.server.session.Session;
import io.heliosdb.server.session.ShortWork;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection's session side: takes messages out of the mailbox and runs the session with them, one at a
/// time.
///
/// At most one thread drains the mailbox at any moment; whoever puts a message into an undrained one starts it.
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final WireServices services;
    private final Channel channel;
    private final StartupPacket.Startup startup;
    private final @Nullable Tls tls;
    private final FrontendFramer framer;
    private final Mailbox mailbox;
    private final Outgoing out;
    private final WireClient client;
    private final Patience patience;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Session session;
    private volatile @Nullable SqlException termination;
    private volatile boolean authenticated;
    private boolean skipping;
    private boolean entered;

    /// @param tls of an encrypted connection; null for a plain one
    Connection(
            WireServices services,
            Channel channel,
            FrontendFramer framer,
            StartupPacket.Startup startup,
            @Nullable Tls tls) {
        this.tls = tls;
        this.services = services;
        this.channel = channel;
        this.framer = framer;
        this.startup = startup;
        this.mailbox = Mailbox.draining(services.budget());
        this.out = new Outgoing(channel);
        this.client = new WireClient(this, out, mailbox);
        this.patience = new Patience(channel.eventLoop(), this::drainHere);
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    /// Event loop: a message has come.
    void receive(FrontendFramer.Received message) {
        if (mayBeShort(message.message()) && mailbox.claim(message)) {
            drainHere();
        } else if (mailbox.offer(message)) {
            services.executor().execute(this::drain);
        }
        if (mailbox.isFull()) {
            channel.config().setAutoRead(false);
        }
    }

    /// Whether a message is worth handling here: to hand it over to another thread would cost more than its
    /// work. What the answer is about is this thread's to see only once nobody drains, so it is asked again
    /// then.
    private static boolean mayBeShort(FrontendMessage message) {
        return message instanceof FrontendMessage.Query
                || message instanceof FrontendMessage.Parse
                || message instanceof FrontendMessage.Bind
                || message instanceof FrontendMessage.Describe
                || message instanceof FrontendMessage.Execute
                || message instanceof FrontendMessage.Sync;
    }

    /// What became of a message that was tried in the event loop.
    private enum Tried {
        HANDLED,
        /// Its commit is under way; the event loop goes on with it when that is done.
        COMMITS,
        /// What it needs is taken for a moment; the event loop tries again.
        WAITS,
        /// Not here: it is left to a thread that may wait.
        TOO_LONG
    }

    /// Event loop, whose the mailbox is now: handles what is short, and leaves the rest to another thread.
    private void drainHere() {
        Session open = session;
        FrontendMessage next = mailbox.peek();
        while (open != null && next != null && termination == null) {
            Tried tried = tryHere(open, next);
            if (tried == Tried.WAITS) {
                return;
            }
            patience.restore();
            if (tried == Tried.COMMITS) {
                return;
            }
            if (tried == Tried.TOO_LONG) {
                break;
            }
            mailbox.remove();
            next = mailbox.peek();
        }
        if (mailbox.release()) {
            services.executor().execute(this::drain);
        }
    }

    private Tried tryHere(Session open, FrontendMessage message) {
        if (out.isUnderWay()) {
            return Tried.TOO_LONG;
        }
        try {
            if (!skipping && commits(open.shortWork(), message)) {
                open.becameBusy();
                open.commitAhead().whenComplete((lsn, error) -> commitDone());
                return Tried.COMMITS;
            }
            if (skipping || isShort(open.shortWork(), message)) {
                open.withoutWaiting(() -> handle(message));
                return Tried.HANDLED;
            }
        } catch (WouldWaitException e) {
            Awaited awaited = e.awaited();
            if (awaited != null && patience.waitFor(awaited)) {
                return Tried.WAITS;
            }
            LOG.trace("message is handed over after all");
        } catch (RuntimeException | Error e) {
            // Thrown here it would leave the client without an answer: the thread that tries next gives one.
            LOG.error("message could not be tried in the event loop", e);
        }
        return Tried.TOO_LONG;
    }

    /// Any thread: the first message's commit has ended, well or not.
    private void commitDone() {
        try {
            channel.eventLoop().execute(() -> {
                FrontendMessage message = mailbox.poll();
                if (message != null) {
                    handle(message);
                }
                resumeReading();
                drainHere();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the node stops before a client has heard of its commit");
        }
    }

    private static boolean commits(ShortWork work, FrontendMessage message) {
        return switch (message) {
            case FrontendMessage.Query(String text) -> work.queryCommits(text);
            case FrontendMessage.Execute(String portal, int maxRows) -> work.executeCommits(portal);
            case FrontendMessage.Sync sync -> work.syncCommits();
            default -> false;
        };
    }

    private static boolean isShort(ShortWork work, FrontendMessage message) {
        return switch (message) {
            case FrontendMessage.Query(String text) -> work.query(text);
            case FrontendMessage.Parse parse -> work.parse(parse.text(), parse.parameterTypes());
            case FrontendMessage.Bind bind -> work.bind(bind.statement());
            case FrontendMessage.Describe(Target target, String name) ->
                target == Target.STATEMENT ? work.describeStatement(name) : work.describePortal(name);
            case FrontendMessage.Execute(String portal, int maxRows) -> work.execute(portal);
            case FrontendMessage.Sync sync -> work.sync();
            default -> false;
        };
    }

    /// Any thread: ends the connection with a FATAL error, after what has come before.
    void terminate(SqlException reason) {
        if (termination == null) {
            termination = reason;
        }
        if (mailbox.close()) {
            services.executor().execute(this::drain);
        }
    }

    /// Event loop: there is nobody to answer any more.
    void clientGone() {
        out.channelChanged();
        Session open = session;
        if (open != null) {
            open.abandon();
        }
        if (mailbox.close()) {
            services.executor().execute(this::drain);
        }
    }

    void writabilityChanged() {
        out.channelChanged();
    }

    /// Starts the session, then handles what has come meanwhile. Virtual thread.
    void run() {
        try {
            services.ready().run();
            services.sessions().environment().registry().enter();
            entered = true;
            session = new SessionStart(services, channel, new SessionStart.Login(startup, tls), out, mailbox)
                    .open(client);
            authenticated = true;
            framer.authenticated();
            ready();
        } catch (SqlException e) {
            termination = e;
            mailbox.close();
        } catch (RuntimeException | Error e) {
            LOG.error("connection could not be started", e);
            termination = new SqlException(SqlState.INTERNAL_ERROR, "internal error: " + e, e);
            mailbox.close();
        }
        drain();
    }

    private void drain() {
        while (termination == null) {
            FrontendMessage message = mailbox.poll();
            if (message == null) {
                break;
            }
            resumeReading();
            handle(message);
        }
        if (termination != null || mailbox.isClosed()) {
            end();
        }
    }

    /// A message was taken out of the mailbox: there may be room again.
    void resumeReading() {
        if (!channel.config().isAutoRead() && !mailbox.isFull()) {
            channel.config().setAutoRead(true);
        }
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Session open = session;
        try {
            if (open != null) {
                open.close();
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("session could not be closed cleanly", e);
        } finally {
            if (entered) {
                services.sessions().environment().registry().leave();
            }
        }
        SqlException reason = termination;
        if (reason != null && channel.isActive()) {
            out.sendAnyway(new BackendMessage.ErrorResponse(report("FATAL", reason)));
            out.flush();
        }
        out.discard();
        mailbox.clear();
        channel.eventLoop().execute(() -> channel.writeAndFlush(channel.alloc().buffer(0))
                .addListener(ChannelFutureListener.CLOSE));
    }

    private void handle(FrontendMessage message) {
        Session open = session;
        if (open == null) {
            return;
        }
        if (message instanceof FrontendMessage.Terminate) {
            open.leave();
            mailbox.close();
            end();
            return;
        }
        open.becameBusy();
        boolean ends = message instanceof FrontendMessage.Query
                || message instanceof FrontendMessage.Sync
                || message instanceof FrontendMessage.FunctionCall
                || message instanceof FrontendMessage.Undecoded(int type, byte[] body) && type == 'Q'
                || message instanceof FrontendMessage.Refused(int type, SqlException reason) && type == 'Q';
        if (skipping && !(message instanceof FrontendMessage.Sync)) {
            return;
        }
        try {
            dispatch(open, message);
        } catch (SqlException e) {
            failed(e, !ends);
        } catch (WouldWaitException e) {
            // The same message comes again, in a thread that may wait.
            throw e;
        } catch (RuntimeException | Error e) {
            // Nobody knows what state this session is in: it ends, with an answer.
            LOG.error("session failed unexpectedly", e);
            terminate(new SqlException(SqlState.INTERNAL_ERROR, "internal error: " + e, e));
        }
        if (ends && termination == null) {
            skipping = false;
            ready();
        }
    }

    private void failed(SqlException error, boolean skip) {
        skipping = skip;
        if (termination == null && channel.isActive()) {
            out.sendAnyway(new BackendMessage.ErrorResponse(report("ERROR", error)));
            if (skip) {
                // Nothing more comes before the client's Sync, which some send only once they have seen this.
                out.flush();
            }
        }
    }

    private static ReportFields report(String severity, SqlException error) {
        return error instanceof ReportedException reported ? reported.report() : ReportFields.of(severity, error);
    }

    private void dispatch(Session open, FrontendMessage message) {
        switch (message) {
            case FrontendMessage.Query(String text) -> open.query(text);
            case FrontendMessage.Parse parse -> open.parse(parse.statement(), parse.text(), parse.parameterTypes());
            case FrontendMessage.Bind bind ->
                open.bind(
                        bind.statement(),
                        new RemoteBinding(bind.portal(), bind.parameterFormats(), bind.values(), bind.resultFormats()));
            case FrontendMessage.Describe(Target target, String name) -> {
                switch (target) {
                    case STATEMENT -> open.describeStatement(name);
                    case PORTAL -> open.describePortal(name);
                }
            }
            case FrontendMessage.Execute(String portal, int maxRows) ->
                open.execute(portal, maxRows, mailbox.peek() instanceof FrontendMessage.Sync);
            case FrontendMessage.Close(Target target, String name) -> {
                switch (target) {
                    case STATEMENT -> open.closeStatement(name);
                    case PORTAL -> open.closePortal(name);
                }
            }
            case FrontendMessage.Sync sync -> open.sync();
            case FrontendMessage.Flush flush -> out.flush();
            case FrontendMessage.Undecoded undecoded -> dispatch(open, decoded(undecoded));
            case FrontendMessage.Refused(int type, SqlException reason) -> open.refuse(reason);
            case FrontendMessage.FunctionCall call ->
                throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "function calls by message are not supported");
            case FrontendMessage.CopyData late -> {
                // What was on its way when COPY failed.
            }
            case FrontendMessage.CopyDone late -> {
                // As above.
            }
            case FrontendMessage.CopyFail late -> {
                // As above.
            }
            case FrontendMessage.Password password ->
                terminate(new SqlException(SqlState.PROTOCOL_VIOLATION, "unexpected password message"));
            case FrontendMessage.Terminate terminate -> mailbox.close();
        }
    }

    private FrontendMessage decoded(FrontendMessage.Undecoded message) {
        try {
            return client.decode(message);
        } catch (SqlException e) {
            return new FrontendMessage.Refused(message.type(), e);
        }
    }

    private void ready() {
        Session open = session;
        if (open == null || !channel.isActive()) {
            return;
        }
        open.reportSettings();
        TransactionStatus status =
                switch (open.status()) {
                    case IDLE -> TransactionStatus.IDLE;
                    case IN_TRANSACTION -> TransactionStatus.IN_TRANSACTION;
                    case FAILED -> TransactionStatus.FAILED;
                };
        // Said before the client can hear it: its next message would find a timer that is not yet set.
        open.becameIdle();
        out.sendAnyway(new BackendMessage.ReadyForQuery(status));
        out.flush();
    }
}
