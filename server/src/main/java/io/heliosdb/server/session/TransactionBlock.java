package io.heliosdb.server.session;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.parse.ast.TransactionStatement.Modes;
import io.heliosdb.server.txn.Durability;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.IsolationLevel;
import io.heliosdb.server.txn.Savepoint;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import io.heliosdb.server.txn.lock.LockOwner;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The state of a session's transaction. Used by the session's thread only.
///
/// | state | meaning | a statement's error makes it |
/// |---|---|---|
/// | IDLE | none | – |
/// | IMPLICIT | begun by a statement, ends with the message (simple) or at Sync (extended) | IDLE |
/// | BLOCK | begun by BEGIN | FAILED |
/// | FAILED | only its end or a return to a savepoint is accepted | – |
///
/// A transaction has a local part (reads on a standby, everything on the primary) and, once it has written on a
/// standby, a part on the primary to which it is pinned; the local part is then only kept for cursors opened
/// before.
final class TransactionBlock {

    enum State {
        IDLE,
        IMPLICIT,
        BLOCK,
        FAILED
    }

    /// @param constraintModes brings back what SET CONSTRAINTS had said
    private record NamedSavepoint(
            String name, @Nullable Savepoint local, int settingsDepth, Runnable constraintModes) {}

    private final Engine engine;
    private final LockOwner owner;
    private final Settings settings;
    private final Clock clock;
    private final SessionCounters counters;
    private final List<NamedSavepoint> savepoints = new ArrayList<>();
    private State state = State.IDLE;
    private IsolationLevel isolation = IsolationLevel.READ_COMMITTED;
    private boolean readOnly;
    private boolean deferrable;
    private boolean used;
    private boolean several;
    private int executed;
    private Instant start = Instant.EPOCH;
    private Lsn lastCommit = Lsn.ZERO;
    private @Nullable Transaction local;
    private @Nullable CompletableFuture<Lsn> ahead;
    private @Nullable PrimaryLink pinned;
    private @Nullable TransactionTimer timer;

    TransactionBlock(Engine engine, LockOwner owner, Settings settings, Clock clock, SessionCounters counters) {
        this.engine = engine;
        this.owner = owner;
        this.settings = settings;
        this.clock = clock;
        this.counters = counters;
    }

    /// Tells a timer when transactions begin and end.
    void watch(TransactionTimer watch) {
        timer = watch;
    }

    State state() {
        return state;
    }

    /// Whether it is a block to the statements in it: opened by BEGIN, or one Query's several statements.
    boolean isBlock() {
        return state == State.BLOCK || state == State.FAILED || state == State.IMPLICIT && several;
    }

    /// Whether a pipeline has executed something in this transaction already.
    boolean isPipeline() {
        return state == State.IMPLICIT && executed > 1;
    }

    /// Whether one Query has brought several statements.
    void several(boolean brought) {
        several = brought;
    }

    /// The client executes another statement.
    void countExecuted() {
        executed++;
    }

    boolean isActive() {
        return state != State.IDLE;
    }

    Instant start() {
        return start;
    }

    IsolationLevel isolation() {
        return state == State.IDLE ? defaultIsolation() : isolation;
    }

    boolean isReadOnly() {
        return state == State.IDLE ? settings.bool("default_transaction_read_only") : readOnly;
    }

    boolean isDeferrable() {
        return state == State.IDLE ? settings.bool("default_transaction_deferrable") : deferrable;
    }

    /// End of this session's last own commit that wrote something here.
    Lsn lastCommit() {
        return lastCommit;
    }

    Optional<PrimaryLink> pinned() {
        return Optional.ofNullable(pinned);
    }

    Optional<Transaction> current() {
        return Optional.ofNullable(local);
    }

    /// Begins an implicit transaction if there is none.
    void ensureStarted() {
        if (state == State.IDLE) {
            start(State.IMPLICIT, Modes.NONE);
        }
    }

    /// BEGIN: begins a block, or makes the implicit transaction one.
    void begin(Modes modes) {
        if (state == State.IDLE) {
            start(State.BLOCK, modes);
        } else {
            state = State.BLOCK;
            setModes(modes);
        }
    }

    private void start(State begun, Modes modes) {
        isolation = defaultIsolation();
        readOnly = settings.bool("default_transaction_read_only");
        deferrable = settings.bool("default_transaction_deferrable");
        start = clock.instant();
        used = false;
        executed = 0;
        state = begun;
        settings.push();
        setModes(modes);
        if (timer != null) {
            timer.begin();
        }
    }

    private IsolationLevel defaultIsolation() {
        return level(settings.get("default_transaction_isolation"));
    }

