package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.txn.IsolationLevel;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes rows of one table within one execution, with their index entries and constraints.
///
/// Rows that are changed or deleted have been locked by the caller. Used by one thread.
public final class TableWriter {

    private final TableAccess access;
    private final ExecutionContext execution;
    private final RowCounts.Of counts;
    private final Transaction transaction;
    private final Frame frame;
    private final ForeignKeys foreignKeys;
    private final @Nullable RowTriggers triggers;
    private final LockWait lockWait;

    public TableWriter(TableAccess access, ExecutionContext execution) {
        this.access = access;
        this.execution = execution;
        this.counts = execution.rows().of(access.table().oid());
        this.transaction = execution.transaction();
        this.frame = new Frame(access.shape(), List.of(), execution, null);
        this.foreignKeys = new ForeignKeys(access, execution, false);
        this.triggers = RowTriggers.of(access, execution, frame);
        this.lockWait = execution.lockWait();
    }

    public RelationDef.Table table() {
        return access.table();
    }

    TableAccess access() {
        return access;
    }

    /// Fires the triggers of a statement that is about to change rows.
    ///
    /// @param columns which it sets, for UPDATE
    public void begin(TriggerDef.Event event, boolean[] columns) {
        if (triggers != null) {
            triggers.beforeStatement(event, columns);
        }
    }

    /// Fires, once everything else is done, the triggers of a statement that has changed its rows.
    public void end(TriggerDef.Event event) {
        if (triggers != null) {
            triggers.afterStatement(event);
        }
    }

    /// Whether triggers let a row be inserted; they may change it.
    boolean mayInsert(@Nullable Object[] values) {
        return triggers == null || triggers.beforeInsert(values);
    }

    /// Adds a row after all checks.
    ///
    /// @param values by position, as {@link #mayInsert} has left them; taken over
    public StoredTuple insert(@Nullable Object[] values) {
        generate(values);
        check(values);
        long rowId = execution.rowIds().next(access.table().tree());
        byte[] row = access.codec().encode(values, transaction.id());
        frame.set(0, new ArrayTuple(values));
        for (TableAccess.IndexAccess index : access.indexes()) {
            addEntry(index, rowId);
        }
        transaction.put(access.table().tree(), RowCodec.key(rowId), row);
        counts.inserted++;
        StoredTuple inserted = new StoredTuple(access.codec(), rowId, row);
        if (triggers == null || !triggers.changed(TriggerDef.Event.INSERT, null, inserted, null)) {
            foreignKeys.inserted(rowId, values);
        }
        return inserted;
    }

    /// The entry, in a new index, of a row that is stored already; null when the index does not cover it.
    IndexBuild.@Nullable Entry newEntry(TableAccess.IndexAccess index, StoredTuple row) {
        frame.set(0, row);
        if (!covers(index)) {
            return null;
        }
        @Nullable Object[] key = key(index);
        byte[] prefix = index.codec().prefix(key);
        checkSize(index, key, prefix, row.rowId());
        boolean alone = index.def().unique() && (index.def().nullsNotDistinct() || !Keys.hasNull(key));
        return new IndexBuild.Entry(IndexKeyCodec.entry(prefix, row.rowId()), alone);
    }

    /// Nobody else inserts into an index that is not there for them yet: no value has to be locked.
    void putNew(TableAccess.IndexAccess index, IndexBuild.Entry entry) {
        transaction.put(index.def().tree(), entry.key(), NOTHING);
    }

    /// What to say of a row whose key another one has.
    SqlException duplicate(TableAccess.IndexAccess index, StoredTuple row) {
        frame.set(0, row);
        return ConstraintErrors.unique(access.table(), index, key(index), execution.context());
    }

    private void addEntry(TableAccess.IndexAccess index, long rowId) {
        if (covers(index)) {
            @Nullable Object[] key = key(index);
            byte[] prefix = index.codec().prefix(key);
            if (index.def().unique()) {
                checkUnique(index, key, prefix, rowId);
            }
            checkSize(index, key, prefix, rowId);
            transaction.put(index.def().tree(), IndexKeyCodec.entry(prefix, rowId), NOTHING);
        }
    }

    private static final byte[] NOTHING = new byte[0];

    // The values of generated columns follow from the others, however these have come.
    private void generate(@Nullable Object[] values) {
        if (access.generated().isEmpty()) {
            return;
        }
        frame.set(0, new ArrayTuple(values.clone()));
        for (TableAccess.GeneratedAccess generated : access.generated()) {
            values[generated.column()] = generated.value().eval(frame);
        }
    }

    private void markGenerated(boolean[] changed) {
        access.generated().forEach(generated -> changed[generated.column()] = true);
    }

