package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.DefaultText;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// What depends on an object that is to be dropped.
sealed interface Dependents {

    /// Objects below are the system's.
    int FIRST_USER_OID = 16384;

    /// As `DETAIL` names it.
    String text();

    record OnView(RelationDef.View view) implements Dependents {
        @Override
        public String text() {
            return "view " + view.name();
        }
    }

    record OnForeignKey(RelationDef.Table table, ConstraintDef.ForeignKey key) implements Dependents {
        @Override
        public String text() {
            return "constraint " + key.name() + " on table " + table.name();
        }
    }

    record OnDefault(RelationDef.Table table, ColumnDef column) implements Dependents {
        @Override
        public String text() {
            return "default value for column " + column.name() + " of table " + table.name();
        }
    }

    record OnColumn(RelationDef.Table table, ColumnDef column) implements Dependents {
        @Override
        public String text() {
            return "column " + column.name() + " of table " + table.name();
        }
    }

    record OnType(TypeDef type) implements Dependents {
        @Override
        public String text() {
            return "type " + type.name();
        }
    }

    record OnRoutine(CatalogObject.Routine routine) implements Dependents {
        @Override
        public String text() {
            return (routine.procedure() ? "procedure " : "function ") + routine.name();
        }
    }

    record OnTrigger(RelationDef relation, TriggerDef trigger) implements Dependents {
        @Override
        public String text() {
            return "trigger " + trigger.name() + " on " + Drops.kind(relation) + " " + relation.name();
        }
    }

    /// Triggers that call a function.
    static List<Dependents> triggersOf(CommandRun run, int routine) {
        return triggers(run, (relation, trigger) -> trigger.routine() == routine);
    }

    /// Constraint triggers of other tables that name a table behind FROM.
    static List<Dependents> triggersFrom(CommandRun run, int table) {
        return triggers(
                run,
                (relation, trigger) -> relation.oid() != table
                        && trigger.constraint() != null
                        && trigger.constraint().referencedTable() == table);
    }

    /// Triggers of a table that a column's change or values decide on.
    static List<Dependents> triggersOn(CommandRun run, RelationDef.Table table, ColumnDef column) {
        return triggers(
                run,
                (relation, trigger) -> relation.oid() == table.oid()
                        && (trigger.columns().contains(column.position())
                                || run.analyzer()
                                        .columnsOf(trigger, relation, run.analysis())
                                        .contains(column.position())));
    }

    private static List<Dependents> triggers(CommandRun run, BiPredicate<RelationDef, TriggerDef> wanted) {
        List<Dependents> found = new ArrayList<>();
        for (RelationDef relation : run.catalog().relations()) {
            for (TriggerDef trigger : relation.triggers().list()) {
                if (wanted.test(relation, trigger)) {
                    found.add(new OnTrigger(relation, trigger));
                }
            }
        }
        return found;
    }

    /// What is made of a relation's row type.
    record OnRowType(Dependents dependent, String relation) implements Dependents {
        @Override
        public String text() {
            return dependent.text();
        }
    }

    /// Columns, types and routines that are made of a relation's row type, or of arrays of it.
    static List<Dependents> rowType(CommandRun run, RelationDef relation) {
        int row = Catalog.rowTypeOid(relation.oid());
        List<Dependents> found = new ArrayList<>(columns(run, row, row + 1));
        found.removeIf(d -> d instanceof OnColumn column && column.table().oid() == relation.oid());
        found.addAll(typesAndRoutines(run, row, row + 1));
        return found.stream()
                .<Dependents>map(d -> new OnRowType(d, relation.name()))
                .toList();
    }

