package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterAction;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import java.util.List;
import java.util.Optional;

/// Checks before a command runs whether its user may: most commands are its owner's who owns what they are about.
///
/// What a name does not find is left to the command itself, whose error says so. What may be made in a schema is
/// checked where a place for the new object is looked for, {@link CommandRun#creationSchema}.
final class CommandChecks {

    private final CommandRun run;
    private final Rights rights;

    CommandChecks(CommandRun run) {
        this.run = run;
        this.rights = run.rights();
    }

    /// @throws SqlException 42501
    void check(DefinitionStatement statement) {
        if (rights.isSuperuser()) {
            return;
        }
        switch (statement) {
            case DefinitionStatement.CreateTable s ->
                s.elements().forEach(element -> {
                    if (element instanceof DefinitionStatement.Like like) {
                        run.find(like.table()).ifPresent(r -> rights.require(Securable.of(r), Privilege.SELECT));
                    }
                });
            case DefinitionStatement.AlterTable s -> alterTable(s);
            case DefinitionStatement.Rename s -> rename(s);
            case DefinitionStatement.RenameColumn s -> relation(s.table());
            case DefinitionStatement.RenameConstraint s -> relation(s.table());
            case DefinitionStatement.SetSchema s -> {
                relation(s.name());
                mayCreateIn(s.schema());
            }
            case DefinitionStatement.SetOwner s -> setOwner(s);
            case DefinitionStatement.CreateIndex s -> {
                relation(s.table());
                run.find(s.table()).ifPresent(r -> mayCreateIn(r.schema()));
            }
            case DefinitionStatement.AlterSequence s -> relation(s.name());
            case DefinitionStatement.CreateView s -> {
                if (s.replace()) {
                    run.find(s.name())
                            .filter(RelationDef.View.class::isInstance)
                            .ifPresent(view -> {
                                mayCreateIn(view.schema());
                                relation(view);
                            });
                }
            }
            default -> checkOther(statement);
        }
    }

    private void checkOther(DefinitionStatement statement) {
        switch (statement) {
            case DefinitionStatement.CreateSchema s -> createSchema(s);
            case DefinitionStatement.CreateDatabase s -> {
                if (!rights.mayCreateDatabases()) {
                    throw Denied.because("permission denied to create database");
                }
            }
            case DefinitionStatement.CreateExtension s -> extension(s);
            case DefinitionStatement.AlterDomain s -> type(s.name());
            case DefinitionStatement.AlterEnumAddValue s -> type(s.type());
            case DefinitionStatement.AlterEnumRenameValue s -> type(s.type());
            case DefinitionStatement.AlterComposite s -> type(s.name());
            case DefinitionStatement.CreateTrigger s ->
                run.find(s.table()).ifPresent(r -> rights.require(Securable.of(r), Privilege.TRIGGER));
            case DefinitionStatement.DropTrigger s -> ownerOfRelation(s.table());
            case DefinitionStatement.RenameTrigger s -> relation(s.table());
            case DefinitionStatement.Drop s -> s.names().forEach(name -> drop(s.kind(), name));
            case DefinitionStatement.Comment s -> comment(s);
            case DefinitionStatement.AlterRoutine s -> {
                if (s.action().equals("owner")) {
                    new RoutineCommands(run).find(s.kind(), s.routine()).ifPresent(r -> {
                        rights.requireOwner(Securable.of(r));
                        mayGiveTo(s.value());
                        mayCreateIn(r.schema(), run.roleName(s.value()));
                    });
                }
            }
            case DefinitionStatement.CommentOnRoutine s ->
                new RoutineCommands(run)
                        .find(s.kind(), s.routine())
                        .map(Securable::of)
                        .ifPresent(r ->
                                rights.requireOwner(r.named(s.routine().name().toString())));
            default -> {
                // Checked where it is carried out, or open to everybody.
            }
        }
    }

    /// REINDEX belongs to who owns what it is about.
    void reindex(UtilityStatement.Reindex node) {
        QualifiedName name = node.name();
        if (rights.isSuperuser() || name == null) {
            return;
        }
        switch (node.kind()) {
            case "index" -> index(name);
            case "table" -> relation(name);
            case "schema" -> run.catalog().schema(name.last()).ifPresent(s -> rights.requireOwner(Securable.of(s)));
            default -> rights.requireOwner(Securable.database(name.last()));
        }
    }

    private void relation(QualifiedName name) {
        run.find(name).ifPresent(this::relation);
    }

    private void relation(RelationDef relation) {
        rights.requireOwner(Securable.of(relation));
    }

    // What hangs on a relation is no object of its own.
    private void ownerOfRelation(QualifiedName name) {
        run.find(name).map(Securable::of).filter(object -> !rights.owns(object)).ifPresent(object -> {
            throw Denied.notOwner("relation", object.name());
        });
    }

    private void type(QualifiedName name) {
        rights.requireOwner(named(new Renames(run).requireType(name)));
    }

    // With its schema where that is not on the path.
    private Securable named(TypeDef type) {
        boolean visible = run.path().all().contains(type.schema());
        return Securable.of(type).named((visible ? "" : type.schema() + ".") + type.name());
    }

    private void mayCreateIn(String schema) {
        run.catalog().schema(schema).ifPresent(s -> rights.require(Securable.of(s), Privilege.CREATE));
    }

    private void mayCreateIn(String schema, String role) {
        Rights others = Rights.of(run.catalog(), role);
        run.catalog().schema(schema).ifPresent(s -> others.require(Securable.of(s), Privilege.CREATE));
    }