    /// Replaces a row.
    ///
    /// @param set which columns may differ; generated ones are added, and those that triggers change
    /// @return null when a trigger has kept the row as it is
    public @Nullable StoredTuple update(StoredTuple old, @Nullable Object[] values, boolean[] set) {
        boolean[] changed = set;
        if (triggers != null) {
            changed = set.clone();
            if (!triggers.beforeUpdate(old, values, changed)) {
                return null;
            }
            lockKey(old, values, changed);
        }
        generate(values);
        markGenerated(changed);
        check(values);
        long rowId = old.rowId();
        byte[] row = access.codec().encode(values, transaction.id());
        for (TableAccess.IndexAccess index : access.indexes()) {
            if (index.dependsOn(changed)) {
                moveEntry(index, old, values);
            }
        }
        transaction.put(access.table().tree(), RowCodec.key(rowId), row);
        counts.updated++;
        StoredTuple updated = new StoredTuple(access.codec(), rowId, row);
        if (triggers == null || !triggers.changed(TriggerDef.Event.UPDATE, old, updated, changed)) {
            foreignKeys.updated(old, values, changed);
        }
        return updated;
    }

    // What a trigger makes of a row may need a stronger lock than what the statement would have made of it.
    private void lockKey(StoredTuple old, @Nullable Object[] values, boolean[] changed) {
        if (lockFor(old, values, changed) == RowLockMode.UPDATE) {
            transaction.lockRow(access.table().tree(), RowCodec.key(old.rowId()), RowLockMode.UPDATE, lockWait);
        }
    }

    private void moveEntry(TableAccess.IndexAccess index, StoredTuple old, @Nullable Object[] values) {
        frame.set(0, old);
        byte[] before = covers(index) ? index.codec().prefix(key(index)) : null;
        frame.set(0, new ArrayTuple(values));
        @Nullable Object[] key = covers(index) ? key(index) : null;
        byte[] after = key == null ? null : index.codec().prefix(key);
        if (Arrays.equals(before, after)) {
            return;
        }
        if (before != null) {
            removeEntry(index, before, old.rowId());
        }
        if (key != null && after != null) {
            if (index.def().unique()) {
                checkUnique(index, key, after, old.rowId());
            }
            checkSize(index, key, after, old.rowId());
            transaction.put(index.def().tree(), IndexKeyCodec.entry(after, old.rowId()), NOTHING);
        }
    }

    private void removeEntry(TableAccess.IndexAccess index, byte[] prefix, long rowId) {
        if (index.def().unique()) {
            // Whoever inserts this value meanwhile must wait until it is known whether it is free.
            transaction.lockKey(index.def().tree(), prefix, lockWait);
        }
        transaction.delete(index.def().tree(), IndexKeyCodec.entry(prefix, rowId));
    }

    /// @return false when a trigger has kept the row
    public boolean delete(StoredTuple old) {
        if (triggers != null && !triggers.beforeDelete(old)) {
            return false;
        }
        for (TableAccess.IndexAccess index : access.indexes()) {
            frame.set(0, old);
            if (covers(index)) {
                removeEntry(index, index.codec().prefix(key(index)), old.rowId());
            }
        }
        transaction.delete(access.table().tree(), RowCodec.key(old.rowId()));
        counts.deleted++;
        if (triggers == null || !triggers.changed(TriggerDef.Event.DELETE, old, null, null)) {
            foreignKeys.deleted(old);
        }
        return true;
    }

    private void checkSize(TableAccess.IndexAccess index, @Nullable Object[] key, byte[] prefix, long rowId) {
        IndexRowSize.check(access, index, new IndexRowSize.Key(key, rowId), prefix, execution.context());
    }

    private boolean covers(TableAccess.IndexAccess index) {
        Eval predicate = index.predicate();
        return predicate == null || predicate.isTrue(frame);
    }

    private @Nullable Object[] key(TableAccess.IndexAccess index) {
        List<Eval> parts = index.parts();
        @Nullable Object[] key = new @Nullable Object[parts.size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = parts.get(i).eval(frame);
        }
        return key;
    }

    private void check(@Nullable Object[] values) {
        for (ColumnDef column : access.table().columns()) {
            if (column.notNull() && !column.dropped() && values[column.position()] == null) {
                throw ConstraintErrors.notNull(access.table(), column, values, execution.context());
            }
        }
        if (access.checks().isEmpty()) {
            return;
        }
        frame.set(0, new ArrayTuple(values));
        for (TableAccess.CheckAccess check : access.checks()) {
            if (check.condition().test(frame) == Eval.FALSE) {
                throw ConstraintErrors.check(access.table(), check.name(), values, execution.context());
            }
        }
    }

