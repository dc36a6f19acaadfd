package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.DefaultText;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// What depends on an object that is to be dropped.
sealed interface Dependents {

    /// Objects below are the system's.
    int FIRST_USER_OID = 16384;

    /// As `DETAIL` names it.
    String text();

    /// What it depends on, as `DETAIL` names it, unless that is what is dropped: empty.
    default String on() {
        return "";
    }

    /// @param view one that may be materialized
    record OnView(RelationDef view, String text, String on) implements Dependents {
        static OnView of(CommandRun run, RelationDef view, String on) {
            return new OnView(view, named(run, view), on);
        }
    }

    // With its schema where that is not searched.
    private static String named(CommandRun run, RelationDef relation) {
        boolean visible = run.path()
                .relation(relation.name())
                .filter(found -> found.oid() == relation.oid())
                .isPresent();
        String name = Identifiers.quote(relation.name());
        return Drops.kind(relation) + " " + (visible ? name : Identifiers.quote(relation.schema()) + "." + name);
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

        @Override
        public String on() {
            return "type " + relation;
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

    /// Views that read a relation, each followed by those that read it in turn.
    static List<Dependents> views(CommandRun run, int oid) {
        return views(run, oid, query -> true);
    }

    private static List<Dependents> views(CommandRun run, int oid, Predicate<RelationDef.View> wanted) {
        Map<Integer, List<RelationDef>> readers = new HashMap<>();
        for (RelationDef view : run.catalog().relations()) {
            if (view.query().isPresent() && view.oid() >= FIRST_USER_OID) {
                for (int read : objects(run, view.query().get())) {
                    readers.computeIfAbsent(read, r -> new ArrayList<>()).add(view);
                }
            }
        }
        readers.values().forEach(list -> list.sort(Comparator.comparingInt(RelationDef::oid)));
        Map<Integer, Dependents> found = new LinkedHashMap<>();
        for (RelationDef view : readers.getOrDefault(oid, List.of())) {
            if (view.query().filter(wanted).isPresent()) {
                collect(run, view, "", readers, found);
            }
        }
        return List.copyOf(found.values());
    }

    // A view that cannot be read any more, as when columns that were added make a name mean two things, must not keep
    // others from being changed.
    private static Set<Integer> objects(CommandRun run, RelationDef.View view) {
        try {
            return run.deparser().objects(view, run.analysis());
        } catch (SqlException unreadable) {
            return Set.of();
        }
    }

    private static void collect(
            CommandRun run,
            RelationDef view,
            String on,
            Map<Integer, List<RelationDef>> readers,
            Map<Integer, Dependents> found) {
        OnView next = OnView.of(run, view, on);
        if (found.putIfAbsent(view.oid(), next) == null) {
            readers.getOrDefault(view.oid(), List.of())
                    .forEach(reader -> collect(run, reader, next.text(), readers, found));
        }
    }

    /// Views that name a column of a table, each followed by those that read it.
    static List<Dependents> views(CommandRun run, RelationDef.Table table, ColumnDef column) {
        return views(run, table.oid(), query -> run.deparser()
                .columns(query, table.oid(), run.analysis())
                .contains(column.position()));
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
            if (relation instanceof RelationDef.Table table && table.materialized() == null) {
                for (ColumnDef column : table.columns()) {
                    int oid = column.type().type().oid();
                    if (!column.dropped() && (oid == typeOid || oid == arrayOid)) {
                        found.add(new OnColumn(table, column));
                    }
                }
            } else if (relation.query().isPresent()
                    && relation.columns().stream()
                            .map(column -> column.type().type().oid())
                            .anyMatch(oid -> oid == typeOid || oid == arrayOid)) {
                found.add(OnView.of(run, relation, ""));
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
                    .map(d -> d.text() + " depends on " + (d.on().isEmpty() ? what : d.on()))
                    .toList();
            throw new SqlException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop " + what + " because other objects depend on it")
                    .withDetail(String.join("\n", lines))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        List<String> lines =
                dependents.stream().map(d -> "drop cascades to " + d.text()).toList();
        if (lines.size() == 1) {
            run.notice(lines.getFirst());
        } else {
            run.noticeWithDetail("drop cascades to " + lines.size() + " other objects", String.join("\n", lines));
        }
    }
}
