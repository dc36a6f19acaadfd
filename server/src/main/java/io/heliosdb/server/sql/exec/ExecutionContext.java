package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.LockWait;

/// What one execution works with.
///
/// @param tables looks up other tables and their expressions, for constraints
/// @param deferred checks put off to the end of the transaction
/// @param after checks put off to the end of the statement
/// @param rows counts what is read and changed
public record ExecutionContext(
        Transaction transaction,
        FunctionContext context,
        MemoryBudget memory,
        TableLookup tables,
        RowIds rowIds,
        DeferredChecks deferred,
        AfterStatement after,
        RowCounts rows) {

    /// How long to wait for a lock: the session's `lock_timeout`.
    LockWait lockWait() {
        return context.lockWait();
    }
}
