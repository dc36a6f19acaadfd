package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Drop;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// DROP SCHEMA. Whoever is making something in the schema is waited for first.
final class SchemaDrops {

    private final CommandRun run;
    private final Drops drops;

    SchemaDrops(CommandRun run, Drops drops) {
        this.run = run;
        this.drops = drops;
    }

    void drop(Drop node, QualifiedName name) {
        Optional<CatalogObject.Schema> found = run.catalog().schema(name.last());
        if (found.isPresent()) {
            run.lockUse(found.get().oid(), TableLockMode.ACCESS_EXCLUSIVE);
            found = run.catalog().schema(name.last());
        }
        if (found.isEmpty()) {
            drops.missing(node, "schema \"" + name + "\"", SqlState.INVALID_SCHEMA_NAME);
            return;
        }
        String schema = name.last();
        List<String> contents = contents(schema);
        if (!contents.isEmpty() && !node.cascade()) {
            throw new SqlException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop schema " + name + " because other objects depend on it")
                    .withDetail(String.join(
                            "\n",
                            contents.stream()
                                    .map(what -> what + " depends on schema " + name)
                                    .toList()))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        if (!contents.isEmpty()) {
            run.notice(
                    contents.size() == 1
                            ? "drop cascades to " + contents.getFirst()
                            : "drop cascades to " + contents.size() + " other objects");
        }
        dropContents(schema);
        run.remove(found.get());
    }

    private List<RelationDef> relations(String schema) {
        return run.catalog().relations().stream()
                .filter(r -> r.schema().equals(schema) && !(r instanceof RelationDef.Virtual))
                .filter(r ->
                        !(r instanceof RelationDef.Sequence s && s.sequence().ownedByTable() != 0))
                .toList();
    }

    // What is made of another type is younger and goes first.
    private List<TypeDef> types(String schema) {
        return run.catalog().typeDefs().stream()
                .filter(type -> type.schema().equals(schema))
                .sorted(Comparator.comparingInt(TypeDef::oid).reversed())
                .toList();
    }

    private List<CatalogObject.Routine> routines(String schema) {
        return run.catalog().routines().stream()
                .filter(routine -> routine.schema().equals(schema))
                .toList();
    }

    private List<String> contents(String schema) {
        boolean visible = run.path().all().contains(schema) && !schema.equals(Catalog.SYSTEM_SCHEMA);
        String prefix = visible ? "" : schema + ".";
        List<String> contents = new ArrayList<>();
        relations(schema).forEach(r -> contents.add(Drops.kind(r) + " " + prefix + r.name()));
        types(schema).forEach(t -> contents.add("type " + prefix + t.name()));
        routines(schema).forEach(r -> contents.add((r.procedure() ? "procedure " : "function ") + prefix + r.name()));
        return contents;
    }

    private void dropContents(String schema) {
        drops.dropContents(relations(schema));
        for (TypeDef type : types(schema)) {
            if (run.catalog().typeDef(type.oid()).isPresent()) {
                drops.dropType(type, true);
            }
        }
        for (CatalogObject.Routine routine : routines(schema)) {
            drops.cascade(Dependents.triggersOf(run, routine.oid()));
            run.remove(routine);
        }
    }
}
