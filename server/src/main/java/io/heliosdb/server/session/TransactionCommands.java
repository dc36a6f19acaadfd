package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.session.TransactionBlock.State;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement.Modes;

/// BEGIN, COMMIT, ROLLBACK and savepoints, with PostgreSQL's warnings. Used by the session's thread.
final class TransactionCommands {

    private final SessionState state;
    private final TransactionBlock block;

    TransactionCommands(SessionState state) {
        this.state = state;
        this.block = state.block;
    }

    Execution run(TransactionStatement statement) {
        return switch (statement) {
            case TransactionStatement.Begin(Modes modes, boolean start) -> begin(modes, start);
            case TransactionStatement.Commit(boolean chain) -> commit(chain);
            case TransactionStatement.Rollback(boolean chain) -> rollback(chain);
            case TransactionStatement.Savepoint(String name) -> {
                checkInBlock("SAVEPOINT");
                block.savepoint(name, state.environment.sql(), state.cancellation());
                yield FixedRows.done("SAVEPOINT");
            }
            case TransactionStatement.Release(String name) -> {
                checkInBlock("RELEASE SAVEPOINT");
                block.release(name, state.cancellation());
                yield FixedRows.done("RELEASE");
            }
            case TransactionStatement.RollbackTo(String name) -> {
                checkInBlock("ROLLBACK TO SAVEPOINT");
                block.rollbackTo(name, state.cancellation());
                yield FixedRows.done("ROLLBACK");
            }
            case TransactionStatement.PrepareTransaction prepare -> prepare();
            case TransactionStatement.CommitPrepared(String id) -> throw notPrepared(id);
            case TransactionStatement.RollbackPrepared(String id) -> throw notPrepared(id);
        };
    }

    private static SqlException notPrepared(String id) {
        return new SqlException(
                SqlState.UNDEFINED_OBJECT, "prepared transaction with identifier \"" + id + "\" does not exist");
    }

    // As with PostgreSQL's default settings, no transaction can be prepared, and one that tries is over.
    private Execution prepare() {
        warnOutside();
        if (!inBlock()) {
            return FixedRows.done("ROLLBACK");
        }
        boolean failed = block.state() == State.FAILED;
        state.rollback();
        if (failed) {
            return FixedRows.done("ROLLBACK");
        }
        throw new SqlException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "prepared transactions are disabled")
                .withHint("Set max_prepared_transactions to a nonzero value.");
    }

    private Execution begin(Modes modes, boolean start) {
        if (block.state() == State.BLOCK) {
            state.notice(Notice.warning(SqlState.ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress"));
        }
        block.begin(modes);
        return FixedRows.done(start ? "START TRANSACTION" : "BEGIN");
    }

    private Execution commit(boolean chain) {
        checkChain("COMMIT AND CHAIN", chain);
        warnOutside();
        boolean failed = block.state() == State.FAILED;
        Modes modes = modes();
        if (failed) {
            state.rollback();
        } else {
            state.commit();
        }
        if (chain) {
            block.begin(modes);
        }
        return FixedRows.done(failed ? "ROLLBACK" : "COMMIT");
    }

    private Execution rollback(boolean chain) {
        checkChain("ROLLBACK AND CHAIN", chain);
        warnOutside();
        Modes modes = modes();
        state.rollback();
        if (chain) {
            block.begin(modes);
        }
        return FixedRows.done("ROLLBACK");
    }

    private Modes modes() {
        return new Modes(block.isolation().text(), block.isReadOnly(), block.isDeferrable());
    }

    private void warnOutside() {
        if (!inBlock()) {
            state.notice(Notice.warning(SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress"));
        }
    }

    private void checkChain(String command, boolean chain) {
        if (chain) {
            checkInBlock(command);
        }
    }

    private boolean inBlock() {
        return block.state() == State.BLOCK || block.state() == State.FAILED;
    }

    private void checkInBlock(String command) {
        if (!inBlock()) {
            throw new SqlException(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, command + " can only be used in transaction blocks");
        }
    }
}
