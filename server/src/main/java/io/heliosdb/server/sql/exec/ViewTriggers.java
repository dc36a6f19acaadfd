package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.catalog.TriggerDef.Event;
import io.heliosdb.server.sql.catalog.TriggerDef.Timing;
import io.heliosdb.server.sql.type.RowValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The triggers of a view within one execution, as far as they fire in this session: those that do what a statement
/// is to do to a row, and those of whole statements. Used by one thread.
final class ViewTriggers {

    private final RelationDef.View view;
    private final TableTriggers compiled;
    private final ExecutionContext execution;
    private final List<TableTriggers.Access> firing;

    ViewTriggers(RelationDef.View view, TableTriggers compiled, ExecutionContext execution) {
        this.view = view;
        this.compiled = compiled;
        this.execution = execution;
        this.firing = compiled.list().stream()
                .filter(t -> RowTriggers.fires(t.def().enabled(), execution))
                .toList();
    }

    void statement(Event event, Timing timing) {
        for (TableTriggers.Access trigger : firing) {
            if (!trigger.def().isRow() && isDue(trigger.def(), event, timing) && holds(trigger.when())) {
                call(trigger.def(), event, null, null);
            }
        }
    }

    // A condition on whole statements reads no row.
    private boolean holds(@Nullable Eval when) {
        return when == null || when.isTrue(new Frame(new Frame.PlanShape(2, 0), List.of(), execution, null));
    }

    private static boolean isDue(TriggerDef def, Event event, Timing timing) {
        return def.timing() == timing && def.firesOn(event);
    }

    /// Lets them do to a row what the statement is to do.
    ///
    /// @param old null for INSERT
    /// @param fresh null for DELETE
    /// @return the values of the row as they have left it, the old ones for DELETE; null when one has kept the row
    @Nullable
    Object @Nullable [] instead(Event event, @Nullable Object @Nullable [] old, @Nullable Object @Nullable [] fresh) {
        RowValue before = old == null ? null : new RowValue(compiled.rowType(), old);
        RowValue after = fresh == null ? null : new RowValue(compiled.rowType(), fresh);
        for (TableTriggers.Access trigger : firing) {
            if (isDue(trigger.def(), event, Timing.INSTEAD_OF)) {
                RowValue made = call(trigger.def(), event, before, after);
                if (made == null) {
                    return null;
                }
                if (after != null) {
                    RowTriggers.checkType(compiled.rowType(), made.type(), made.size());
                    after = made;
                }
            }
        }
        RowValue left = after == null ? before : after;
        return left == null ? null : left.fields().toArray();
    }

    private @Nullable RowValue call(TriggerDef trigger, Event event, @Nullable RowValue old, @Nullable RowValue fresh) {
        return execution
                .context()
                .service(TriggerFunctions.class)
                .call(new TriggerFunctions.Call(trigger, view, event, old, fresh, TriggerFunctions.Transitions.NONE));
    }
}
