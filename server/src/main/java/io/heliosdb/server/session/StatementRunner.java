package io.heliosdb.server.session;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.SqlEngine.Analyzed;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.SqlEngine.Scope;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.tree.Effects;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.IsolationLevel;
import io.heliosdb.server.txn.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Analyzes statements, decides where they run and opens those that run here. Used by the session's thread.
final class StatementRunner {

    private final SessionState state;
    private final SqlEngine sql;
    private final OwnCommands commands;

    StatementRunner(SessionState state) {
        this.state = state;
        this.sql = state.environment.sql();
        this.commands = new OwnCommands(state, this);
    }

    /// A failed transaction accepts only its end.
    void checkNotFailed(Statement statement) {
        if (state.block.state() == TransactionBlock.State.FAILED && !StatementKinds.endsOrRewinds(statement)) {
            throw new SqlException(
                    SqlState.IN_FAILED_SQL_TRANSACTION,
                    "current transaction is aborted, commands ignored until end of transaction block");
        }
    }

    /// Finds out what a statement means, unless that is known and still true, or only the primary can know it.
    void analyze(PreparedStatement statement) {
        Statement tree = statement.parsed.statement();
        if (StatementKinds.ownEffects(tree).isPresent()) {
            PreparedStatement inner = commands.inner(statement.parsed);
            statement.inner = inner;
            if (inner != null) {
                analyze(inner);
            }
            return;
        }
        if (state.block.pinned().isPresent()) {
            return;
        }
        if (state.temporary.areOnPrimary()) {
            statement.analyzed = null;
            return;
        }
        awaitReads();
        Scope scope = startStatement();
        Analyzed known = statement.analyzed;
        if (known != null && !known.isStale(scope)) {
            return;
        }
        List<@Nullable Type> types = known == null ? statement.declaredTypes : new ArrayList<>(known.parameterTypes());
        statement.analyzed = null;
        try {
            Analyzed found = sql.analyze(statement.parsed, scope, types);
            statement.analyzed = known;
            statement.found(found);
        } catch (SqlException e) {
            boolean unknownName = e.state().isInClass("42") || e.state() == SqlState.INVALID_SCHEMA_NAME;
            if (!(unknownName && state.router.isStandby() && StatementKinds.alwaysWrites(tree))) {
                throw e;
            }
            // It may be about something that the primary has and this standby not yet: the primary is the judge.
            if (place(statement).isEmpty()) {
                throw e;
            }
        }
    }

    /// The scope of a new statement in the local transaction.
    Scope startStatement() {
        Transaction transaction = state.block.startStatement(state.cancellation());
        state.context.provide(Transaction.class, transaction);
        return new Scope(transaction, state.context);
    }

    /// Where a statement runs: empty for here.
    Optional<PrimaryLink> place(PreparedStatement statement) {
        PreparedStatement inner = statement.inner;
        if (inner != null) {
            return place(inner);
        }
        Statement tree = statement.parsed.statement();
        Optional<Effects> own = StatementKinds.ownEffects(tree);
        Effects effects = own.orElseGet(() -> {
            Analyzed known = statement.analyzed;
            return known == null ? Effects.WRITE : known.effects();
        });
        boolean toNoEffect = tree instanceof SessionStatement.SetConstraints
                && (state.block.state() != TransactionBlock.State.BLOCK || state.block.isReadOnly());
        if (toNoEffect) {
            return state.block.pinned();
        }
        if (effects.transactionControl() || effects.sessionOnly()) {
            return commands.belongsToPrimary(tree) ? state.router.link() : Optional.empty();
        }
        Optional<PrimaryLink> pinned = state.block.pinned();
        if (pinned.isPresent()) {
            return pinned;
        }
        if (state.temporary.areOnPrimary()) {
            return state.router.route(Effects.WRITE, false, false);
        }
        if (effects.writes() && !StatementKinds.changesNothing(tree)) {
            checkMayWrite(statement);
        }
        if (state.block.isReadOnly() && tree instanceof UtilityStatement.LockTable) {
            effects = readersLock(tree, effects);
        }
        boolean whole = state.block.isActive()
                && state.block.isolation() != IsolationLevel.READ_COMMITTED
                && !state.block.isReadOnly();
        return state.router.route(effects, state.block.isReadOnly(), whole);
    }

