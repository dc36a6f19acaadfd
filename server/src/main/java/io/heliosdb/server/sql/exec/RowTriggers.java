package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.catalog.TriggerDef.Event;
import io.heliosdb.server.sql.catalog.TriggerDef.Timing;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The triggers of one table within one execution, as far as they fire in this session (PostgreSQL 15 manual, 39.1).
/// Used by one thread.
final class RowTriggers {

    /// Where the foreign keys stand among AFTER triggers, which fire in the order of their names: PostgreSQL looks
    /// after them by triggers whose names begin so.
    private static final String REFERENCES = "RI_ConstraintTrigger_";

    private final TableAccess access;
    private final TableTriggers compiled;
    private final ExecutionContext execution;
    private final Frame frame;
    private final List<TableTriggers.Access> firing;
    private boolean[] assigned = new boolean[0];

    private RowTriggers(TableAccess access, TableTriggers compiled, ExecutionContext execution, Frame frame) {
        this.access = access;
        this.compiled = compiled;
        this.execution = execution;
        this.frame = frame;
        this.firing = compiled.list().stream()
                .filter(t -> fires(t.def().enabled(), execution))
                .toList();
    }

    /// Whether what is enabled so is to be done in this session.
    static boolean fires(TriggerDef.Enabled enabled, ExecutionContext execution) {
        return enabled.fires(
                execution.context().setting("session_replication_role").equals("replica"));
    }

    /// @param frame of the table's shape
    /// @return null when the table has none
    static @Nullable RowTriggers of(TableAccess access, ExecutionContext execution, Frame frame) {
        TableTriggers compiled = access.triggers();
        return compiled == null ? null : new RowTriggers(access, compiled, execution, frame);
    }

