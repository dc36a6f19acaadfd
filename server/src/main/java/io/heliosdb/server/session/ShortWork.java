package io.heliosdb.server.session;

import io.heliosdb.server.sql.SqlEngine.Analyzed;
import io.heliosdb.server.sql.SqlEngine.Shared;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.txn.IsolationLevel;
import io.heliosdb.server.txn.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells which messages of the protocol are over within microseconds and need nobody else: such a message is
/// cheaper to handle where it arrives than to hand over to another thread. Used by the session's thread.
///
/// A "yes" may prove wrong (a lock is taken, this standby is behind): then the work ends with
/// `WouldWaitException`, having changed nothing.
///
/// What commits waits for the disk, and perhaps for standbys, but for nothing else: it is begun ahead ({@link
/// #syncCommits}, {@link #queryCommits}, {@link #executeCommits}), and short once that is done.
public final class ShortWork {

    private static final Set<String> BEGIN = Set.of("BEGIN", "BEGIN;");
    private static final Set<String> COMMIT = Set.of("COMMIT", "COMMIT;", "END", "END;");
    private static final Set<String> ROLLBACK = Set.of("ROLLBACK", "ROLLBACK;");
    private static final int LONGEST = "ROLLBACK;".length();

    private final SessionState state;

    ShortWork(SessionState state) {
        this.state = state;
    }

    /// A statement that another session, or this one, has analyzed before; the control of a transaction.
    public boolean parse(String text, List<Integer> typeOids) {
        String control = control(text);
        return BEGIN.contains(control)
                || COMMIT.contains(control)
                || ROLLBACK.contains(control)
                || state.mayKnow() && isShort(state.known(text, typeOids));
    }

    public boolean bind(String statement) {
        PreparedStatement found = state.statements.get(statement);
        return found != null && (isControl(found.parsed.statement()) || isShort(found.analyzed));
    }

    public boolean describeStatement(String statement) {
        return bind(statement);
    }

    public boolean describePortal(String portal) {
        Portal found = state.portals.get(portal);
        return found != null
                && found.link == null
                && (isControl(found.statement.parsed.statement()) || isShort(found.statement.analyzed));
    }

    public boolean execute(String portal) {
        Portal found = state.portals.get(portal);
        if (found == null || found.link != null) {
            return false;
        }
        Statement tree = found.statement.parsed.statement();
        return tree instanceof TransactionStatement control ? isShort(control) : isShort(found.statement.analyzed);
    }

    /// A statement that is known but for its literals; the control of a transaction.
    public boolean query(String text) {
        String control = control(text);
        if (BEGIN.contains(control)) {
            return true;
        }
        if (COMMIT.contains(control) || ROLLBACK.contains(control)) {
            return endsShortly();
        }
        Shared shared = state.shared(text);
        // An implicit transaction would commit within the same message.
        return shared != null
                && isShort(shared.analyzed())
                && (!shared.analyzed().effects().writes() || state.block.state() == TransactionBlock.State.BLOCK);
    }

    /// Ends an implicit transaction: short when there is nothing to commit.
    public boolean sync() {
        return switch (state.block.state()) {
            case IDLE, BLOCK, FAILED -> true;
            case IMPLICIT -> endsShortly();
        };
    }

    /// Whether a Sync ends with a commit that can be begun ahead.
    public boolean syncCommits() {
        return state.block.state() == TransactionBlock.State.IMPLICIT && commitsHere();
    }

    /// Whether a Query does.
    public boolean queryCommits(String text) {
        return state.block.state() == TransactionBlock.State.BLOCK && COMMIT.contains(control(text)) && commitsHere();
    }

    /// Whether an Execute does.
    public boolean executeCommits(String portal) {
        Portal found = state.portals.get(portal);
        return found != null
                && found.statement.parsed.statement() instanceof TransactionStatement.Commit
                && state.block.state() == TransactionBlock.State.BLOCK
                && commitsHere();
    }

    private boolean commitsHere() {
        return holdsNothingElsewhere()
                && state.block
                        .current()
                        .filter(t -> t.hasWrites()
                                && !state.temporary.hasOnCommit()
                                && !state.environment.sql().hasDeferred(t))
                        .isPresent();
    }

    private boolean endsShortly() {
        return holdsNothingElsewhere()
                && state.pendingNotifies.isEmpty()
                && state.block.current().filter(Transaction::hasWrites).isEmpty();
    }

    /// Whether the transaction's end is this node's affair, and no cursor has to be kept or closed.
    private boolean holdsNothingElsewhere() {
        return state.block.pinned().isEmpty() && state.cursors.isEmpty();
    }

    private static String control(String text) {
        return text.length() > LONGEST ? "" : text.toUpperCase(Locale.ROOT);
    }

    private static boolean isControl(Statement tree) {
        return tree instanceof TransactionStatement;
    }

    private boolean isShort(TransactionStatement control) {
        return switch (control) {
            case TransactionStatement.Begin begin -> true;
            case TransactionStatement.Commit commit -> endsShortly();
            case TransactionStatement.Rollback rollback -> endsShortly();
            case TransactionStatement.Savepoint savepoint -> false;
            case TransactionStatement.Release release -> false;
            case TransactionStatement.RollbackTo rollback -> false;
            case TransactionStatement.PrepareTransaction prepare -> false;
            case TransactionStatement.CommitPrepared prepared -> false;
            case TransactionStatement.RollbackPrepared prepared -> false;
        };
    }

    private boolean isShort(@Nullable Analyzed analyzed) {
        return analyzed != null && analyzed.isShort() && (analyzed.effects().writes() ? writesHere() : readsHere());
    }

    /// Whether a change is made by this node, in a transaction that goes on.
    private boolean writesHere() {
        return !state.router.isStandby()
                && state.block.state() != TransactionBlock.State.FAILED
                && state.block.pinned().isEmpty();
    }

    /// Whether a read needs neither the primary nor its position.
    private boolean readsHere() {
        if (state.block.state() == TransactionBlock.State.FAILED
                || state.block.pinned().isPresent()) {
            return false;
        }
        boolean alone = !state.block.isActive() || state.block.isolation() == IsolationLevel.READ_COMMITTED;
        return !state.router.isStandby()
                || alone && !state.settings.get("heliosdb.read_consistency").equals("strong");
    }
}
