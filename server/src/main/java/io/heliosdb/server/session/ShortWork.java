package io.heliosdb.server.session;

import io.heliosdb.server.sql.SqlEngine.Analyzed;
import io.heliosdb.server.sql.SqlEngine.Shared;
import io.heliosdb.server.txn.IsolationLevel;
import io.heliosdb.server.txn.Transaction;
import org.jspecify.annotations.Nullable;

/// Tells which messages of the protocol are over within microseconds and need nobody else: such a message is
/// cheaper to handle where it arrives than to hand over to another thread. Used by the session's thread.
///
/// A "yes" may prove wrong (a lock is taken, this standby is behind): then the work ends with
/// `WouldWaitException`, having changed nothing.
public final class ShortWork {

    private final SessionState state;

    ShortWork(SessionState state) {
        this.state = state;
    }

    public boolean bind(String statement) {
        return isShort(state.statements.get(statement));
    }

    /// A statement that is known but for its literals; BEGIN.
    public boolean query(String text) {
        if (state.block.state() == TransactionBlock.State.IDLE && isBegin(text)) {
            return true;
        }
        Shared shared = state.shared(text);
        return shared != null && isShort(shared.analyzed());
    }

    private static boolean isBegin(String text) {
        return text.equalsIgnoreCase("begin") || text.equalsIgnoreCase("begin;");
    }

    public boolean describeStatement(String statement) {
        return bind(statement);
    }

    public boolean describePortal(String portal) {
        return execute(portal);
    }

    public boolean execute(String portal) {
        Portal found = state.portals.get(portal);
        return found != null && found.link == null && isShort(found.statement);
    }

    /// Ends an implicit transaction: short when there is nothing to commit.
    public boolean sync() {
        return switch (state.block.state()) {
            case IDLE, BLOCK, FAILED -> true;
            case IMPLICIT ->
                state.block.pinned().isEmpty()
                        && state.cursors.isEmpty()
                        && state.pendingNotifies.isEmpty()
                        && state.block.current().filter(Transaction::hasWrites).isEmpty();
        };
    }

    private boolean isShort(@Nullable PreparedStatement statement) {
        Analyzed analyzed = statement == null ? null : statement.analyzed;
        return analyzed != null && isShort(analyzed);
    }

    private boolean isShort(Analyzed analyzed) {
        return analyzed.isShort() && (analyzed.effects().writes() ? writesHere() : readsHere());
    }

    /// Whether a change is made by this node, and its commit comes later: that waits for the disk.
    private boolean writesHere() {
        return state.block.state() == TransactionBlock.State.BLOCK && !state.router.isStandby();
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
