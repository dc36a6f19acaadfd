package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.deparse.Deparser;
import io.heliosdb.server.sql.deparse.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Triggers written back as SQL, as `pg_get_triggerdef` shows them.
///
/// @param pretty whether schemas and parentheses that are not needed are left out
record TriggerText(Scan scan, boolean pretty) {

    String of(RelationDef relation, TriggerDef trigger) {
        TriggerDef.Constraint constraint = trigger.constraint();
        StringBuilder sql = new StringBuilder("CREATE ")
                .append(constraint == null ? "" : "CONSTRAINT ")
                .append("TRIGGER ")
                .append(Identifiers.quote(trigger.name()))
                .append(' ')
                .append(timing(trigger))
                .append(' ')
                .append(events(relation, trigger))
                .append(" ON ")
                .append(name(relation))
                .append(' ');
        if (constraint != null) {
            sql.append(constraint(constraint));
        }
        if (!trigger.oldTable().isEmpty() || !trigger.newTable().isEmpty()) {
            sql.append("REFERENCING ")
                    .append(transition("OLD", trigger.oldTable()))
                    .append(transition("NEW", trigger.newTable()));
        }
        sql.append(trigger.isRow() ? "FOR EACH ROW " : "FOR EACH STATEMENT ");
        String condition = condition(relation, trigger);
        if (condition != null) {
            sql.append("WHEN (").append(condition).append(") ");
        }
        return sql.append(action(trigger)).toString();
    }

    static String timing(TriggerDef trigger) {
        return trigger.timing().name().replace('_', ' ');
    }

    private static String events(RelationDef relation, TriggerDef trigger) {
        List<String> events = new ArrayList<>();
        for (TriggerDef.Event event : TriggerDef.Event.values()) {
            if (trigger.firesOn(event)) {
                boolean some =
                        event == TriggerDef.Event.UPDATE && !trigger.columns().isEmpty();
                events.add(event.name() + (some ? " OF " + columns(relation, trigger) : ""));
            }
        }
        return String.join(" OR ", events);
    }

    private static String columns(RelationDef relation, TriggerDef trigger) {
        return trigger.columns().stream()
                .map(c -> Identifiers.quote(relation.columns().get(c).name()))
                .collect(Collectors.joining(", "));
    }

    private String name(RelationDef relation) {
        return pretty ? visibleName(relation) : Definitions.qualified(relation.schema(), relation.name());
    }

    private String visibleName(RelationDef relation) {
        return scan.path().isVisible(relation)
                ? Identifiers.quote(relation.name())
                : Definitions.qualified(relation.schema(), relation.name());
    }

    private String constraint(TriggerDef.Constraint constraint) {
        String from = scan.catalog()
                .relation(constraint.referencedTable())
                .map(r -> "FROM " + visibleName(r) + " ")
                .orElse("");
        return from
                + switch (constraint.timing()) {
                    case NOT_DEFERRABLE -> "NOT DEFERRABLE INITIALLY IMMEDIATE ";
                    case INITIALLY_IMMEDIATE -> "DEFERRABLE INITIALLY IMMEDIATE ";
                    case INITIALLY_DEFERRED -> "DEFERRABLE INITIALLY DEFERRED ";
                };
    }

    private static String transition(String kind, String name) {
        return name.isEmpty() ? "" : kind + " TABLE AS " + Identifiers.quote(name) + " ";
    }

    /// The condition without the parentheses around it; null without one.
    @Nullable
    String condition(RelationDef relation, TriggerDef trigger) {
        if (trigger.whenSql() == null) {
            return null;
        }
        AnalysisContext context = AnalysisContext.of(scan.catalog(), scan.context());
        return scan.context()
                .service(Deparser.class)
                .trigger(trigger.whenSql(), relation, context, pretty ? Style.PRETTY : Style.PLAIN);
    }

    /// What it does: the call of its function.
    String action(TriggerDef trigger) {
        String arguments =
                trigger.arguments().stream().map(TriggerText::literal).collect(Collectors.joining(", "));
        return "EXECUTE FUNCTION " + function(trigger.routine()) + "(" + arguments + ")";
    }

    private static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private String function(int oid) {
        Optional<CatalogObject.Routine> routine = scan.catalog().routine(oid);
        if (routine.isEmpty()) {
            return Integer.toUnsignedString(oid);
        }
        String name = routine.get().name();
        boolean visible = scan.path().all().stream()
                .flatMap(schema -> scan.catalog().routines(schema, name).stream())
                .filter(r -> r.argumentTypes().isEmpty())
                .findFirst()
                .filter(r -> r.oid() == oid)
                .isPresent();
        return visible
                ? Identifiers.quote(name)
                : Definitions.qualified(routine.get().schema(), name);
    }

    /// `pg_get_triggerdef`; null when there is no such trigger.
    static @Nullable String of(Scan scan, int oid, boolean pretty) {
        for (RelationDef relation : scan.catalog().relations()) {
            for (TriggerDef trigger : relation.triggers().list()) {
                if (trigger.oid() == oid) {
                    return new TriggerText(scan, pretty).of(relation, trigger);
                }
            }
        }
        return null;
    }
}
