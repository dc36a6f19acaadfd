package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Rename;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.RenameColumn;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.RenameConstraint;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.SetOwner;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.SetSchema;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// RENAME, SET SCHEMA and OWNER TO. Texts that name what is renamed are written anew.
final class Renames {

    private final CommandRun run;

    Renames(CommandRun run) {
        this.run = run;
    }

    private static RelationDef named(RelationDef relation, String schema, String name) {
        return switch (relation) {
            case RelationDef.Table t -> t.withName(schema, name);
            case RelationDef.View v -> v.withName(schema, name);
            case RelationDef.Sequence s ->
                new RelationDef.Sequence(s.oid(), schema, name, s.owner(), s.columns(), s.sequence());
            case RelationDef.Virtual v ->
                throw new SqlException(
                        SqlState.INSUFFICIENT_PRIVILEGE, "permission denied: \"" + v.name() + "\" is a system catalog");
        };
    }

    static RelationDef withOwner(RelationDef relation, String owner) {
        return switch (relation) {
            case RelationDef.Table t -> t.withOwner(owner);
            case RelationDef.View v -> v.withOwner(owner);
            case RelationDef.Sequence s ->
                new RelationDef.Sequence(s.oid(), s.schema(), s.name(), owner, s.columns(), s.sequence());
            case RelationDef.Virtual v -> v;
        };
    }

    String rename(Rename node) {
        String tag =
                "ALTER " + (node.kind().equals("user") ? "ROLE" : node.kind().toUpperCase(Locale.ROOT));
        switch (node.kind()) {
            case "schema" -> {
                run.lockUse(run.requireSchema(node.name().last()).oid(), TableLockMode.ACCESS_EXCLUSIVE);
                CatalogObject.Schema schema = run.requireSchema(node.name().last());
                if (run.catalog().schema(node.newName()).isPresent()) {
                    throw new SqlException(
                            SqlState.DUPLICATE_SCHEMA, "schema \"" + node.newName() + "\" already exists");
                }
                renameSchema(schema, node.newName());
            }
            case "role", "user" -> Roles.rename(run, node.name().last(), node.newName());
            case "index" -> index(node);
            case "type", "domain" -> type(node);
            default -> relation(node);
        }
        return tag;
    }

    private void renameSchema(CatalogObject.Schema schema, String name) {
        Restating texts = Restating.aroundAll(run);
        for (RelationDef relation : List.copyOf(run.catalog().relations())) {
            if (relation.schema().equals(schema.name()) && !(relation instanceof RelationDef.Virtual)) {
                run.put(named(relation, name, relation.name()));
            }
        }
        for (TypeDef type : List.copyOf(run.catalog().typeDefs())) {
            if (type.schema().equals(schema.name())) {
                run.put(named(type, name, type.name()));
            }
        }
        for (CatalogObject.Routine r : List.copyOf(run.catalog().routines())) {
            if (r.schema().equals(schema.name())) {
                run.put(inSchema(r, name));
            }
        }
        run.put(new CatalogObject.Schema(schema.oid(), name, schema.owner()));
        texts.finish();
    }

    private static CatalogObject.Routine inSchema(CatalogObject.Routine r, String schema) {
        return r.with(schema, r.name(), r.owner());
    }

    private static TypeDef named(TypeDef type, String schema, String name) {
        return with(type, schema, name, type.owner());
    }

    static TypeDef withOwner(TypeDef type, String owner) {
        return with(type, type.schema(), type.name(), owner);
    }

    private static TypeDef with(TypeDef type, String schema, String name, String owner) {
        return switch (type) {
            case TypeDef.Enumeration e -> new TypeDef.Enumeration(e.oid(), schema, name, owner, e.labels());
            case TypeDef.Domain d ->
                new TypeDef.Domain(
                        d.oid(),
                        schema,
                        name,
                        owner,
                        d.baseType(),
                        d.typmod(),
                        d.notNull(),
                        d.defaultSql(),
                        d.checks());
            case TypeDef.Composite c -> new TypeDef.Composite(c.oid(), schema, name, owner, c.attributes());
        };
    }

