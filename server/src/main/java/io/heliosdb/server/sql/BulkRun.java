package io.heliosdb.server.sql;

import io.heliosdb.server.sql.exec.BulkInsert;
import io.heliosdb.server.sql.exec.ExecutionContext;
import io.heliosdb.server.sql.exec.Insert;
import io.heliosdb.server.sql.plan.Plan;
import io.heliosdb.server.txn.Savepoint;
import org.jspecify.annotations.Nullable;

/// One INSERT fed row by row; what it has written goes when it is closed before it was finished. Used by one thread.
final class BulkRun implements SqlEngine.Bulk {

    private final ExecutionContext execution;
    private final BulkInsert insert;
    private final Savepoint savepoint;
    private boolean finished;

    BulkRun(Plan plan, ExecutionContext execution, int parameters) {
        if (!(plan.root() instanceof Insert root)) {
            throw new IllegalArgumentException("not an INSERT of one row");
        }
        this.execution = execution;
        this.savepoint = execution.transaction().savepoint();
        this.insert = new BulkInsert(root, plan.shape(), execution, parameters);
    }

    @Override
    public void add(@Nullable Object[] values) {
        insert.add(values);
    }

    @Override
    public long finish() {
        long count = insert.finish();
        execution.transaction().release(savepoint);
        finished = true;
        return count;
    }

    @Override
    public void close() {
        execution.rows().close();
        execution.memory().close();
        if (!finished) {
            finished = true;
            execution.transaction().rollbackTo(savepoint);
        }
    }
}