    static IsolationLevel level(String text) {
        for (IsolationLevel level : IsolationLevel.values()) {
            if (level.text().equalsIgnoreCase(text)) {
                return level;
            }
        }
        return IsolationLevel.READ_COMMITTED;
    }

    /// SET TRANSACTION.
    ///
    /// @throws SqlException 25001 when it is too late for what is asked
    void setModes(Modes modes) {
        if (modes.isolation() != null && level(modes.isolation()) != isolation) {
            if (used) {
                throw new SqlException(
                        SqlState.ACTIVE_SQL_TRANSACTION,
                        "SET TRANSACTION ISOLATION LEVEL must be called before any query");
            }
            if (!savepoints.isEmpty()) {
                throw new SqlException(
                        SqlState.ACTIVE_SQL_TRANSACTION,
                        "SET TRANSACTION ISOLATION LEVEL must not be called in a subtransaction");
            }
            isolation = level(modes.isolation());
        }
        if (modes.readOnly() != null) {
            if (!savepoints.isEmpty() && readOnly && !modes.readOnly()) {
                throw new SqlException(
                        SqlState.ACTIVE_SQL_TRANSACTION,
                        "cannot set transaction read-write mode inside a read-only transaction");
            }
            if (used && readOnly && !modes.readOnly()) {
                throw new SqlException(
                        SqlState.ACTIVE_SQL_TRANSACTION, "transaction read-write mode must be set before any query");
            }
            readOnly = modes.readOnly();
        }
        if (modes.deferrable() != null) {
            deferrable = modes.deferrable();
        }
        if (local != null && !used) {
            local.configure(isolation, readOnly);
        }
    }

    /// The local transaction, begun if need be.
    Transaction local() {
        Transaction transaction = local;
        if (transaction == null) {
            transaction = engine.begin(new TransactionOptions(isolation, readOnly, deferrable, Lsn.ZERO, owner));
            local = transaction;
        }
        return transaction;
    }

    /// Begins a statement in the local transaction.
    Transaction startStatement(Cancellation cancellation) {
        Transaction transaction = local();
        transaction.startStatement(cancellation);
        used = true;
        return transaction;
    }

    /// A read-only transaction refuses what writes.
    void checkMayWrite(String command) {
        if (readOnly) {
            throw new SqlException(
                    SqlState.READ_ONLY_SQL_TRANSACTION, "cannot execute " + command + " in a read-only transaction");
        }
    }

    /// From now on everything of this transaction runs on the primary.
    void pin(PrimaryLink link, Cancellation cancellation) {
        String modes = "BEGIN ISOLATION LEVEL " + isolation.text() + (readOnly ? " READ ONLY" : " READ WRITE")
                + (deferrable ? " DEFERRABLE" : " NOT DEFERRABLE");
        link.runHidden(modes, cancellation);
        pinned = link;
        used = true;
        for (NamedSavepoint savepoint : savepoints) {
            link.runHidden("SAVEPOINT " + Identifiers.quote(savepoint.name), cancellation);
        }
    }

    void savepoint(String name, SqlEngine sql, Cancellation cancellation) {
        if (pinned != null) {
            pinned.runHidden("SAVEPOINT " + Identifiers.quote(name), cancellation);
        }
        settings.push();
        Savepoint made = pinned == null ? local().savepoint() : null;
        Runnable modes = pinned == null ? sql.keepDeferred(local()) : () -> {};
        savepoints.add(new NamedSavepoint(name, made, settings.depth() - 1, modes));
    }

    void release(String name, Cancellation cancellation) {
        int index = find(name);
        if (pinned != null) {
            pinned.runHidden("RELEASE SAVEPOINT " + Identifiers.quote(name), cancellation);
        }
        NamedSavepoint savepoint = savepoints.get(index);
        if (local != null && savepoint.local != null) {
            local.release(savepoint.local);
        }
        settings.release(savepoint.settingsDepth);
        savepoints.subList(index, savepoints.size()).clear();
    }

    void rollbackTo(String name, Cancellation cancellation) {
        int index = find(name);
        NamedSavepoint savepoint = savepoints.get(index);
        if (pinned != null) {
            pinned.runHidden("ROLLBACK TO SAVEPOINT " + Identifiers.quote(name), cancellation);
            pinned.forgetCarried();
        }
        if (local != null && savepoint.local != null) {
            local.rollbackTo(savepoint.local);
        }
        savepoint.constraintModes.run();
        settings.rollbackTo(savepoint.settingsDepth);
        savepoints.subList(index + 1, savepoints.size()).clear();
        state = State.BLOCK;
    }

