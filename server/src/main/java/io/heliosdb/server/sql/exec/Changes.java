package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.txn.IsolationLevel;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.RowLockMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// UPDATE and DELETE.
public final class Changes {

    private Changes() {}

    /// New values of some columns.
    public record Assignments(int[] columns, List<Eval> values) {

        boolean[] changed(int width) {
            boolean[] changed = new boolean[width];
            for (int column : columns) {
                changed[column] = true;
            }
            return changed;
        }

        ChangeNode.Effect effect(int width) {
            return new ChangeNode.Effect(TriggerDef.Event.UPDATE, changed(width));
        }

        /// The row in the frame with the new values in it.
        @Nullable
        Object[] apply(Frame frame, RowCodec codec, StoredTuple old) {
            @Nullable Object[] row = codec.decode(old.row());
            @Nullable Object[] fresh = new @Nullable Object[columns.length];
            for (int i = 0; i < fresh.length; i++) {
                fresh[i] = values.get(i).eval(frame);
            }
            for (int i = 0; i < fresh.length; i++) {
                row[columns[i]] = fresh[i];
            }
            return row;
        }
    }

    /// Locks the row in the frame and brings its newest version into it.
    ///
    /// @param condition what the newest version must fulfil; null for nothing
    /// @return the row to change; null when there is none any more
    static @Nullable StoredTuple lock(
            Frame frame, TableWriter writer, int slot, RowLockMode mode, @Nullable Compiled condition) {
        StoredTuple row = (StoredTuple) frame.tuple(slot);
        if (lockRow(frame, writer, row.rowId(), mode) != LockOutcome.CHANGED) {
            return row;
        }
        StoredTuple latest = writer.latest(row.rowId());
        if (latest == null) {
            return null;
        }
        frame.set(slot, latest);
        return condition == null || condition.eval().isTrue(frame) ? latest : null;
    }

    private static LockOutcome lockRow(Frame frame, TableWriter writer, long rowId, RowLockMode mode) {
        Transaction transaction = frame.execution().transaction();
        try {
            return transaction.lockRow(
                    writer.table().tree(),
                    RowCodec.key(rowId),
                    mode,
                    frame.execution().lockWait());
        } catch (SqlException e) {
            if (e.state() == SqlState.T_R_SERIALIZATION_FAILURE && writer.latest(rowId) == null) {
                throw new SqlException(e.state(), "could not serialize access due to concurrent delete");
            }
            throw e;
        }
    }

    /// Only READ COMMITTED goes on with a row that was changed since the snapshot.
    static void checkMayFollow(Transaction transaction) {
        if (transaction.isolation() != IsolationLevel.READ_COMMITTED) {
            throw new SqlException(
                    SqlState.T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
        }
    }

    /// @param child gives the rows to change, joined with what else the statement reads
    /// @param condition the whole WHERE, asked again for a row that was changed meanwhile
    /// @param joined whether a target row may appear several times
    public record Update(
            Common common, PlanNode child, @Nullable Compiled condition, boolean joined, Assignments assignments)
            implements ChangeNode {

        @Override
        public List<Effect> effects() {
            return List.of(assignments.effect(common.access().codec().columnCount()));
        }

        @Override
        public void change(Frame frame, TableWriter writer, Collector collector) {
            boolean[] changed = assignments.changed(common.access().codec().columnCount());
            RowLockMode mode = writer.lockFor(changed);
            RowIdSet done = new RowIdSet(frame.execution().memory());
            try (RowSource rows = child.open(frame)) {
                while (rows.next()) {
                    StoredTuple seen = (StoredTuple) frame.tuple(common.relationSlot());
                    if (joined && !done.add(seen.rowId())) {
                        continue;
                    }
                    if (mode == RowLockMode.UPDATE) {
                        changeKey(frame, writer, collector, seen, changed);
                        continue;
                    }
                    StoredTuple old = lock(frame, writer, common.relationSlot(), mode, condition);
                    if (old != null) {
                        changed(frame, collector, writer.update(old, values(frame, old), changed));
                    }
                }
            }
        }

        private @Nullable Object[] values(Frame frame, StoredTuple old) {
            return assignments.apply(frame, common.access().codec(), old);
        }

        // Who sets a key to what it is must not make those wait that refer to it.
        private void changeKey(
                Frame frame, TableWriter writer, Collector collector, StoredTuple seen, boolean[] changed) {
            @Nullable Object[] values = values(frame, seen);
            RowLockMode mode = writer.lockFor(seen, values, changed);
            StoredTuple old = lock(frame, writer, common.relationSlot(), mode, condition);
            if (old == null) {
                return;
            }
            if (old != seen) {
                values = values(frame, old);
                if (mode != RowLockMode.UPDATE && writer.lockFor(old, values, changed) == RowLockMode.UPDATE) {
                    lockRow(frame, writer, old.rowId(), RowLockMode.UPDATE);
                }
            }
            changed(frame, collector, writer.update(old, values, changed));
        }

        private void changed(Frame frame, Collector collector, @Nullable StoredTuple row) {
            checkViews(frame, row);
            collector.changed(row);
        }

        @Override
        public String verb() {
            return "Update";
        }
    }

    /// As {@link Update}.
    public record Delete(
            Common common, PlanNode child, @Nullable Compiled condition, boolean joined) implements ChangeNode {

        @Override
        public List<Effect> effects() {
            return List.of(Effect.of(TriggerDef.Event.DELETE));
        }

        @Override
        public void change(Frame frame, TableWriter writer, Collector collector) {
            RowIdSet done = new RowIdSet(frame.execution().memory());
            try (RowSource rows = child.open(frame)) {
                while (rows.next()) {
                    StoredTuple seen = (StoredTuple) frame.tuple(common.relationSlot());
                    if (joined && !done.add(seen.rowId())) {
                        continue;
                    }
                    StoredTuple old = lock(frame, writer, common.relationSlot(), RowLockMode.UPDATE, condition);
                    if (old != null && writer.delete(old)) {
                        collector.changed(old);
                    }
                }
            }
        }

        @Override
        public String verb() {
            return "Delete";
        }
    }
}
