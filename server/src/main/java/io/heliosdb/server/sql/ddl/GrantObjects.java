package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.GrantTarget;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.RoutineName;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.privilege.ObjectKind;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.sql.type.NameResolver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds what GRANT and REVOKE name.
final class GrantObjects {

    private static final Map<String, Integer> LANGUAGES = Map.of("internal", 12, "sql", 14, "plpgsql", 13_545);

    private final CommandRun run;

    GrantObjects(CommandRun run) {
        this.run = run;
    }

    /// @param granted as what kind of object it was named, which says what can be granted
    /// @param relation null for what is none
    record Target(
            Securable object, ObjectKind granted, @Nullable RelationDef relation) {

        static Target of(Securable object) {
            return new Target(object, object.kind(), null);
        }

        static Target of(RelationDef relation) {
            Securable object = Securable.of(relation);
            return new Target(object, object.kind(), relation);
        }
    }

    List<Target> of(GrantTarget target) {
        List<Target> found = new ArrayList<>();
        target.routines().forEach(name -> found.add(Target.of(routine(target.kind(), name))));
        for (QualifiedName name : target.objects()) {
            switch (target.kind()) {
                case "table" -> {
                    RelationDef relation = relation(name);
                    found.add(new Target(Securable.of(relation), ObjectKind.TABLE, relation));
                }
                case "sequence" -> found.add(sequence(name));
                case "schema" -> found.add(Target.of(Securable.of(run.requireSchema(name.last()))));
                case "database" -> found.add(Target.of(database(name)));
                case "type", "domain" -> found.add(Target.of(Securable.of(type(name))));
                case "language" -> found.add(Target.of(language(name)));
                case "all tables in schema", "all sequences in schema" -> allRelations(target.kind(), name, found);
                case "all functions in schema", "all procedures in schema", "all routines in schema" ->
                    allRoutines(target.kind(), name, found);
                default ->
                    throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED, "GRANT ON " + target.kind() + " is not supported");
            }
        }
        return found;
    }

    private RelationDef relation(QualifiedName name) {
        return run.find(name)
                .orElseThrow(
                        () -> new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"));
    }

    private Target sequence(QualifiedName name) {
        RelationDef relation = relation(name);
        if (!(relation instanceof RelationDef.Sequence)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a sequence");
        }
        return Target.of(relation);
    }

    private Securable database(QualifiedName name) {
        if (!name.last().equals(run.session().database())) {
            throw new SqlException(SqlState.INVALID_CATALOG_NAME, "database \"" + name.last() + "\" does not exist");
        }
        return Securable.database(name.last());
    }

    private static Securable language(QualifiedName name) {
        Integer oid = LANGUAGES.get(name.last());
        if (oid == null) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "language \"" + name.last() + "\" does not exist");
        }
        return Securable.language(oid, name.last());
    }

    private TypeDef type(QualifiedName name) {
        List<String> parts = name.parts();
        return (name.isQualified()
                        ? run.catalog().type(run.path().real(parts.get(parts.size() - 2)), name.last())
                        : run.path().type(name.last()))
                .flatMap(type -> run.catalog().typeDef(type.oid()))
                .orElseThrow(() -> new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist"));
    }

    private Securable routine(String kind, RoutineName name) {
        RoutineCommands routines = new RoutineCommands(run);
        if (routines.find(kind, name).isEmpty()) {
            Securable builtIn = builtIn(name);
            if (builtIn != null) {
                return builtIn;
            }
        }
        return Securable.of(routines.require(kind, name));
    }

    // A built-in function, as the session's own lookup of names finds it.
    private @Nullable Securable builtIn(RoutineName name) {
        String arguments = name.arguments() == null
                ? ""
                : name.arguments().stream()
                        .map(t -> run.types().resolve(t).type().displayName(-1))
                        .collect(Collectors.joining(",", "(", ")"));
        try {
            long oid = run.session().names().oidOf(NameResolver.Kind.PROCEDURE, name.name() + arguments);
            return Securable.builtInFunction((int) oid, name.name().last());
        } catch (SqlException none) {
            return null;
        }
    }

    private void allRelations(String kind, QualifiedName schema, List<Target> found) {
        boolean tables = kind.equals("all tables in schema");
        String name = run.requireSchema(schema.last()).name();
        run.catalog().relations().stream()
                .filter(r -> r.schema().equals(name) && tables != r instanceof RelationDef.Sequence)
                .sorted(Comparator.comparingInt(RelationDef::oid))
                .forEach(r -> found.add(Target.of(r)));
    }

    private void allRoutines(String kind, QualifiedName schema, List<Target> found) {
        String name = run.requireSchema(schema.last()).name();
        run.catalog().routines().stream()
                .filter(r -> r.schema().equals(name))
                .filter(r -> kind.startsWith("all routines") || r.procedure() == kind.startsWith("all procedures"))
                .sorted(Comparator.comparingInt(CatalogObject.Routine::oid))
                .forEach(r -> found.add(Target.of(Securable.of(r))));
    }
}
