package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SELECT … FOR UPDATE and its kin: locks the rows of each result row, leaves out those that are gone or no
/// longer fulfil the conditions, and shows changed ones as they are now.
///
/// @param conditions what a row that was changed meanwhile must fulfil
/// @param projection computes the result row again; null when nothing is projected
public record LockRows(PlanNode child, List<Lock> locks, List<Compiled> conditions, Basics.@Nullable Project projection)
        implements OneInput {

    /// @param waiting null to wait as the session's `lock_timeout` says
    public record Lock(
            RelationDef.Table table,
            RowCodec codec,
            int slot,
            RowLockMode mode,
            @Nullable LockWait waiting) {}

    @Override
    public RowSource start(Frame frame) {
        RowSource source = child.open(frame);
        return new RowSource() {
            @Override
            public boolean next() {
                while (source.next()) {
                    if (lockAll(frame)) {
                        return true;
                    }
                }
                return false;
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    private boolean lockAll(Frame frame) {
        boolean changed = false;
        Transaction transaction = frame.execution().transaction();
        for (Lock lock : locks) {
            if (!(frame.tuple(lock.slot) instanceof StoredTuple row)) {
                continue;
            }
            LockOutcome outcome = lock(frame, transaction, lock, row);
            if (outcome == LockOutcome.NOT_AVAILABLE) {
                return false;
            }
            if (outcome == LockOutcome.CHANGED) {
                Changes.checkMayFollow(transaction);
                byte[] latest = transaction.getLatest(lock.table.tree(), RowCodec.key(row.rowId()));
                if (latest == null) {
                    return false;
                }
                frame.set(lock.slot, new StoredTuple(lock.codec, row.rowId(), latest));
                changed = true;
            }
        }
        return !changed || recheck(frame);
    }

    private static LockOutcome lock(Frame frame, Transaction transaction, Lock lock, StoredTuple row) {
        LockWait wait = lock.waiting == null ? frame.execution().lockWait() : lock.waiting;
        try {
            return transaction.lockRow(lock.table.tree(), RowCodec.key(row.rowId()), lock.mode, wait);
        } catch (SqlException e) {
            if (e.state() == SqlState.LOCK_NOT_AVAILABLE && lock.waiting instanceof LockWait.NoWait) {
                throw new SqlException(
                        SqlState.LOCK_NOT_AVAILABLE,
                        "could not obtain lock on row in relation \"" + lock.table.name() + "\"");
            }
            throw e;
        }
    }

    private boolean recheck(Frame frame) {
        for (Compiled condition : conditions) {
            if (!condition.eval().isTrue(frame)) {
                return false;
            }
        }
        if (projection != null) {
            @Nullable
            Object[] values = new @Nullable Object[projection.targets().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = projection.targets().get(i).eval().eval(frame);
            }
            frame.set(projection.slot(), new ArrayTuple(values));
        }
        return true;
    }

    @Override
    public void describe(Description description) {
        description.title("LockRows", "");
    }
}
