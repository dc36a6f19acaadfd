package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.type.Types;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `pg_trigger`, and the triggers of `information_schema`. The triggers by which PostgreSQL looks after foreign keys
/// are not shown: there are none.
final class TriggerRows {

    static final int PG_TRIGGER = 2620;

    private TriggerRows() {}

    private interface ForTrigger {
        void accept(RelationDef relation, TriggerDef trigger);
    }

    private static void each(Scan scan, ForTrigger action) {
        for (RelationDef relation : scan.relations()) {
            relation.triggers().list().forEach(trigger -> action.accept(relation, trigger));
        }
    }

    static void triggers(Scan scan, RowSink rows) {
        each(scan, (relation, trigger) -> {
            TriggerDef.Constraint constraint = trigger.constraint();
            ConstraintDef.Timing timing =
                    constraint == null ? ConstraintDef.Timing.NOT_DEFERRABLE : constraint.timing();
            rows.row()
                    .oid("oid", trigger.oid())
                    .oid("tgrelid", relation.oid())
                    .oid("tgparentid", 0)
                    .set("tgname", trigger.name())
                    .oid("tgfoid", trigger.routine())
                    .set("tgtype", trigger.kind())
                    .set("tgenabled", trigger.enabled().letter())
                    .flag("tgisinternal", false)
                    .oid("tgconstrrelid", constraint == null ? 0 : constraint.referencedTable())
                    .oid("tgconstrindid", 0)
                    .oid("tgconstraint", constraint == null ? 0 : constraint.oid())
                    .flag("tgdeferrable", timing != ConstraintDef.Timing.NOT_DEFERRABLE)
                    .flag("tginitdeferred", timing == ConstraintDef.Timing.INITIALLY_DEFERRED)
                    .set("tgnargs", trigger.arguments().size())
                    .set("tgattr", RelationRows.vector(Types.INT2, columns(trigger)))
                    .set("tgargs", arguments(trigger))
                    .set("tgqual", trigger.whenSql())
                    .set("tgoldtable", name(trigger.oldTable()))
                    .set("tgnewtable", name(trigger.newTable()));
        });
    }

    private static @Nullable String name(String name) {
        return name.isEmpty() ? null : name;
    }

    private static @Nullable Object[] columns(TriggerDef trigger) {
        return trigger.columns().stream().map(c -> (Object) (c + 1)).toArray();
    }

    // Each ends with a zero.
    private static byte[] arguments(TriggerDef trigger) {
        StringBuilder all = new StringBuilder();
        trigger.arguments().forEach(argument -> all.append(argument).append('\0'));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Those that are constraints, in `pg_constraint`.
    static void constraints(Scan scan, RowSink rows) {
        each(scan, (relation, trigger) -> {
            TriggerDef.Constraint constraint = trigger.constraint();
            if (constraint != null) {
                ConstraintRows.common(
                                scan,
                                rows,
                                relation.schema(),
                                new ConstraintRows.Head(constraint.oid(), trigger.name(), constraint.timing()))
                        .set("contype", "t")
                        .oid("conrelid", relation.oid());
            }
        });
    }

    /// The part of a trigger that is about one kind of event, which the standard takes for a trigger of its own.
    private interface ForEvent {
        void accept(RelationDef relation, TriggerDef trigger, TriggerDef.Event event);
    }

    private static void eachEvent(Scan scan, ForEvent action) {
        each(scan, (relation, trigger) -> {
            for (TriggerDef.Event event :
                    List.of(TriggerDef.Event.INSERT, TriggerDef.Event.DELETE, TriggerDef.Event.UPDATE)) {
                if (trigger.firesOn(event)) {
                    action.accept(relation, trigger, event);
                }
            }
        });
    }

    private static RowSink.Row row(Scan scan, RowSink rows, RelationDef relation, TriggerDef trigger) {
        return rows.row()
                .set("trigger_catalog", scan.context().database())
                .set("trigger_schema", relation.schema())
                .set("trigger_name", trigger.name())
                .set("event_object_catalog", scan.context().database())
                .set("event_object_schema", relation.schema())
                .set("event_object_table", relation.name());
    }

    /// `information_schema.triggers`.
    static void events(Scan scan, RowSink rows) {
        Map<List<Object>, Integer> order = new HashMap<>();
        eachEvent(scan, (relation, trigger, event) -> {
            List<Object> group = List.of(relation.oid(), event, trigger.isRow(), trigger.timing());
            TriggerText text = new TriggerText(scan, false);
            row(scan, rows, relation, trigger)
                    .set("event_manipulation", event.name())
                    .set("action_order", order.merge(group, 1, Integer::sum))
                    .set("action_condition", text.condition(relation, trigger))
                    .set("action_statement", text.action(trigger))
                    .set("action_orientation", trigger.isRow() ? "ROW" : "STATEMENT")
                    .set("action_timing", TriggerText.timing(trigger))
                    .set("action_reference_old_table", name(trigger.oldTable()))
                    .set("action_reference_new_table", name(trigger.newTable()));
        });
    }

    /// `information_schema.triggered_update_columns`.
    static void updateColumns(Scan scan, RowSink rows) {
        each(scan, (relation, trigger) -> trigger.columns().forEach(column -> row(scan, rows, relation, trigger)
                .set("event_object_column", relation.columns().get(column).name())));
    }
}