    /// Types made of a type, and routines that take or give it.
    static List<Dependents> typesAndRoutines(CommandRun run, int typeOid, int arrayOid) {
        List<Dependents> found = new ArrayList<>();
        for (TypeDef def : run.catalog().typeDefs()) {
            List<Integer> parts =
                    switch (def) {
                        case TypeDef.Enumeration e -> List.of();
                        case TypeDef.Domain d -> List.of(d.baseType());
                        case TypeDef.Composite c ->
                            c.attributes().stream()
                                    .map(TypeDef.Composite.Attribute::typeOid)
                                    .toList();
                    };
            if (parts.contains(typeOid) || parts.contains(arrayOid)) {
                found.add(new OnType(def));
            }
        }
        for (CatalogObject.Routine routine : run.catalog().routines()) {
            List<Integer> used = new ArrayList<>(routine.argumentTypes());
            used.add(routine.resultType());
            routine.resultColumns().forEach(c -> used.add(c.typeOid()));
            if (used.contains(typeOid) || used.contains(arrayOid)) {
                found.add(new OnRoutine(routine));
            }
        }
        return found;
    }

    /// Views that read a relation.
    static List<Dependents> views(CommandRun run, int oid) {
        List<Dependents> found = new ArrayList<>();
        for (RelationDef relation : run.catalog().relations()) {
            if (relation instanceof RelationDef.View view && view.oid() >= FIRST_USER_OID && reads(run, view, oid)) {
                found.add(new OnView(view));
            }
        }
        return found;
    }

    private static boolean reads(CommandRun run, RelationDef.View view, int oid) {
        return view.oid() != oid
                && run.analyzer().relationsOf(view, run.analysis()).contains(oid);
    }

    /// Foreign keys of other tables that refer to a table.
    static List<Dependents> foreignKeys(CommandRun run, int oid) {
        List<Dependents> found = new ArrayList<>();
        run.tablesReferencing(oid).forEach((other, table) -> {
            for (ConstraintDef constraint : table.constraints()) {
                if (other != oid
                        && constraint instanceof ConstraintDef.ForeignKey key
                        && key.referencedTable() == oid) {
                    found.add(new OnForeignKey(table, key));
                }
            }
        });
        return found;
    }

    /// Defaults that take values from a sequence, those of the owning column left out.
    static List<Dependents> defaults(CommandRun run, RelationDef.Sequence sequence) {
        List<Dependents> found = new ArrayList<>();
        for (RelationDef relation : run.catalog().relations()) {
            if (relation instanceof RelationDef.Table table) {
                for (ColumnDef column : table.columns()) {
                    String sql = column.defaultSql();
                    if (sql != null && DefaultText.sequenceOf(sql) == sequence.oid()) {
                        found.add(new OnDefault(table, column));
                    }
                }
            }
        }
        return found;
    }

    /// Columns of a type, and views that have some.
    static List<Dependents> columns(CommandRun run, int typeOid, int arrayOid) {
        List<Dependents> found = new ArrayList<>();
        for (RelationDef relation : run.catalog().relations()) {
            if (relation instanceof RelationDef.Table table) {
                for (ColumnDef column : table.columns()) {
                    int oid = column.type().type().oid();
                    if (!column.dropped() && (oid == typeOid || oid == arrayOid)) {
                        found.add(new OnColumn(table, column));
                    }
                }
            } else if (relation instanceof RelationDef.View view
                    && view.columns().stream()
                            .map(column -> column.type().type().oid())
                            .anyMatch(oid -> oid == typeOid || oid == arrayOid)) {
                found.add(new OnView(view));
            }
        }
        return found;
    }

    /// @throws SqlException 2BP01 unless CASCADE
    static void allow(CommandRun run, String what, List<Dependents> dependents, boolean cascade) {
        if (dependents.isEmpty()) {
            return;
        }
        if (!cascade) {
            List<String> lines = dependents.stream()
                    .map(d -> d.text() + " depends on " + (d instanceof OnRowType r ? "type " + r.relation() : what))
                    .toList();
            throw new SqlException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop " + what + " because other objects depend on it")
                    .withDetail(String.join("\n", lines))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        run.notice(
                dependents.size() == 1
                        ? "drop cascades to " + dependents.getFirst().text()
                        : "drop cascades to " + dependents.size() + " other objects");
    }
}
