package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.ConstraintDef.ForeignKey;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.txn.IsolationLevel;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.RowLockMode;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Foreign keys from and to one table, within one execution: what a changed row makes necessary.
final class ForeignKeys {

    private final TableAccess access;
    private final ExecutionContext execution;
    private final boolean atOnce;
    private final boolean active;
    private final Map<Integer, RowIdList> waiting = new HashMap<>();

    /// @param atOnce whether the statement has ended, so that what is not deferred is due now
    ForeignKeys(TableAccess access, ExecutionContext execution, boolean atOnce) {
        this.access = access;
        this.execution = execution;
        this.atOnce = atOnce;
        RelationDef.Table table = access.table();
        boolean none = access.foreignKeys().isEmpty() && table.referencedBy().isEmpty();
        this.active = none || RowTriggers.fires(table.triggers().references(), execution);
    }

    private void due(Runnable task) {
        if (atOnce) {
            task.run();
        } else {
            execution.after().add(task);
        }
    }

    void inserted(long rowId, @Nullable Object[] values) {
        if (!active) {
            return;
        }
        for (ForeignKey key : access.foreignKeys()) {
            checkLater(key, rowId, values);
        }
    }

    void updated(StoredTuple old, @Nullable Object[] values, boolean[] changed) {
        if (!active) {
            return;
        }
        for (ForeignKey key : access.foreignKeys()) {
            if (anyChanged(key.columns(), changed)) {
                checkLater(key, old.rowId(), values);
            }
        }
        referencing(old, values, changed);
    }

    void deleted(StoredTuple old) {
        if (active) {
            referencing(old, null, null);
        }
    }

    private static boolean anyChanged(List<Integer> columns, boolean[] changed) {
        for (int column : columns) {
            if (changed[column]) {
                return true;
            }
        }
        return false;
    }

    private void checkLater(ForeignKey key, long rowId, @Nullable Object[] values) {
        @Nullable Object[] reference = pick(key.columns(), values);
        int nulls = 0;
        for (Object value : reference) {
            nulls += value == null ? 1 : 0;
        }
        if (nulls == reference.length) {
            return;
        }
        if (nulls > 0) {
            if (key.matchFull()) {
                throw ConstraintErrors.mixedNulls(access.table(), key);
            }
            return;
        }
        int table = access.table().oid();
        if (execution.deferred().isDeferred(key)) {
            execution.deferred().add(key.oid(), context -> checkReference(context, table, key, rowId));
        } else if (atOnce) {
            checkReference(execution, table, key, rowId);
        } else {
            checkAfterStatement(table, key, rowId);
        }
    }

    // A statement may leave millions of them: what is kept of each is its row.
    private void checkAfterStatement(int table, ForeignKey key, long rowId) {
        RowIdList rows = waiting.get(key.oid());
        if (rows == null) {
            RowIdList begun = new RowIdList();
            rows = begun;
            waiting.put(key.oid(), begun);
            execution.after().add(() -> {
                waiting.remove(key.oid());
                begun.forEach(row -> checkReference(execution, table, key, row));
            });
        }
        rows.add(rowId);
    }

    private static @Nullable Object[] pick(List<Integer> columns, @Nullable Object[] values) {
        @Nullable Object[] picked = new @Nullable Object[columns.size()];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[columns.get(i)];
        }
        return picked;
    }

    private static @Nullable Object[] pick(List<Integer> columns, Tuple row) {
        @Nullable Object[] picked = new @Nullable Object[columns.size()];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = row.get(columns.get(i));
        }
        return picked;
    }

    // The row as it is now: it may have been changed again or deleted since.
    private static void checkReference(ExecutionContext execution, int tableOid, ForeignKey key, long rowId) {
        TableAccess child = execution.tables().locked(tableOid, TableLockMode.ROW_EXCLUSIVE);
        RelationDef.Table table = child.table();
        byte[] row = execution.transaction().getLatest(table.tree(), RowCodec.key(rowId));
        if (row == null) {
            return;
        }
        @Nullable Object[] values = pick(key.columns(), new StoredTuple(child.codec(), rowId, row));
        if (Keys.hasNull(values)) {
            return;
        }
        TableAccess parent = execution.tables().locked(key.referencedTable(), TableLockMode.ROW_SHARE);
        if (!lockParent(execution, parent, key, values)) {
            checkNotSeen(execution, parent, key, values);
            throw ConstraintErrors.notPresent(table, key, parent.table(), values, execution.context());
        }
    }

    private static boolean lockParent(
            ExecutionContext execution, TableAccess parent, ForeignKey key, @Nullable Object[] values) {
        RowFinder finder = new RowFinder(parent, execution, key.referencedColumns());
        for (long rowId : finder.find(values)) {
            LockOutcome outcome = execution
                    .transaction()
                    .lockRow(parent.table().tree(), RowCodec.key(rowId), RowLockMode.KEY_SHARE, execution.lockWait());
            if (outcome != LockOutcome.CHANGED || finder.stillMatches(rowId, values)) {
                return true;
            }
        }
        return false;
    }

    // What the snapshot shows and is gone now was changed by a concurrent transaction.
    private static void checkNotSeen(
            ExecutionContext execution, TableAccess parent, ForeignKey key, @Nullable Object[] values) {
        if (execution.transaction().isolation() != IsolationLevel.READ_COMMITTED
                && new RowFinder(parent, execution, key.referencedColumns()).isInSnapshot(values)) {
            throw new SqlException(
                    SqlState.T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
        }
    }

    private void referencing(StoredTuple old, @Nullable Object @Nullable [] values, boolean @Nullable [] changed) {
        for (int oid : access.table().referencedBy()) {
            RelationDef.Table child = execution.tables().table(oid);
            for (ConstraintDef constraint : child.constraints()) {
                if (constraint instanceof ForeignKey key
                        && key.referencedTable() == access.table().oid()) {
                    referenced(child, key, old, values, changed);
                }
            }
        }
    }

    private void referenced(
            RelationDef.Table child,
            ForeignKey key,
            StoredTuple old,
            @Nullable Object @Nullable [] values,
            boolean @Nullable [] changed) {
        if (changed != null && !anyChanged(key.referencedColumns(), changed)) {
            return;
        }
        @Nullable Object[] before = pick(key.referencedColumns(), old);
        if (Keys.hasNull(before)) {
            return;
        }
        @Nullable Object[] after = values == null ? null : pick(key.referencedColumns(), values);
        if (after != null && same(before, after, key)) {
            return;
        }
        ConstraintDef.Action action = after == null ? key.onDelete() : key.onUpdate();
        ReferentialAction work = new ReferentialAction(access.table().oid(), child.oid(), key, before, after);
        switch (action) {
            case RESTRICT -> due(() -> work.refuse(execution, false));
            case NO_ACTION -> {
                if (execution.deferred().isDeferred(key)) {
                    execution.deferred().add(key.oid(), context -> work.refuse(context, true));
                } else {
                    due(() -> work.refuse(execution, true));
                }
            }
            case CASCADE, SET_NULL, SET_DEFAULT -> due(() -> work.act(execution, action));
        }
    }

    private boolean same(@Nullable Object[] before, @Nullable Object[] after, ForeignKey key) {
        for (int i = 0; i < before.length; i++) {
            Object a = before[i];
            Object b = after[i];
            int column = key.referencedColumns().get(i);
            if (a == null
                    || b == null
                    || access.table().columns().get(column).type().type().compare(a, b) != 0) {
                return false;
            }
        }
        return true;
    }
}