    private void checkUnique(TableAccess.IndexAccess index, @Nullable Object[] key, byte[] prefix, long rowId) {
        if (!index.def().nullsNotDistinct() && Keys.hasNull(key)) {
            return;
        }
        if (index.deferrable() && index.constraint() != null) {
            Runnable later = () -> {
                if (countAtLeastTwo(index, prefix)) {
                    throw ConstraintErrors.unique(access.table(), index, key, execution.context());
                }
            };
            if (execution.deferred().isDeferred(index.constraint())) {
                execution.deferred().add(index.constraint().oid(), context -> later.run());
            } else {
                execution.after().add(later);
            }
            transaction.lockKey(index.def().tree(), prefix, lockWait);
            return;
        }
        transaction.lockKey(index.def().tree(), prefix, lockWait);
        long other = holder(index, prefix);
        if (other >= 0 && other != rowId) {
            throw ConstraintErrors.unique(access.table(), index, key, execution.context());
        }
    }

    /// The row that has a value of a unique index now; -1 when none has.
    private long holder(TableAccess.IndexAccess index, byte[] prefix) {
        byte[] entry = transaction.firstLatest(index.def().tree(), prefix, IndexKeyCodec.after(prefix));
        return entry == null ? -1 : IndexKeyCodec.rowId(entry);
    }

    private boolean countAtLeastTwo(TableAccess.IndexAccess index, byte[] prefix) {
        try (Cursor cursor = transaction.scanLatest(index.def().tree(), prefix, IndexKeyCodec.after(prefix), true)) {
            boolean one = cursor.next();
            return one && cursor.next();
        }
    }

    /// The row that keeps a proposed row from being inserted, after waiting for others that insert the same
    /// value.
    ///
    /// @param indexes oids of the indexes to ask; empty for all unique ones
    /// @return its id; -1 when there is none
    long conflicting(@Nullable Object[] values, List<Integer> indexes) {
        for (TableAccess.IndexAccess index : access.indexes()) {
            boolean asked = indexes.isEmpty()
                    ? index.def().unique()
                    : indexes.contains(index.def().oid());
            if (!asked) {
                continue;
            }
            if (index.deferrable()) {
                throw new SqlException(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters");
            }
            frame.set(0, new ArrayTuple(values));
            if (covers(index)) {
                @Nullable Object[] key = key(index);
                if (index.def().nullsNotDistinct() || !Keys.hasNull(key)) {
                    byte[] prefix = index.codec().prefix(key);
                    transaction.lockKey(index.def().tree(), prefix, lockWait);
                    long holder = holder(index, prefix);
                    if (holder >= 0) {
                        return holder;
                    }
                }
            }
        }
        return -1;
    }

    /// A row that the snapshot does not show must not decide what is done, unless it is the transaction's own.
    ///
    /// @throws SqlException 40001 in REPEATABLE READ and SERIALIZABLE
    void checkSeen(long rowId) {
        if (transaction.isolation() == IsolationLevel.READ_COMMITTED) {
            return;
        }
        byte[] row = transaction.getLatest(access.table().tree(), RowCodec.key(rowId));
        boolean own = row != null && transaction.hasId() && RowCodec.xmin(row) == transaction.id();
        if (!own && transaction.get(access.table().tree(), RowCodec.key(rowId)) == null) {
            throw new SqlException(
                    SqlState.T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
        }
    }

    /// The checks that come before conflicts are looked for.
    void checkProposed(@Nullable Object[] values) {
        generate(values);
        check(values);
    }

    /// The newest version of a row; null when it is gone.
    @Nullable
    StoredTuple latest(long rowId) {
        byte[] row = transaction.getLatest(access.table().tree(), RowCodec.key(rowId));
        return row == null ? null : new StoredTuple(access.codec(), rowId, row);
    }

    /// The lock that a change of these columns needs: the strong one when a foreign key could refer to them.
    ///
    /// @param changed generated ones are added
    RowLockMode lockFor(boolean[] changed) {
        markGenerated(changed);
        for (TableAccess.IndexAccess index : access.indexes()) {
            if (index.def().unique() && index.predicate() == null && index.dependsOn(changed)) {
                return RowLockMode.UPDATE;
            }
        }
        return RowLockMode.NO_KEY_UPDATE;
    }

    /// As {@link #lockFor(boolean[])}, for new values that are known: a key may be set to what it is.
    RowLockMode lockFor(StoredTuple old, @Nullable Object[] values, boolean[] changed) {
        generate(values);
        for (TableAccess.IndexAccess index : access.indexes()) {
            if (index.def().unique() && index.predicate() == null && index.dependsOn(changed)) {
                frame.set(0, old);
                byte[] before = index.codec().prefix(key(index));
                frame.set(0, new ArrayTuple(values));
                if (!Arrays.equals(before, index.codec().prefix(key(index)))) {
                    return RowLockMode.UPDATE;
                }
            }
        }
        return RowLockMode.NO_KEY_UPDATE;
    }
}