    private boolean has(Event event, Timing timing, boolean row) {
        for (TableTriggers.Access trigger : firing) {
            if (is(trigger.def(), event, timing, row)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(TriggerDef def, Event event, Timing timing, boolean row) {
        return def.isRow() == row && def.timing() == timing && def.firesOn(event);
    }

    private boolean fires(TableTriggers.Access trigger, Event event, @Nullable Tuple old, @Nullable Tuple fresh) {
        List<Integer> columns = trigger.def().columns();
        if (event == Event.UPDATE && !columns.isEmpty() && columns.stream().noneMatch(c -> assigned[c])) {
            return false;
        }
        Eval when = trigger.when();
        if (when == null) {
            return true;
        }
        frame.set(TableTriggers.OLD, old == null ? ArrayTuple.NULLS : old);
        frame.set(TableTriggers.NEW, fresh == null ? ArrayTuple.NULLS : fresh);
        return when.isTrue(frame);
    }

    private @Nullable RowValue call(
            TriggerDef trigger, Event event, @Nullable RowValue old, @Nullable RowValue fresh, ExecutionContext run) {
        TriggerFunctions.Transitions rows =
                trigger.oldTable().isEmpty() && trigger.newTable().isEmpty()
                        ? TriggerFunctions.Transitions.NONE
                        : execution.after().transitions(access.table(), event, execution.memory());
        return run.context()
                .service(TriggerFunctions.class)
                .call(new TriggerFunctions.Call(trigger, access.table(), event, old, fresh, rows));
    }

    /// A row as functions see it.
    ///
    /// @param early whether generated columns have no values yet
    private RowValue row(Tuple tuple, boolean early) {
        List<ColumnDef> columns = access.table().columns();
        @Nullable
        Object[] fields = new @Nullable Object[compiled.rowType().fields().size()];
        int at = 0;
        for (ColumnDef column : columns) {
            if (!column.dropped()) {
                fields[at++] = early && column.generated() ? null : tuple.get(column.position());
            }
        }
        return new RowValue(compiled.rowType(), fields);
    }

    /// Takes over what a function made of a row.
    private void take(RowValue given, @Nullable Object[] values, boolean @Nullable [] changed) {
        checkType(compiled.rowType(), given.type(), given.size());
        int at = 0;
        for (ColumnDef column : access.table().columns()) {
            if (column.dropped()) {
                continue;
            }
            Object value = given.field(at++);
            if (column.generated() || Objects.equals(value, values[column.position()])) {
                continue;
            }
            values[column.position()] = value;
            if (changed != null) {
                changed[column.position()] = true;
            }
        }
    }

    /// @throws SqlException 42804 when a function gave another kind of row than a trigger's relation has
    static void checkType(RowType wanted, RowType given, int size) {
        if (given.equals(wanted) && size == wanted.fields().size()) {
            return;
        }
        SqlException mismatch = new SqlException(
                SqlState.DATATYPE_MISMATCH,
                "returned row structure does not match the structure of the triggering table");
        if (size != wanted.fields().size()) {
            throw mismatch.withDetail("Number of returned columns (" + size + ") does not match expected column count ("
                    + wanted.fields().size() + ").");
        }
        for (int i = 0; i < size; i++) {
            RowType.Field field = given.fields().get(i);
            RowType.Field expected = wanted.fields().get(i);
            if (!field.type().type().equals(expected.type().type())) {
                throw mismatch.withDetail("Returned type " + field.type() + " does not match expected type "
                        + expected.type() + " in column " + (i + 1) + ".");
            }
        }
    }

    /// Fires what comes before a row is inserted; it may change the row.
    ///
    /// @return false when the row is not to be inserted
    boolean beforeInsert(@Nullable Object[] values) {
        ArrayTuple fresh = new ArrayTuple(values);
        for (TableTriggers.Access trigger : firing) {
            if (is(trigger.def(), Event.INSERT, Timing.BEFORE, true) && fires(trigger, Event.INSERT, null, fresh)) {
                RowValue given = row(fresh, true);
                RowValue made = call(trigger.def(), Event.INSERT, null, given, execution);
                if (made == null) {
                    return false;
                }
                take(made, values, null);
            }
        }
        return true;
    }

    /// As {@link #beforeInsert}, for a row that was locked.
    ///
    /// @param changed columns that differ afterwards are added
    boolean beforeUpdate(StoredTuple old, @Nullable Object[] values, boolean[] changed) {
        if (!has(Event.UPDATE, Timing.BEFORE, true)) {
            return true;
        }
        checkUntouched(old, "updated");
        ArrayTuple fresh = new ArrayTuple(values);
        for (TableTriggers.Access trigger : firing) {
            if (is(trigger.def(), Event.UPDATE, Timing.BEFORE, true) && fires(trigger, Event.UPDATE, old, fresh)) {
                RowValue made = call(trigger.def(), Event.UPDATE, row(old, false), row(fresh, true), execution);
                if (made == null) {
                    return false;
                }
                take(made, values, changed);
            }
        }
        checkUntouched(old, "updated");
        return true;
    }

    boolean beforeDelete(StoredTuple old) {
        if (!has(Event.DELETE, Timing.BEFORE, true)) {
            return true;
        }
        checkUntouched(old, "updated");
        for (TableTriggers.Access trigger : firing) {
            if (is(trigger.def(), Event.DELETE, Timing.BEFORE, true) && fires(trigger, Event.DELETE, old, null)) {
                RowValue made = call(trigger.def(), Event.DELETE, row(old, false), null, execution);
                if (made == null) {
                    return false;
                }
            }
        }
        checkUntouched(old, "deleted");
        return true;
    }

    // What a function has done to the very row would be lost.
    private void checkUntouched(StoredTuple old, String what) {
        byte[] now = execution.transaction().getLatest(access.table().tree(), RowCodec.key(old.rowId()));
        if (now == null || !Arrays.equals(now, old.row())) {
            throw new SqlException(
                            SqlState.TRIGGERED_DATA_CHANGE_VIOLATION,
                            "tuple to be " + what
                                    + " was already modified by an operation triggered by the current command")
                    .withHint("Consider using an AFTER trigger instead of a BEFORE trigger to propagate changes to"
                            + " other rows.");
        }
    }

    /// Notes a changed row for what comes after the statement.
    ///
    /// @param changed null but for an update
    /// @return whether its foreign keys are looked after then, too
    boolean changed(Event event, @Nullable StoredTuple old, @Nullable StoredTuple fresh, boolean @Nullable [] changed) {
        collect(event, old, fresh);
        if (!has(event, Timing.AFTER, true)) {
            return false;
        }
        StringBuilder matched = new StringBuilder();
        for (TableTriggers.Access trigger : firing) {
            boolean fires = is(trigger.def(), event, Timing.AFTER, true) && fires(trigger, event, old, fresh);
            matched.append(fires ? '1' : '0');
        }
        execution
                .after()
                .events(execution.memory())
                .add(
                        this,
                        new RowEvents.Event(event, matched.toString(), changed),
                        old == null ? ArrayTuple.NULLS : old.retain(),
                        fresh == null ? ArrayTuple.NULLS : fresh);
        return true;
    }

    // Whoever reads the rows of the statement reads all of them.
    private void collect(Event event, @Nullable Tuple old, @Nullable Tuple fresh) {
        boolean wantsOld = false;
        boolean wantsNew = false;
        for (TableTriggers.Access trigger : firing) {
            if (trigger.def().firesOn(event)) {
                wantsOld |= !trigger.def().oldTable().isEmpty();
                wantsNew |= !trigger.def().newTable().isEmpty();
            }
        }
        if (wantsOld || wantsNew) {
            TransitionRows rows = execution.after().transitions(access.table(), event, execution.memory());
            rows.add(wantsOld ? old : null, wantsNew ? fresh : null);
        }
    }

    /// Fires what was noted of one row, its foreign keys where their names stand.
    void after(RowEvents.Event noted, Tuple old, Tuple fresh) {
        RowValue oldRow = noted.event() == Event.INSERT ? null : row(old, false);
        RowValue newRow = noted.event() == Event.DELETE ? null : row(fresh, false);
        boolean referencesDone = false;
        for (int i = 0; i < firing.size(); i++) {
            TriggerDef def = firing.get(i).def();
            if (!referencesDone && def.name().compareTo(REFERENCES) > 0) {
                referencesDone = true;
                references(noted, old, fresh);
            }
            if (noted.matched().charAt(i) == '1') {
                fireOrDefer(def, noted.event(), oldRow, newRow);
            }
        }
        if (!referencesDone) {
            references(noted, old, fresh);
        }
    }

    private void fireOrDefer(TriggerDef def, Event event, @Nullable RowValue old, @Nullable RowValue fresh) {
        TriggerDef.Constraint constraint = def.constraint();
        if (constraint != null && execution.deferred().isDeferred(constraint.oid(), constraint.timing())) {
            execution.deferred().add(constraint.oid(), later -> call(def, event, old, fresh, later));
        } else {
            call(def, event, old, fresh, execution);
        }
    }

    private void references(RowEvents.Event noted, Tuple old, Tuple fresh) {
        ForeignKeys keys = new ForeignKeys(access, execution, true);
        if (fresh instanceof StoredTuple stored) {
            @Nullable Object[] values = access.codec().decode(stored.row());
            boolean[] changed = noted.changed();
            if (changed == null) {
                keys.inserted(stored.rowId(), values);
            } else {
                keys.updated((StoredTuple) old, values, changed);
            }
        } else {
            keys.deleted((StoredTuple) old);
        }
    }

    /// A statement, or a cascade, begins to change rows.
    ///
    /// @param columns which it sets, for UPDATE
    void beforeStatement(Event event, boolean[] columns) {
        if (event == Event.UPDATE) {
            assigned = columns.clone();
            for (TableAccess.GeneratedAccess generated : access.generated()) {
                assigned[generated.column()] |= generated.reads().stream().anyMatch(column -> columns[column]);
            }
        }
        if (!has(event, Timing.BEFORE, false)
                || !execution.after().begins(access.table().oid(), event)) {
            return;
        }
        for (TableTriggers.Access trigger : firing) {
            if (is(trigger.def(), event, Timing.BEFORE, false) && fires(trigger, event, null, null)) {
                call(trigger.def(), event, null, null, execution);
            }
        }
    }

    /// It has changed its rows. Of a statement and its cascades into the same table only the last end counts.
    void afterStatement(Event event) {
        if (!has(event, Timing.AFTER, false)) {
            return;
        }
        List<TriggerDef> due = firing.stream()
                .filter(t -> is(t.def(), event, Timing.AFTER, false) && fires(t, event, null, null))
                .map(TableTriggers.Access::def)
                .toList();
        execution
                .after()
                .addLast(
                        access.table().oid(),
                        event,
                        () -> due.forEach(trigger -> call(trigger, event, null, null, execution)));
    }
}
