package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.ConstraintDef.ForeignKey;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.txn.lock.RowLockMode;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What happens to rows that refer to a key that is gone.
///
/// @param before the key's values
/// @param after the values that replace them; null when the row was deleted
record ReferentialAction(
        int parentOid,
        int childOid,
        ForeignKey key,
        @Nullable Object[] before,
        @Nullable Object @Nullable [] after) {

    /// Fails when some row still refers to the old key.
    ///
    /// @param unlessBack whether another row may have taken the key meanwhile (NO ACTION, unlike RESTRICT)
    void refuse(ExecutionContext execution, boolean unlessBack) {
        TableAccess parent = execution.tables().locked(parentOid, TableLockMode.ROW_SHARE);
        TableAccess child = execution.tables().locked(childOid, TableLockMode.ROW_SHARE);
        if (unlessBack
                && !new RowFinder(parent, execution, key.referencedColumns())
                        .find(before)
                        .isEmpty()) {
            return;
        }
        RowFinder finder = new RowFinder(child, execution, key.columns());
        for (long rowId : finder.find(before)) {
            // Somebody may be about to delete the row, or to let it refer to another key.
            execution
                    .transaction()
                    .lockRow(child.table().tree(), RowCodec.key(rowId), RowLockMode.KEY_SHARE, execution.lockWait());
            if (finder.stillMatches(rowId, before)) {
                throw ConstraintErrors.stillReferenced(parent.table(), key, child.table(), before, execution.context());
            }
        }
    }

    /// Deletes or changes the referring rows.
    void act(ExecutionContext execution, ConstraintDef.Action action) {
        TableAccess access = execution.tables().locked(childOid, TableLockMode.ROW_EXCLUSIVE);
        if (access.triggers() == null) {
            act(execution, action, access);
        } else {
            execution.context().service(TriggerFunctions.class).reference(() -> act(execution, action, access));
        }
    }

    private void act(ExecutionContext execution, ConstraintDef.Action action, TableAccess access) {
        RelationDef.Table child = access.table();
        RowFinder finder = new RowFinder(access, execution, key.columns());
        TableWriter writer = new TableWriter(access, execution);
        boolean deletes = action == ConstraintDef.Action.CASCADE && after == null;
        TriggerDef.Event event = deletes ? TriggerDef.Event.DELETE : TriggerDef.Event.UPDATE;
        writer.begin(event, deletes ? new boolean[0] : set(child));
        for (long rowId : finder.find(before)) {
            execution.context().checkCancelled();
            execution
                    .transaction()
                    .lockRow(child.tree(), RowCodec.key(rowId), RowLockMode.UPDATE, execution.lockWait());
            StoredTuple row = writer.latest(rowId);
            if (row == null || !finder.stillMatches(rowId, before)) {
                continue;
            }
            if (deletes) {
                writer.delete(row);
            } else {
                change(execution, access, writer, row, action);
            }
        }
        writer.end(event);
    }

    /// The columns that get other values.
    private boolean[] set(RelationDef.Table child) {
        boolean[] set = new boolean[child.columns().size()];
        for (int column : key.columns()) {
            set[column] = after != null
                    || key.deleteColumns().isEmpty()
                    || key.deleteColumns().contains(column);
        }
        return set;
    }

    private void change(
            ExecutionContext execution,
            TableAccess access,
            TableWriter writer,
            StoredTuple row,
            ConstraintDef.Action action) {
        @Nullable Object[] values = access.codec().decode(row.row());
        boolean[] changed = set(access.table());
        @Nullable
        Object[] defaults = action == ConstraintDef.Action.SET_DEFAULT
                ? execution.tables().defaults(access.table(), execution)
                : new @Nullable Object[values.length];
        for (int i = 0; i < key.columns().size(); i++) {
            int column = key.columns().get(i);
            if (changed[column]) {
                values[column] = action == ConstraintDef.Action.CASCADE && after != null ? after[i] : defaults[column];
            }
        }
        for (int column : key.columns()) {
            Domains.check(access.table().columns().get(column).type().type(), values[column], execution);
        }
        writer.update(row, values, changed);
    }

    @Override
    public String toString() {
        return key.name() + Arrays.toString(before);
    }
}
