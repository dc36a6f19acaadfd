package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef.Event;
import io.heliosdb.server.sql.catalog.TriggerDef.Timing;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// INSERT, UPDATE or DELETE of a view whose triggers do the work.
///
/// @param child gives the rows of the view in the slot of the results; for INSERT the rows to insert, in another one
/// @param row what a row is to be; null for DELETE
public record InsteadOf(
        RelationDef.View view,
        TableTriggers triggers,
        ChangeNode.Results results,
        Event event,
        PlanNode child,
        @Nullable List<Eval> row,
        List<ChangeNode.ViewCheck> checks)
        implements OneInput {

    @Override
    public RowSource start(Frame frame) {
        ChangeNode.Collector collector = new ChangeNode.Collector(frame, results);
        ViewTriggers firing = new ViewTriggers(view, triggers, frame.execution());
        firing.statement(event, Timing.BEFORE);
        Eval[] evals = row == null ? null : row.toArray(Eval[]::new);
        try (RowSource rows = child.open(frame)) {
            while (rows.next()) {
                frame.execution().context().checkCancelled();
                @Nullable Object[] fresh = evals == null ? null : Calls.evaluate(evals, frame);
                @Nullable Object[] left = firing.instead(event, old(frame), fresh);
                if (left != null) {
                    ArrayTuple made = new ArrayTuple(left);
                    ChangeNode.check(checks, frame, results, view, made);
                    collector.changed(made);
                }
            }
        }
        firing.statement(event, Timing.AFTER);
        return collector.finish();
    }

    private @Nullable Object @Nullable [] old(Frame frame) {
        if (event == Event.INSERT) {
            return null;
        }
        Tuple tuple = frame.tuple(results.relationSlot());
        @Nullable Object[] values = new @Nullable Object[view.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tuple.get(i);
        }
        return values;
    }

    @Override
    public void describe(Description description) {
        String name = event.name();
        description.title(name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT), " on " + view.name());
    }
}