    /// LOCK TABLE in a transaction that only reads, as pg_dump's does, is a reader's lock where it runs.
    private Effects readersLock(Statement lock, Effects effects) {
        if (!state.router.isStandby()) {
            return effects;
        }
        if (!StatementKinds.isWeakLock(lock)) {
            throw new SqlException(
                    SqlState.READ_ONLY_SQL_TRANSACTION,
                    "cannot execute LOCK TABLE in a read-only transaction of a standby");
        }
        return Effects.READ;
    }

    private void checkMayWrite(PreparedStatement statement) {
        if (state.block.isReadOnly()) {
            throw new SqlException(
                    SqlState.READ_ONLY_SQL_TRANSACTION,
                    String.format(
                            Locale.ROOT,
                            "cannot execute %s in a read-only transaction",
                            StatementKinds.command(statement.parsed.statement(), statement.parsed.sql())));
        }
    }

    /// Makes a link ready for the next statement: settings, and the transaction when it is to be pinned.
    void prepareLink(PrimaryLink link, boolean alone) {
        link.carry(CarriedSettings.of(state));
        boolean pin = state.block.pinned().isEmpty() && (!alone || state.block.state() == TransactionBlock.State.BLOCK);
        if (pin) {
            state.block.pin(link, state.cancellation());
        }
    }

    /// What a statement returns; empty for none, and for one that only the primary knows.
    List<OutputColumn> columns(PreparedStatement statement) {
        Analyzed known = statement.analyzed;
        return known != null ? known.columns() : commands.columns(statement);
    }

    /// Whether nothing but the primary can say what a statement returns.
    boolean isKnownOnPrimaryOnly(PreparedStatement statement) {
        PreparedStatement inner = statement.inner;
        if (inner != null) {
            return isKnownOnPrimaryOnly(inner);
        }
        return statement.analyzed == null
                && (StatementKinds.ownEffects(statement.parsed.statement()).isEmpty()
                        || commands.belongsToPrimary(statement.parsed.statement()));
    }

    /// Runs a statement here; for a data statement {@link #analyze} or {@link #startStatement} has come before.
    Execution open(PreparedStatement statement, List<@Nullable Object> parameters) {
        Analyzed analyzed = statement.analyzed;
        if (analyzed == null) {
            return commands.open(statement);
        }
        Scope scope = new Scope(state.block.local(), state.context);
        if (analyzed.effects().writes() && !StatementKinds.changesNothing(statement.parsed.statement())) {
            checkMayWrite(statement);
        }
        Analyzed locked = sql.lock(analyzed, scope);
        statement.found(locked);
        Execution execution = sql.execute(locked, scope, parameters);
        state.temporary.ran(statement.parsed.statement(), false);
        return execution;
    }

    /// Waits until a standby has applied what the next read must have seen.
    void awaitReads() {
        if (!state.router.isStandby()) {
            return;
        }
        String consistency = state.settings.get("heliosdb.read_consistency");
        if (consistency.equals("eventual")) {
            return;
        }
        Lsn after = state.router.readAfter(consistency.equals("strong"), state.cancellation());
        awaitVisible(after, Duration.ofMillis(state.settings.integer("heliosdb.read_wait_timeout")));
    }

    /// @throws SqlException 55000 when the limit passed first
    void awaitVisible(Lsn after, Duration limit) {
        boolean seen = state.environment.engine().visibleLsn().compareTo(after) >= 0
                || state.environment.engine().awaitVisible(after, limit, state.cancellation());
        if (!seen) {
            throw new SqlException(
                            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "this standby has not applied the log up to " + after + " within " + limit.toMillis()
                                    + " ms")
                    .withHint("Set heliosdb.read_consistency to eventual to read what is there.");
        }
    }
}