    /// @throws SqlException 42704
    TypeDef requireType(QualifiedName name) {
        List<String> parts = name.parts();
        String schema = parts.size() == 1 ? "" : run.path().real(parts.get(parts.size() - 2));
        Optional<Type> type =
                schema.isEmpty() ? run.path().type(name.last()) : run.catalog().type(schema, name.last());
        return type.flatMap(t -> run.catalog().typeDef(t.oid()))
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_OBJECT, "type \"" + String.join(".", parts) + "\" does not exist"));
    }

    private void type(Rename node) {
        TypeDef type = requireType(node.name());
        run.lockName("type", type.schema(), node.newName());
        if (hasType(run, type.schema(), node.newName())) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "type \"" + node.newName() + "\" already exists");
        }
        Restating texts = Restating.aroundAll(run);
        run.put(named(type, type.schema(), node.newName()));
        texts.finish();
    }

    private void relation(Rename node) {
        Optional<RelationDef> found = run.find(node.name());
        if (found.isEmpty() && node.ifExists()) {
            run.notice("relation \"" + node.name().last() + "\" does not exist, skipping");
            return;
        }
        if (found.isEmpty() && indexOf(node.name()).isPresent()) {
            index(node);
            return;
        }
        RelationDef relation = locked(node.name());
        Restating texts = Restating.around(run, relation);
        run.lockName("relation", relation.schema(), node.newName());
        if (run.catalog().isRelationName(relation.schema(), node.newName())) {
            throw ObjectNames.relationExists(node.newName());
        }
        RelationDef now = relation instanceof RelationDef.Table table ? run.forChange(table) : relation;
        run.put(named(now, relation.schema(), node.newName()));
        texts.finish();
    }

    private RelationDef locked(QualifiedName name) {
        return run.lockedRelation(
                name, TableLockMode.ACCESS_EXCLUSIVE, run.session().lockWait());
    }

    Optional<IndexDef> indexOf(QualifiedName name) {
        return name.isQualified()
                ? run.catalog()
                        .index(run.path().real(name.parts().get(name.parts().size() - 2)), name.last())
                : run.path().index(name.last());
    }

    private void index(Rename node) {
        IndexDef index = indexOf(node.name())
                .orElseThrow(() ->
                        new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + node.name() + "\" does not exist"));
        run.lockTable(index.tableOid(), TableLockMode.SHARE_UPDATE_EXCLUSIVE);
        RelationDef.Table table =
                run.forChange(run.catalog().table(index.tableOid()).orElseThrow());
        run.lockName("relation", table.schema(), node.newName());
        if (run.catalog().isRelationName(table.schema(), node.newName())) {
            throw ObjectNames.relationExists(node.newName());
        }
        run.put(withIndexName(table, index.oid(), node.newName()));
    }

    /// An index and the constraint that it keeps have one name.
    private static RelationDef.Table withIndexName(RelationDef.Table table, int oid, String name) {
        RelationDef.Table renamed = table.withIndexes(table.indexes().stream()
                .map(i -> i.oid() == oid ? Others.renamed(i, name) : i)
                .toList());
        return renamed.withConstraints(renamed.constraints().stream()
                .map(c -> c instanceof ConstraintDef.Unique u && u.indexOid() == oid
                        ? ConstraintCopies.renamed(u, name)
                        : c)
                .toList());
    }

    String column(RenameColumn node) {
        String tag = "ALTER " + node.kind().toUpperCase(Locale.ROOT);
        if (node.ifExists() && run.find(node.table()).isEmpty()) {
            run.notice("relation \"" + node.table().last() + "\" does not exist, skipping");
            return tag;
        }
        if (run.require(node.table()) instanceof RelationDef.View view) {
            viewColumn(view, node);
            return tag;
        }
        RelationDef.Table table = run.forChange(run.lockedTable(node.table(), TableLockMode.ACCESS_EXCLUSIVE));
        ColumnDef column = TableChanges.column(table, node.column());
        if (TableChanges.hasColumn(table, node.newName())) {
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN,
                    "column \"" + node.newName() + "\" of relation \"" + table.name() + "\" already exists");
        }
        Restating texts = Restating.around(run, table);
        run.put(TableChanges.replace(table, TableChanges.withName(column, node.newName())));
        texts.finish();
        return tag;
    }

    private void viewColumn(RelationDef.View view, RenameColumn node) {
        run.lockTable(view.oid(), TableLockMode.ACCESS_EXCLUSIVE);
        if (view.columns().stream().noneMatch(c -> c.name().equals(node.column()))) {
            throw new SqlException(SqlState.UNDEFINED_COLUMN, "column \"" + node.column() + "\" does not exist");
        }
        if (view.columns().stream().anyMatch(c -> c.name().equals(node.newName()))) {
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN,
                    "column \"" + node.newName() + "\" of relation \"" + view.name() + "\" already exists");
        }
        Restating texts = Restating.around(run, view);
        List<ColumnDef> columns = view.columns().stream()
                .map(c -> c.name().equals(node.column()) ? TableChanges.withName(c, node.newName()) : c)
                .toList();
        RelationDef.View renamed = view.withQuery(columns, view.querySql());
        run.put(renamed.withQuery(columns, run.deparser().restored(renamed, run.analysis(), run.catalog())));
        texts.finish();
    }

    String constraint(RenameConstraint node) {
        RelationDef.Table table = run.forChange(run.lockedTable(node.table(), TableLockMode.ACCESS_EXCLUSIVE));
        ConstraintDef constraint = table.constraints().stream()
                .filter(c -> c.name().equals(node.constraint()))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_OBJECT,
                        "constraint \"" + node.constraint() + "\" for table \"" + table.name() + "\" does not exist"));
        if (constraint instanceof ConstraintDef.Unique unique) {
            run.put(withIndexName(table, unique.indexOid(), node.newName()));
        } else {
            run.put(ConstraintCopies.replace(table, ConstraintCopies.renamed(constraint, node.newName())));
        }
        return "ALTER TABLE";
    }

    String schema(SetSchema node) {
        run.keptSchema(node::schema);
        RelationDef relation = locked(node.name());
        Restating texts = Restating.around(run, relation);
        run.lockName("relation", node.schema(), relation.name());
        if (run.catalog().isRelationName(node.schema(), relation.name())) {
            throw ObjectNames.relationExists(relation.name());
        }
        run.put(named(relation, node.schema(), relation.name()));
        texts.finish();
        return "ALTER " + node.kind().toUpperCase(Locale.ROOT);
    }

    String owner(SetOwner node) {
        String tag = "ALTER " + node.kind().toUpperCase(Locale.ROOT);
        switch (node.kind()) {
            case "schema" -> give(run.requireSchema(node.name().last()), node.owner());
            case "type", "domain" -> give(requireType(node.name()), node.owner());
            case "database", "function", "procedure" -> {}
            default -> give(locked(node.name()), node.owner());
        }
        return tag;
    }

    private void give(CatalogObject object, String owner) {
        new Owners(run).give(object, run.newOwner(owner));
    }

    /// Whether a type of that name exists in a schema.
    static boolean hasType(CommandRun run, String schema, String name) {
        for (TypeDef type : run.catalog().typeDefs()) {
            if (type.schema().equals(schema) && type.name().equals(name)) {
                return true;
            }
        }
        return run.catalog().relation(schema, name).isPresent();
    }
}
