package io.heliosdb.server.sql.parse.ast;

import org.jspecify.annotations.Nullable;

/// Statements that begin and end transactions.
public sealed interface TransactionStatement extends Statement {

    /// @param start whether it was START TRANSACTION, which only the command tag shows
    record Begin(Modes modes, boolean start) implements TransactionStatement {}

    record Commit(boolean chain) implements TransactionStatement {}

    record Rollback(boolean chain) implements TransactionStatement {}

    record Savepoint(String name) implements TransactionStatement {}

    record Release(String name) implements TransactionStatement {}

    record RollbackTo(String name) implements TransactionStatement {}

    record PrepareTransaction(String id) implements TransactionStatement {}

    record CommitPrepared(String id) implements TransactionStatement {}

    record RollbackPrepared(String id) implements TransactionStatement {}

    /// What BEGIN and SET TRANSACTION may say; null where nothing was said.
    ///
    /// @param isolation `read committed` and so on, in lower case
    record Modes(
            @Nullable String isolation,
            @Nullable Boolean readOnly,
            @Nullable Boolean deferrable) {
        public static final Modes NONE = new Modes(null, null, null);
    }
}
