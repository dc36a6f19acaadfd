package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Drop;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// DROP of every kind.
final class Drops {

    private final CommandRun run;

    Drops(CommandRun run) {
        this.run = run;
    }

    String drop(Drop node) {
        String tag = "DROP " + node.kind().toUpperCase(Locale.ROOT);
        if (node.kind().equals("owned by")) {
            return new OwnerCommands(run).drop(node);
        }
        for (QualifiedName name : node.names()) {
            switch (node.kind()) {
                case "table", "view", "sequence", "materialized view" -> relation(node, name);
                case "index" -> index(node, name);
                case "schema" -> new SchemaDrops(run, this).drop(node, name);
                case "type", "domain" -> type(node, name);
                case "role", "user", "group" -> role(node, name);
                case "extension" -> missing(node, "extension \"" + name + "\"", SqlState.UNDEFINED_OBJECT);
                default -> throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, tag + " is not supported");
            }
        }
        boolean isRole = node.kind().equals("user") || node.kind().equals("group");
        return isRole ? "DROP ROLE" : tag;
    }

    void missing(Drop node, String what, SqlState state) {
        if (!node.ifExists()) {
            throw new SqlException(state, what + " does not exist");
        }
        run.notice(what.replace("relation", node.kind()) + " does not exist, skipping");
    }

    private void relation(Drop node, QualifiedName name) {
        Optional<RelationDef> found = run.find(name);
        if (found.isEmpty()) {
            String kind = node.kind().equals("materialized view") ? "materialized view" : node.kind();
            missing(node, kind + " \"" + name + "\"", SqlState.UNDEFINED_TABLE);
            return;
        }
        RelationDef relation = found.get();
        run.lockTable(relation.oid(), TableLockMode.ACCESS_EXCLUSIVE);
        // Whoever held the lock may have dropped it.
        if (run.catalog().relation(relation.oid()).isEmpty()) {
            missing(node, node.kind() + " \"" + name + "\"", SqlState.UNDEFINED_TABLE);
            return;
        }
        switch (relation) {
            case RelationDef.Table table -> {
                requireKind(node, table.name(), kind(table));
                table(table, node.cascade());
            }
            case RelationDef.View view -> {
                requireKind(node, view.name(), "view");
                view(view, node.cascade());
            }
            case RelationDef.Sequence sequence -> {
                requireKind(node, sequence.name(), "sequence");
                sequence(sequence, node.cascade());
            }
            case RelationDef.Virtual virtual ->
                throw new SqlException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied: \"" + virtual.name() + "\" is a system catalog");
        }
    }

    private static void requireKind(Drop node, String name, String kind) {
        if (!node.kind().equals(kind)) {
            String article = node.kind().equals("index") ? "an " : "a ";
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + name + "\" is not " + article + node.kind())
                    .withHint("Use DROP " + kind.toUpperCase(Locale.ROOT) + " to remove a " + kind + ".");
        }
    }

    void cascade(List<Dependents> dependents) {
        for (Dependents dependent : dependents) {
            switch (dependent) {
                case Dependents.OnRowType r -> cascade(List.of(r.dependent()));
                case Dependents.OnView v -> {
                    run.lockTable(v.view().oid(), TableLockMode.ACCESS_EXCLUSIVE);
                    run.catalog().relation(v.view().oid()).ifPresent(this::removeView);
                }
                case Dependents.OnForeignKey k -> {
                    run.lockTable(k.table().oid(), TableLockMode.ACCESS_EXCLUSIVE);
                    RelationDef.Table table = run.forChange(k.table());
                    run.put(table.withConstraints(table.constraints().stream()
                            .filter(c -> c.oid() != k.key().oid())
                            .toList()));
                }
                case Dependents.OnDefault d -> {
                    run.lockTable(d.table().oid(), TableLockMode.ACCESS_EXCLUSIVE);
                    RelationDef.Table table = run.forChange(d.table());
                    run.put(TableChanges.replace(
                            table,
                            TableChanges.withDefault(
                                    table.columns().get(d.column().position()), null)));
                }
                case Dependents.OnTrigger t -> {
                    run.lockTable(t.relation().oid(), TableLockMode.ACCESS_EXCLUSIVE);
                    run.catalog()
                            .relation(t.relation().oid())
                            .map(now -> now instanceof RelationDef.Table table ? run.forChange(table) : now)
                            .ifPresent(now -> TriggerCommands.remove(run, now, t.trigger()));
                }
                case Dependents.OnType t -> {
                    if (run.catalog().typeDef(t.type().oid()).isPresent()) {
                        dropType(t.type(), true);
                    }
                }
                case Dependents.OnRoutine r -> {
                    if (run.catalog().routine(r.routine().oid()).isPresent()) {
                        run.remove(r.routine());
                    }
                }
                case Dependents.OnColumn c -> {
                    run.lockTable(c.table().oid(), TableLockMode.ACCESS_EXCLUSIVE);
                    new ColumnDrops(run).dropWithAll(c.column(), run.forChange(c.table()));
                }
            }
        }
    }

    void table(RelationDef.Table table, boolean cascade) {
        lockReferenced(run, table.constraints());
        List<Dependents> dependents = new ArrayList<>(Dependents.foreignKeys(run, table.oid()));
        dependents.addAll(Dependents.views(run, table.oid()));
        dependents.addAll(Dependents.rowType(run, table));
        Dependents.allow(run, kind(table) + " " + table.name(), dependents, cascade);
        cascade(dependents);
        cascade(Dependents.triggersFrom(run, table.oid()));
        RelationDef.Table now = run.forChange(table);
        Truncates.dropTrees(run, now);
        for (RelationDef relation : List.copyOf(run.catalog().relations())) {
            if (relation instanceof RelationDef.Sequence s && s.sequence().ownedByTable() == table.oid()) {
                run.remove(s);
            }
        }
        run.remove(now);
    }

    /// Locks the tables that foreign keys about to go refer to: whoever changes these must not miss that.
    static void lockReferenced(CommandRun run, List<ConstraintDef> going) {
        for (ConstraintDef constraint : going) {
            if (constraint instanceof ConstraintDef.ForeignKey key) {
                run.lockTable(key.referencedTable(), TableLockMode.ACCESS_EXCLUSIVE);
            }
        }
    }

    /// A view, materialized or not, whose dependents are dropped by others.
    void removeView(RelationDef view) {
        if (view instanceof RelationDef.Table table) {
            Truncates.dropTrees(run, run.forChange(table));
        }
        run.remove(view);
    }

    private void view(RelationDef.View view, boolean cascade) {
        List<Dependents> dependents = new ArrayList<>(Dependents.views(run, view.oid()));
        dependents.addAll(Dependents.rowType(run, view));
        Dependents.allow(run, "view " + view.name(), dependents, cascade);
        cascade(dependents);
        run.remove(view);
    }

    private void sequence(RelationDef.Sequence sequence, boolean cascade) {
        List<Dependents> dependents = new ArrayList<>(Dependents.defaults(run, sequence));
        dependents.addAll(Dependents.views(run, sequence.oid()));
        Dependents.allow(run, "sequence " + sequence.name(), dependents, cascade);
        cascade(dependents);
        run.remove(sequence);
    }

    private void index(Drop node, QualifiedName name) {
        Optional<IndexDef> found = name.isQualified()
                ? run.catalog()
                        .index(run.path().real(name.parts().get(name.parts().size() - 2)), name.last())
                : run.path().index(name.last());
        Optional<RelationDef.Table> owner = found.flatMap(i -> run.catalog().table(i.tableOid()));
        if (found.isEmpty() || owner.isEmpty()) {
            missing(node, "index \"" + name + "\"", SqlState.UNDEFINED_OBJECT);
            return;
        }
        IndexDef index = found.get();
        run.lockTable(index.tableOid(), TableLockMode.ACCESS_EXCLUSIVE);
        RelationDef.Table table = run.forChange(owner.get());
        if (table.indexes().stream().noneMatch(i -> i.oid() == index.oid())) {
            missing(node, "index \"" + name + "\"", SqlState.UNDEFINED_OBJECT);
            return;
        }
        for (ConstraintDef constraint : table.constraints()) {
            if (constraint instanceof ConstraintDef.Unique unique && unique.indexOid() == index.oid()) {
                throw new SqlException(
                                SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                                "cannot drop index " + index.name() + " because constraint " + unique.name()
                                        + " on table " + table.name() + " requires it")
                        .withHint(
                                "You can drop constraint " + unique.name() + " on table " + table.name() + " instead.");
            }
        }
        removeIndex(run, table, index.oid());
    }

    static RelationDef.Table removeIndex(CommandRun run, RelationDef.Table table, int oid) {
        for (IndexDef index : table.indexes()) {
            if (index.oid() == oid) {
                run.transaction().dropTree(index.tree());
            }
        }
        RelationDef.Table without = table.withIndexes(
                table.indexes().stream().filter(i -> i.oid() != oid).toList());
        run.put(without);
        return without;
    }

    /// Drops relations with everything that depends on them.
    void dropContents(List<RelationDef> contents) {
        dropContents(contents, true);
    }

    /// Drops those of some relations that are still there.
    void dropContents(List<RelationDef> contents, boolean cascade) {
        for (RelationDef relation : contents) {
            Optional<RelationDef> now = run.catalog().relation(relation.oid());
            if (now.isEmpty()) {
                continue;
            }
            run.lockTable(relation.oid(), TableLockMode.ACCESS_EXCLUSIVE);
            switch (now.get()) {
                case RelationDef.Table table -> table(table, cascade);
                case RelationDef.View view -> view(view, cascade);
                case RelationDef.Sequence sequence -> sequence(sequence, cascade);
                case RelationDef.Virtual virtual -> {}
            }
        }
    }

    static String kind(RelationDef relation) {
        return switch (relation) {
            case RelationDef.Table t -> t.materialized() == null ? "table" : "materialized view";
            case RelationDef.View v -> "view";
            case RelationDef.Sequence s -> "sequence";
            case RelationDef.Virtual v -> "system view";
        };
    }

    private void type(Drop node, QualifiedName name) {
        String own = name.last();
        Optional<TypeDef> found = run.catalog().typeDefs().stream()
                .filter(t -> t.name().equals(own))
                .filter(t -> name.isQualified()
                        ? t.schema().equals(name.parts().get(name.parts().size() - 2))
                        : run.path().all().contains(t.schema()))
                .findFirst();
        if (found.isEmpty()) {
            missing(node, "type \"" + name + "\"", SqlState.UNDEFINED_OBJECT);
            return;
        }
        TypeDef type = found.get();
        run.lockUse(type.oid(), TableLockMode.ACCESS_EXCLUSIVE);
        if (run.catalog().typeDef(type.oid()).isEmpty()) {
            missing(node, "type \"" + name + "\"", SqlState.UNDEFINED_OBJECT);
            return;
        }
        dropType(type, node.cascade());
    }

    void dropType(TypeDef type, boolean cascade) {
        run.lockUse(type.oid(), TableLockMode.ACCESS_EXCLUSIVE);
        List<Dependents> dependents = new ArrayList<>(Dependents.columns(run, type.oid(), type.arrayOid()));
        dependents.addAll(Dependents.typesAndRoutines(run, type.oid(), type.arrayOid()));
        Dependents.allow(run, "type " + type.name(), dependents, cascade);
        cascade(dependents);
        run.remove(type);
    }

    private void role(Drop node, QualifiedName name) {
        if (!run.rights().mayCreateRoles()) {
            throw Denied.because("permission denied to drop role");
        }
        Optional<CatalogObject.Role> found = run.catalog().role(name.last());
        if (found.isEmpty()) {
            missing(node, "role \"" + name + "\"", SqlState.UNDEFINED_OBJECT);
            return;
        }
        Roles.checkMayDrop(run, found.get());
        List<String> uses = new Owners(run).uses(name.last());
        if (!uses.isEmpty()) {
            throw new SqlException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "role \"" + name + "\" cannot be dropped because some objects depend on it")
                    .withDetail(String.join("\n", uses));
        }
        for (CatalogObject.Role member : List.copyOf(run.catalog().roles())) {
            if (member.isMemberOf(name.last())) {
                run.put(member.withMemberOf(member.memberOf().stream()
                        .filter(m -> !m.role().equals(name.last()))
                        .toList()));
            }
        }
        run.remove(found.get());
    }
}
