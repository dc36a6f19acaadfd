package io.heliosdb.server.session;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.WouldWaitException;
import io.heliosdb.server.sql.ddl.Notices;
import io.heliosdb.server.txn.lock.LockOwner;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's session. Each method is one message of the protocol; it may block, answers through the {@link
/// Client}, and throws what ended it, after which the session's transaction has failed or is gone and the
/// caller reports the error. Used by one thread at a time, except {@link #cancel}, {@link #terminate}, {@link
/// #activity} and {@link #advertiseAnew}.
public final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /// What PostgreSQL reports by ParameterStatus whenever it changes.
    private static final List<String> REPORTED = List.of(
            "application_name",
            "client_encoding",
            "DateStyle",
            "default_transaction_read_only",
            "in_hot_standby",
            "integer_datetimes",
            "IntervalStyle",
            "is_superuser",
            "server_encoding",
            "server_version",
            "session_authorization",
            "standard_conforming_strings",
            "TimeZone");

    private static final int MAX_SHOWN_QUERY = 1024;

    private final SessionState state;
    private final SimpleQuery simple;
    private final ExtendedQuery extended;
    private final ShortWork shortWork;
    private final Map<String, String> reported = new HashMap<>();
    private long reportedVersion = -1;
    private Lsn reportedCommit = Lsn.ZERO;
    private volatile boolean advertiseAgain;
    private volatile Cancellation running = new Cancellation();

    /// Of a message that must not wait and would have had to: it is the next that comes, once more.
    private @Nullable Cancellation tried;

    private volatile Activity activity;
    private volatile SessionCounters.@Nullable End end;
    private volatile String applicationName = "";
    private final TransactionTimer transactionTimer;
    private @Nullable Future<?> idleTimer;
    private boolean mayWait = true;

    private record Activity(
            String state,
            String query,
            @Nullable Instant queryStart,
            Instant change,
            @Nullable Instant transactionStart) {}

    Session(SessionEnvironment environment, SessionIdentity identity, Client client, StatementRouter router) {
        this.state = new SessionState(environment, identity, client, router);
        StatementRunner runner = new StatementRunner(state);
        this.simple = new SimpleQuery(state, runner);
        this.extended = new ExtendedQuery(state, runner);
        this.shortWork = new ShortWork(state);
        this.transactionTimer =
                new TransactionTimer(state.settings, environment.clock(), environment.timers(), this::terminate);
        state.block.watch(transactionTimer);
        this.activity = new Activity("idle", "", null, identity.startedAt(), null);
        new SessionFunctions(state).provide();
        state.context.provide(LockOwner.class, state.owner);
        state.context.provide(SessionRegistry.class, environment.registry());
        Notices notices =
                (severity, code, message, fields) -> state.notice(new Notice(severity, code, message, fields));
        state.context.provide(Notices.class, notices);
        state.context.provide(StatementRouter.class, router);
    }

    void setStartup(String name, String value) {
        state.special.checkIdentity(name, value);
        state.settings.setStartup(name, value);
    }

    public SessionIdentity identity() {
        return state.identity;
    }

    /// A message that could not be taken: as a statement that fails.
    public void refuse(SqlException reason) {
        guard("", () -> {
            throw reason;
        });
    }

    /// Query: all statements of a text.
    public void query(String text) {
        guard(text, () -> {
            extended.closeStatement("");
            simple.run(text);
            state.forgetShared();
        });
    }

    /// @param typeOids 0 where the type is to be inferred
    public void parse(String name, String text, List<Integer> typeOids) {
        guard(text, () -> extended.parse(name, text, typeOids));
    }

    public void bind(String statement, PrimaryLink.RemoteBinding binding) {
        guard(shown(statement), () -> extended.bind(statement, binding));
    }

    public void describeStatement(String name) {
        guard(shown(name), () -> extended.describeStatement(name));
    }

    public void describePortal(String name) {
        guard(activity.query(), () -> extended.describePortal(name));
    }

    /// @param maxRows 0 for all
    /// @param syncFollows whether the next message is known to be a Sync
    public void execute(String portal, int maxRows, boolean syncFollows) {
        Portal found = state.portals.get(portal);
        String text = found == null ? "" : found.statement.parsed.text();
        guard(text, () -> extended.execute(portal, Math.max(0, maxRows), syncFollows));
    }

    public void closeStatement(String name) {
        extended.closeStatement(name);
        state.client.closeComplete();
    }

    public void closePortal(String name) {
        extended.closePortal(name);
        state.client.closeComplete();
    }

    /// Ends the implicit transaction.
    public void sync() {
        guard(activity.query(), extended::sync);
    }

    /// Which messages can be handled by a thread that must not wait, as {@link #withoutWaiting} does.
    public ShortWork shortWork() {
        return shortWork;
    }

    /// Handles one message of {@link #shortWork} in a thread that must not wait.
    ///
    /// @throws WouldWaitException when it would have to after all: the same message is then to be handled
    /// again, in a thread that may, or here once what it says is worth trying
    public void withoutWaiting(Runnable message) {
        mayWait = false;
        try {
            message.run();
        } finally {
            mayWait = true;
        }
    }

    /// Begins the commit that the next message, of which {@link ShortWork} says so, ends with, in a thread that
    /// must not wait. The message itself is to be handled once the future is complete, however it ends: then it
    /// finds its commit done. No other message may be handled before.
    ///
    /// @throws WouldWaitException when there is more to wait for than the log: the message is then to be
    ///     handled at once, in a thread that may wait
    public CompletableFuture<?> commitAhead() {
        Cancellation cancellation = Cancellation.withoutWaiting();
        running = cancellation;
        Activity last = activity;
        Instant now = state.environment.clock().instant();
        show(new Activity("active", last.query(), now, now, transactionStart()));
        CompletableFuture<?> outcome = state.block.commitAhead(cancellation);
        Future<?> timer = startTimer(cancellation);
        if (timer != null) {
            outcome.whenComplete((lsn, error) -> timer.cancel(false));
        }
        return outcome;
    }

    private void show(Activity next) {
        Activity last = activity;
        activity = next;
        SessionCounters counters = state.environment.registry().counters();
        if (last.state().equals("active")) {
            counters.active(last.change(), next.change());
        } else if (last.transactionStart() != null) {
            counters.idleInTransaction(last.change(), next.change());
        }
    }

    private String shown(String statement) {
        PreparedStatement found = state.statements.get(statement);
        return found == null ? "" : found.parsed.text();
    }

    private void guard(String text, Runnable work) {
        Cancellation cancellation = mayWait ? new Cancellation() : Cancellation.withoutWaiting();
        running = cancellation;
        Cancellation first = tried;
        if (first != null) {
            // Whoever cancelled the message between two tries meant this one as well.
            tried = null;
            first.onCancel(() -> cancellation.cancel(first.reason()));
        }
        state.forwarded = false;
        state.context.startStatement(cancellation);
        String shown = text.length() > MAX_SHOWN_QUERY ? text.substring(0, MAX_SHOWN_QUERY) : text;
        Instant now = state.context.statementStart();
        show(new Activity("active", shown, now, now, transactionStart()));
        Future<?> timer = startTimer(cancellation);
        try {
            work.run();
        } catch (WouldWaitException e) {
            if (mayWait) {
                state.fail();
                throw unexpected(e);
            }
            // The same message comes again.
            tried = cancellation;
            throw e;
        } catch (SqlException e) {
            state.fail();
            // The primary may have been asked to stop, and says that somebody asked: here it is known why.
            boolean asked = e.state() == SqlState.QUERY_CANCELED && cancellation.isCancelled();
            throw asked ? cancellation.reason() : inCharacters(e, text);
        } catch (OutOfMemoryError e) {
            state.fail();
            throw new SqlException(SqlState.OUT_OF_MEMORY, "out of memory", e);
        } catch (RuntimeException | Error e) {
            // Whatever it was, the client waits for an answer.
            state.fail();
            throw unexpected(e);
        } finally {
            if (timer != null) {
                timer.cancel(false);
            }
            if (state.block.isActive()) {
                transactionTimer.adjust();
            }
        }
    }

    /// Clients count characters, Java counts those beyond U+FFFF twice.
    private static SqlException inCharacters(SqlException error, String text) {
        int position = error.fields().position();
        if (position <= 1 || position > text.length() + 1) {
            return error;
        }
        int characters = text.codePointCount(0, position - 1) + 1;
        return characters == position ? error : error.withPosition(characters);
    }

    private static SqlException unexpected(Throwable e) {
        if (e instanceof StackOverflowError) {
            return new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded", e);
        }
        LOG.error("statement failed unexpectedly", e);
        return new SqlException(SqlState.INTERNAL_ERROR, "internal error: " + e, e);
    }

    private @Nullable Future<?> startTimer(Cancellation cancellation) {
        int timeout = state.settings.integer("statement_timeout");
        return timeout == 0
                ? null
                : after(timeout, () -> {
                    cancellation.cancel(
                            new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to statement timeout"));
                    state.router.cancel();
                });
    }

    private Future<?> after(long millis, Runnable task) {
        return state.environment.timers().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private @Nullable Instant transactionStart() {
        return state.block.isActive() ? state.block.start() : null;
    }

    /// The state that ReadyForQuery tells.
    public Status status() {
        return switch (state.block.state()) {
            case IDLE, IMPLICIT -> Status.IDLE;
            case BLOCK -> Status.IN_TRANSACTION;
            case FAILED -> Status.FAILED;
        };
    }

    /// The letters of ReadyForQuery.
    public enum Status {
        IDLE,
        IN_TRANSACTION,
        FAILED
    }

    /// Tells the client which reported settings have changed; before each ReadyForQuery.
    public void reportSettings() {
        if (state.identity.link() && !reportedCommit.equals(state.block.lastCommit())) {
            reportedCommit = state.block.lastCommit();
            state.client.parameterStatus("heliosdb.commit_lsn", reportedCommit.toString());
        }
        if (reportedVersion == state.settings.version() && !advertiseAgain) {
            return;
        }
        advertiseAgain = false;
        reportedVersion = state.settings.version();
        applicationName = state.settings.get("application_name");
        for (String name : REPORTED) {
            String value = state.special.show(name);
            if (!value.equals(reported.put(name, value))) {
                state.client.parameterStatus(name, value);
            }
        }
    }

    /// The role of this node may have changed; told to the client with the next answer.
    void advertiseAnew() {
        advertiseAgain = true;
    }

    /// The client has its answer and is waited for.
    public void becameIdle() {
        if (status() == Status.IDLE) {
            // A client hears of its own NOTIFY before it is told that it may go on.
            if (state.wentElsewhere && !state.channels.isEmpty()) {
                state.environment.notifications().catchUp();
            }
            state.wentElsewhere = false;
            state.inbox.open();
        }
        String shown =
                switch (status()) {
                    case IDLE -> "idle";
                    case IN_TRANSACTION -> "idle in transaction";
                    case FAILED -> "idle in transaction (aborted)";
                };
        Activity last = activity;
        show(new Activity(
                shown,
                last.query(),
                last.queryStart(),
                state.environment.clock().instant(),
                transactionStart()));
        boolean inTransaction = status() != Status.IDLE;
        int timeout =
                state.settings.integer(inTransaction ? "idle_in_transaction_session_timeout" : "idle_session_timeout");
        if (timeout > 0) {
            SqlException reason = inTransaction
                    ? new SqlException(
                            SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                            "terminating connection due to idle-in-transaction timeout")
                    : new SqlException(
                            SqlState.IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout");
            idleTimer = after(timeout, () -> {
                endsBecause(SessionCounters.End.FATAL);
                state.client.terminate(reason);
            });
        }
    }

    /// The client has sent something.
    public void becameBusy() {
        state.inbox.close();
        Future<?> timer = idleTimer;
        if (timer != null) {
            timer.cancel(false);
            idleTimer = null;
        }
    }

    /// Cancels the statement that runs, if any.
    public void cancel() {
        if (activity.state().equals("active")) {
            running.cancel(new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
            state.router.cancel();
        }
    }

    /// Ends the session: the client is told why.
    public void terminate(SqlException reason) {
        end(SessionCounters.End.FATAL, reason);
    }

    /// As {@link #terminate}, because an operator wants it.
    void kill(SqlException reason) {
        end(SessionCounters.End.KILLED, reason);
    }

    private void end(SessionCounters.End why, SqlException reason) {
        endsBecause(why);
        running.cancel(reason);
        state.router.cancel();
        state.client.terminate(reason);
    }

    // The first reason counts: whoever is told to go is gone soon after.
    private void endsBecause(SessionCounters.End why) {
        if (end == null) {
            end = why;
        }
    }

    /// The client says that it goes, whether or not it is gone already.
    public void leave() {
        if (end == SessionCounters.End.ABANDONED) {
            end = null;
        }
    }

    /// The client is gone: what runs for it is in vain.
    public void abandon() {
        endsBecause(SessionCounters.End.ABANDONED);
        running.cancel(new SqlException(SqlState.CONNECTION_FAILURE, "connection to client lost"));
        state.router.cancel();
    }

    public SessionActivity activity() {
        Activity now = activity;
        SessionIdentity identity = state.identity;
        return new SessionActivity(
                identity.pid(),
                identity.user(),
                identity.database(),
                applicationName,
                identity.clientAddress(),
                identity.clientPort(),
                identity.startedAt(),
                now.transactionStart(),
                now.queryStart(),
                now.change(),
                now.state(),
                now.query(),
                state.forwarded);
    }

    /// Rolls back and frees everything.
    @Override
    public void close() {
        becameBusy();
        Activity last = activity;
        Instant now = state.environment.clock().instant();
        show(new Activity(last.state(), last.query(), last.queryStart(), now, null));
        state.environment.registry().remove(this, end, now);
        state.context.startStatement(new Cancellation());
        state.rollback();
        state.temporary.dropAtEnd();
        state.cursors.values().forEach(SqlCursor::close);
        OwnCommands.stopListening(state, "");
        state.owner.close();
        state.router.close();
    }
}
