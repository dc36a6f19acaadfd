package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.txn.lock.RowLockMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// MERGE.
///
/// @param child the source left-joined with the target
/// @param condition the join's condition, asked again for a row that was changed meanwhile
public record Merge(Common common, PlanNode child, Compiled condition, List<Action> actions) implements ChangeNode {

    /// One WHEN clause: at most one of `update` and `insert`; neither and not `delete` is DO NOTHING.
    public record Action(
            boolean matched,
            @Nullable Eval condition,
            Changes.@Nullable Assignments update,
            @Nullable List<Eval> insert,
            boolean delete) {}

    @Override
    public List<Effect> effects() {
        List<Effect> effects = new ArrayList<>();
        if (actions.stream().anyMatch(a -> a.insert != null)) {
            effects.add(Effect.of(TriggerDef.Event.INSERT));
        }
        boolean[] columns = new boolean[common.access().codec().columnCount()];
        boolean updates = false;
        for (Action action : actions) {
            if (action.update != null) {
                updates = true;
                for (int column : action.update.columns()) {
                    columns[column] = true;
                }
            }
        }
        if (updates) {
            effects.add(new Effect(TriggerDef.Event.UPDATE, columns));
        }
        if (actions.stream().anyMatch(Action::delete)) {
            effects.add(Effect.of(TriggerDef.Event.DELETE));
        }
        return effects;
    }

    @Override
    public void change(Frame frame, TableWriter writer, Collector collector) {
        RowIdSet done = new RowIdSet(frame.execution().memory());
        try (RowSource rows = child.open(frame)) {
            while (rows.next()) {
                frame.execution().context().checkCancelled();
                boolean matched = frame.tuple(common.relationSlot()) instanceof StoredTuple;
                Action action = choose(frame, matched);
                if (action != null && matched && (action.update != null || action.delete)) {
                    changeMatched(frame, writer, collector, action, done);
                } else {
                    insert(frame, writer, collector, action);
                }
            }
        }
    }

    private static void insert(Frame frame, TableWriter writer, Collector collector, @Nullable Action action) {
        if (action != null && action.insert != null) {
            @Nullable Object[] values = Calls.evaluate(action.insert.toArray(Eval[]::new), frame);
            collector.changed(writer.mayInsert(values) ? writer.insert(values) : null);
        }
    }

    private @Nullable Action choose(Frame frame, boolean matched) {
        for (Action action : actions) {
            if (action.matched == matched && (action.condition == null || action.condition.isTrue(frame))) {
                return action;
            }
        }
        return null;
    }

    private void changeMatched(Frame frame, TableWriter writer, Collector collector, Action first, RowIdSet done) {
        long rowId = ((StoredTuple) frame.tuple(common.relationSlot())).rowId();
        if (!done.add(rowId)) {
            throw new SqlException(SqlState.CARDINALITY_VIOLATION, "MERGE command cannot affect row a second time")
                    .withHint("Ensure that not more than one source row matches any one target row.");
        }
        Tuple seen = frame.tuple(common.relationSlot());
        StoredTuple old = Changes.lock(frame, writer, common.relationSlot(), RowLockMode.UPDATE, condition);
        if (old == null) {
            // Somebody has deleted the row or changed what it was joined by: now it is one that is not matched.
            frame.setNulls(new int[] {common.relationSlot()});
            insert(frame, writer, collector, choose(frame, false));
            return;
        }
        Action action = old == seen ? first : choose(frame, true);
        if (action == null) {
            return;
        }
        if (action.update != null) {
            boolean[] changed = action.update.changed(common.access().codec().columnCount());
            @Nullable
            Object[] values = action.update.apply(frame, common.access().codec(), old);
            collector.changed(writer.update(old, values, changed));
        } else if (action.delete && writer.delete(old)) {
            collector.changed(old);
        }
    }

    @Override
    public String verb() {
        return "Merge";
    }
}