    private void mayGiveTo(String word) {
        String role = run.newOwner(word);
        if (!rights.isMemberOf(role)) {
            throw Denied.because("must be member of role \"" + role + "\"");
        }
    }

    private void alterTable(DefinitionStatement.AlterTable node) {
        Optional<RelationDef> found = run.find(node.name());
        if (found.isEmpty()) {
            index(node.name());
            return;
        }
        relation(found.get());
        for (AlterAction action : node.actions()) {
            if (action instanceof AlterAction.Owner owner) {
                mayGiveTo(owner.role());
                mayCreateIn(found.get().schema(), run.roleName(owner.role()));
            }
        }
    }

    private void index(QualifiedName name) {
        Optional<IndexDef> index = new Renames(run).indexOf(name);
        index.flatMap(i -> run.catalog().table(i.tableOid()))
                .map(Securable::of)
                .filter(table -> !rights.owns(table))
                .ifPresent(table -> {
                    throw Denied.notOwner("index", name.last());
                });
    }

    private void rename(DefinitionStatement.Rename node) {
        switch (node.kind()) {
            case "role", "user" -> {
                // Roles have rules of their own.
            }
            case "schema" -> {
                run.catalog().schema(node.name().last()).ifPresent(s -> rights.requireOwner(Securable.of(s)));
                rights.require(Securable.database(run.session().database()), Privilege.CREATE);
            }
            case "index" -> index(node.name());
            case "type", "domain" -> type(node.name());
            default -> {
                Optional<RelationDef> found = run.find(node.name());
                found.ifPresent(this::relation);
                found.ifPresent(r -> mayCreateIn(r.schema()));
                if (found.isEmpty()) {
                    index(node.name());
                }
            }
        }
    }

    private void setOwner(DefinitionStatement.SetOwner node) {
        String role = run.roleName(node.owner());
        switch (node.kind()) {
            case "schema" -> {
                run.catalog().schema(node.name().last()).ifPresent(s -> rights.requireOwner(Securable.of(s)));
                mayGiveTo(node.owner());
                rights.require(Securable.database(run.session().database()), Privilege.CREATE);
            }
            case "database" ->
                rights.requireOwner(Securable.database(node.name().last()));
            case "type", "domain" -> {
                type(node.name());
                mayGiveTo(node.owner());
                mayCreateIn(new Renames(run).requireType(node.name()).schema(), role);
            }
            default -> {
                relation(node.name());
                mayGiveTo(node.owner());
                run.find(node.name()).ifPresent(r -> mayCreateIn(r.schema(), role));
            }
        }
    }

    private void createSchema(DefinitionStatement.CreateSchema node) {
        rights.require(Securable.database(run.session().database()), Privilege.CREATE);
        if (!node.owner().isEmpty()) {
            mayGiveTo(node.owner());
        }
    }

    private void extension(DefinitionStatement.CreateExtension node) {
        if (!node.ifNotExists() && !rights.may(Securable.database(run.session().database()), Privilege.CREATE)) {
            throw Denied.because("permission denied to create extension \"" + node.name() + "\"")
                    .withHint("Must have CREATE privilege on current database to create this extension.");
        }
    }

    private void drop(String kind, QualifiedName name) {
        switch (kind) {
            case "table", "view", "sequence", "materialized view" ->
                run.find(name).ifPresent(r -> requireOwnerOrSchemas(run, Securable.of(r), r.schema()));
            case "index" -> index(name);
            case "schema" -> {
                boolean own = run.isOwnTemporary(name.last());
                run.catalog()
                        .schema(name.last())
                        .filter(s -> !own)
                        .ifPresent(s -> rights.requireOwner(Securable.of(s)));
            }
            case "type", "domain" -> {
                try {
                    TypeDef type = new Renames(run).requireType(name);
                    requireOwnerOrSchemas(run, named(type), type.schema());
                } catch (SqlException missing) {
                    if (missing.state() != SqlState.UNDEFINED_OBJECT) {
                        throw missing;
                    }
                }
            }
            default -> {
                // Roles have rules of their own.
            }
        }
    }

    /// What a schema holds, its owner may drop, too.
    ///
    /// @throws SqlException 42501
    static void requireOwnerOrSchemas(CommandRun run, Securable object, String schema) {
        Rights rights = run.rights();
        boolean ofSchema = run.catalog()
                .schema(schema)
                .map(Securable::of)
                .filter(rights::owns)
                .isPresent();
        if (!ofSchema && !run.isOwnTemporary(schema)) {
            rights.requireOwner(object);
        }
    }

    private void comment(DefinitionStatement.Comment node) {
        QualifiedName name = node.name();
        switch (node.kind()) {
            case "column", "constraint", "trigger" -> ownerOfRelation(holder(name));
            case "domain constraint" -> type(holder(name));
            case "schema" -> run.catalog().schema(name.last()).ifPresent(s -> rights.requireOwner(Securable.of(s)));
            case "index" -> index(name);
            case "type", "domain" -> type(name);
            case "role" -> {
                if (run.catalog()
                        .role(name.last())
                        .filter(r -> r.flags().superuser())
                        .isPresent()) {
                    throw Denied.because("must be superuser");
                }
                if (!rights.mayCreateRoles()) {
                    throw Denied.because("must have CREATEROLE privilege");
                }
            }
            case "database" -> rights.requireOwner(Securable.database(name.last()));
            default -> relation(name);
        }
    }

    private static QualifiedName holder(QualifiedName name) {
        List<String> parts = name.parts();
        return new QualifiedName(parts.subList(0, parts.size() - 1), name.position());
    }
}