    private int find(String name) {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (savepoints.get(i).name.equals(name)) {
                return i;
            }
        }
        throw new SqlException(SqlState.S_E_INVALID_SPECIFICATION, "savepoint \"" + name + "\" does not exist");
    }

    /// Begins to commit what the transaction has written here: {@link #commit} comes when the future is
    /// complete, and only reads the outcome.
    ///
    /// @throws io.heliosdb.server.common.WouldWaitException when `cancellation` forbids to wait and there is
    ///     more to wait for than the log; nothing has happened then
    CompletableFuture<Lsn> commitAhead(Cancellation cancellation) {
        Transaction transaction = local();
        transaction.setDurability(durability());
        transaction.watch(cancellation);
        CompletableFuture<Lsn> outcome = transaction.commitAsync();
        ahead = outcome;
        return outcome;
    }

    /// Ends the transaction, keeping what it did; after an error it is over as well, rolled back or uncertain.
    void commit(Cancellation cancellation) {
        PrimaryLink link = pinned;
        Transaction transaction = local;
        boolean committed = false;
        try {
            if (link != null) {
                committed = link.runHidden("COMMIT", cancellation).equals("COMMIT");
            } else if (transaction != null) {
                lastCommit = commit(transaction, cancellation);
                committed = true;
            } else {
                committed = true;
            }
            count(committed);
        } catch (SqlException e) {
            // What is in doubt is neither.
            if (e.state() != SqlState.TRANSACTION_RESOLUTION_UNKNOWN) {
                count(false);
            }
            throw e;
        } finally {
            end(committed);
        }
    }

    private Lsn commit(Transaction transaction, Cancellation cancellation) {
        CompletableFuture<Lsn> begun = ahead;
        if (begun != null) {
            return outcome(begun);
        }
        boolean wrote = transaction.hasWrites();
        transaction.setDurability(durability());
        transaction.watch(cancellation);
        Lsn end = transaction.commit();
        return wrote ? end : lastCommit;
    }

    private static Lsn outcome(CompletableFuture<Lsn> complete) {
        return switch (complete.state()) {
            case SUCCESS -> complete.resultNow();
            case FAILED ->
                throw complete.exceptionNow() instanceof SqlException error
                        ? error
                        : new SqlException(
                                SqlState.INTERNAL_ERROR,
                                "commit failed: " + complete.exceptionNow(),
                                complete.exceptionNow());
            case RUNNING, CANCELLED -> throw new IllegalStateException("the outcome of the commit is awaited first");
        };
    }

    /// Ends the transaction, undoing what it did. Never fails: a lost primary undoes its part by itself.
    void rollback(Cancellation cancellation) {
        PrimaryLink link = pinned;
        try {
            if (link != null && link.isOpen()) {
                link.runHidden("ROLLBACK", cancellation);
            }
        } catch (SqlException e) {
            LinkLog.rollbackNotConfirmed(e);
        } finally {
            if (link != null) {
                link.forgetCarried();
            }
            count(false);
            end(false);
        }
    }

    // The primary counts what ended there.
    private void count(boolean committed) {
        if (state != State.IDLE && pinned == null) {
            counters.transactionEnded(committed);
        }
    }

    private void end(boolean committed) {
        Transaction transaction = local;
        local = null;
        ahead = null;
        pinned = null;
        savepoints.clear();
        state = State.IDLE;
        settings.endTransaction(committed);
        if (timer != null) {
            timer.end();
        }
        if (transaction != null) {
            transaction.rollback();
        }
    }

    /// A statement failed.
    void fail(Cancellation cancellation) {
        switch (state) {
            case IDLE, FAILED -> {
                // Nothing is open, or it is known already.
            }
            case IMPLICIT -> rollback(cancellation);
            case BLOCK -> {
                state = State.FAILED;
                undo();
            }
        }
    }

    // What can no longer be committed is undone at once, so that nobody waits for its locks until the client
    // notices.
    private void undo() {
        Transaction transaction = local;
        if (transaction == null) {
            return;
        }
        Savepoint last = savepoints.isEmpty() ? null : savepoints.getLast().local;
        if (last != null) {
            transaction.rollbackTo(last);
        } else if (savepoints.isEmpty()) {
            transaction.rollback();
            local = null;
        }
    }

    /// Whether an error has undone all of the transaction: no savepoint is left to return to.
    boolean isUndone() {
        return state == State.FAILED && savepoints.isEmpty();
    }

    private Durability durability() {
        return switch (settings.get("synchronous_commit")) {
            case "off" -> Durability.OFF;
            case "local" -> Durability.LOCAL;
            case "remote_write" -> Durability.REMOTE_WRITE;
            case "remote_apply" -> Durability.REMOTE_APPLY;
            default -> Durability.ON;
        };
    }
}
