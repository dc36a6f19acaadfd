package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Drop;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.ReassignOwned;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.privilege.Denied;
import java.util.ArrayList;
import java.util.List;

/// REASSIGN OWNED and DROP OWNED.
final class OwnerCommands {

    private final CommandRun run;

    OwnerCommands(CommandRun run) {
        this.run = run;
    }

    String reassign(ReassignOwned node) {
        List<String> roles = named(node.roles(), "permission denied to reassign objects");
        String owner = run.newOwner(node.owner());
        if (!run.rights().actsFor(owner)) {
            throw Denied.because("permission denied to reassign objects");
        }
        Owners owners = new Owners(run);
        for (String role : roles) {
            checkNotRequired(
                    role,
                    "cannot reassign ownership of objects owned by role " + role
                            + " because they are required by the database system");
            owners.ownedBy(role).forEach(object -> owners.give(object, owner));
        }
        return "REASSIGN OWNED";
    }

    private List<String> named(List<String> words, String refusal) {
        List<String> roles = new ArrayList<>();
        for (String word : words) {
            String role = run.requireRole(run.roleName(word)).name();
            if (!run.rights().actsFor(role)) {
                throw Denied.because(refusal);
            }
            roles.add(role);
        }
        return roles;
    }

    private static void checkNotRequired(String role, String message) {
        if (role.equals(Catalog.BOOTSTRAP_ROLE)) {
            throw new SqlException(SqlState.DEPENDENT_OBJECTS_STILL_EXIST, message);
        }
    }

    String drop(Drop node) {
        List<String> words = node.names().stream().map(QualifiedName::last).toList();
        Owners owners = new Owners(run);
        for (String role : named(words, "permission denied to drop objects")) {
            checkNotRequired(
                    role,
                    "cannot drop objects owned by role " + role + " because they are required by the database system");
            owners.revokeAll(role);
            for (CatalogObject object : owners.ownedBy(role).reversed()) {
                drop(object, node.cascade());
            }
        }
        return "DROP OWNED";
    }

    // What went with another object before is gone.
    private void drop(CatalogObject object, boolean cascade) {
        Drops drops = new Drops(run);
        switch (object) {
            case RelationDef relation -> {
                if (run.catalog().relation(relation.oid()).isPresent()) {
                    drops.dropContents(List.of(relation), cascade);
                }
            }
            case TypeDef type -> {
                if (run.catalog().typeDef(type.oid()).isPresent()) {
                    drops.dropType(type, cascade);
                }
            }
            case CatalogObject.Routine routine -> {
                if (run.catalog().routine(routine.oid()).isPresent()) {
                    new RoutineCommands(run).remove(routine, cascade);
                }
            }
            case CatalogObject.Schema schema -> {
                QualifiedName name = new QualifiedName(List.of(schema.name()), 0);
                new SchemaDrops(run, drops).drop(new Drop("schema", List.of(name), false, cascade, false), name);
            }
            default -> {}
        }
    }
}
