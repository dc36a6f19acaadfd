package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.RoutineScope;
import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterRoutine;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateRoutine;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.DropRoutines;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.RoutineName;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.RoutineParameter;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.plpgsql.PlParser;
import io.heliosdb.server.sql.plpgsql.PlSignature;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// CREATE, ALTER and DROP of functions and procedures written in SQL.
final class RoutineCommands {

    private final CommandRun run;

    RoutineCommands(CommandRun run) {
        this.run = run;
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_FUNCTION_DEFINITION, message);
    }

    /// What a definition's parameters and result come to.
    private static final class Signature {
        final List<String> names = new ArrayList<>();
        final List<Type> types = new ArrayList<>();
        final List<String> defaults = new ArrayList<>();
        final List<Routine.ResultColumn> columns = new ArrayList<>();
        boolean variadic;
        Type result = Types.VOID;
        boolean set;
    }

    String create(CreateRoutine node) {
        checkLanguage(node);
        Signature signature = signature(node);
        String schema = run.creationSchema(node.name(), false);
        String name = node.name().last();
        run.lockName("routine", schema, name);
        Optional<Routine> old = run.catalog().routines(schema, name).stream()
                .filter(r -> r.argumentTypes().equals(oids(signature.types)))
                .findFirst();
        old.ifPresent(routine -> checkReplacement(node, routine, signature));
        Routine routine = new Routine(
                old.map(Routine::oid).orElseGet(run::newOid),
                schema,
                name,
                old.map(Routine::owner).orElse(run.session().currentUser()),
                node.procedure(),
                signature.names,
                oids(signature.types),
                signature.defaults,
                signature.result.oid(),
                signature.set,
                signature.columns,
                node.attributes().language().toLowerCase(Locale.ROOT),
                node.attributes().body(),
                node.attributes().volatility(),
                node.attributes().strict(),
                signature.variadic,
                node.attributes().definer());
        run.put(routine);
        if (routine.language().equals("plpgsql")) {
            readBlock(routine);
            return node.procedure() ? "CREATE PROCEDURE" : "CREATE FUNCTION";
        }
        // pg_dump turns this off: what a body names may be restored after it.
        boolean checked = !run.session().setting("check_function_bodies").equals("off");
        if (checked && signature.types.stream().noneMatch(Types::isPolymorphic)) {
            try {
                checkBody(routine, signature);
            } catch (SqlException e) {
                throw e.with(e.fields().withPosition(0).withWhere("SQL function \"" + name + "\""));
            }
        }
        return node.procedure() ? "CREATE PROCEDURE" : "CREATE FUNCTION";
    }

    private static void checkLanguage(CreateRoutine node) {
        String language = node.attributes().language().toLowerCase(Locale.ROOT);
        if (!node.attributes().notOffered().isEmpty()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, node.attributes().notOffered() + " is not supported");
        }
        if (List.of("c", "internal").contains(language)) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED, "functions in language " + language + " are not supported")
                    .withHint("Write the function in language sql or plpgsql.");
        }
        if (!language.equals("sql") && !language.equals("plpgsql")) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "language \"" + language + "\" does not exist");
        }
    }

    // Its names and types are looked for when it runs.
    private static void readBlock(Routine routine) {
        try {
            PlParser.parse(
                    routine.body(), routine.name(), PlSignature.of(routine).given());
        } catch (SqlException e) {
            String where = e.fields().where();
            String near = where == null ? "" : " near " + where;
            throw e.with(e.fields()
                    .withPosition(0)
                    .withWhere("compilation of PL/pgSQL function \"" + routine.name() + "\"" + near));
        }
    }

    private static List<Integer> oids(List<Type> types) {
        return types.stream().map(Type::oid).toList();
    }

    private Signature signature(CreateRoutine node) {
        Signature signature = new Signature();
        for (RoutineParameter parameter : node.parameters()) {
            add(parameter, signature);
        }
        for (FromNode.ColumnDefinition column : node.table()) {
            signature.columns.add(new Routine.ResultColumn(
                    column.name(), resolve(column.type()).oid()));
        }
        result(node, signature);
        return signature;
    }

    private Type resolve(TypeName name) {
        DataType type = run.types().resolve(name);
        return type.type();
    }

    private void add(RoutineParameter parameter, Signature signature) {
        Type type = resolve(parameter.type());
        boolean output = parameter.mode().equals("out") || parameter.mode().equals("inout");
        if (output) {
            signature.columns.add(new Routine.ResultColumn(
                    parameter.name().isEmpty() ? "column" + (signature.columns.size() + 1) : parameter.name(),
                    type.oid()));
        }
        String defaultSql = parameter.defaultSql();
        if (parameter.mode().equals("out")) {
            if (defaultSql != null) {
                throw invalid("only input parameters can have default values");
            }
            return;
        }
        if (!parameter.name().isEmpty() && signature.names.contains(parameter.name())) {
            throw invalid("parameter name \"" + parameter.name() + "\" used more than once");
        }
        if (signature.variadic) {
            throw invalid("VARIADIC parameter must be the last input parameter");
        }
        signature.names.add(parameter.name());
        signature.types.add(type);
        signature.variadic = parameter.mode().equals("variadic");
        if (signature.variadic
                && Types.elementOf(type).isEmpty()
                && !type.name().endsWith("array")) {
            throw invalid("VARIADIC parameter must be an array");
        }
        if (defaultSql != null) {
            signature.defaults.add(defaultSql);
        } else if (!signature.defaults.isEmpty()) {
            throw invalid("input parameters after one with a default value must also have defaults");
        }
    }

    private void result(CreateRoutine node, Signature signature) {
        TypeName returns = node.returns();
        List<Routine.ResultColumn> columns = signature.columns;
        Type implied = columns.isEmpty()
                ? null
                : columns.size() == 1
                        ? run.catalog().type(columns.getFirst().typeOid()).orElse(Types.RECORD)
                        : Types.RECORD;
        signature.set = !node.table().isEmpty() || returns != null && returns.setOf();
        if (returns != null) {
            Type declared = resolve(returns);
            if (implied != null && !declared.equals(implied)) {
                throw invalid("function result type must be " + implied.displayName(-1) + " because of OUT parameters");
            }
            signature.result = declared;
        } else if (node.procedure()) {
            signature.result = columns.isEmpty() ? Types.VOID : Types.RECORD;
        } else if (implied == null) {
            throw invalid("function result type must be specified");
        } else {
            signature.result = implied;
        }
        boolean trigger = signature.result.equals(Types.TRIGGER);
        if (trigger && !node.attributes().language().equalsIgnoreCase("plpgsql")) {
            throw invalid("SQL functions cannot return type trigger");
        }
        if (trigger && !signature.types.isEmpty()) {
            throw invalid("trigger functions cannot have declared arguments")
                    .withHint("The arguments of the trigger can be accessed through TG_NARGS and TG_ARGV instead.");
        }
    }

    private void checkReplacement(CreateRoutine node, Routine old, Signature signature) {
        String shown = shown(old);
        if (!node.replace()) {
            throw new SqlException(
                    SqlState.DUPLICATE_FUNCTION,
                    "function \"" + old.name() + "\" already exists with same argument types");
        }
        run.rights().requireOwner(Securable.of(old));
        if (old.procedure() != node.procedure()) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "cannot change routine kind")
                    .withDetail("\"" + old.name() + "\" is a " + (old.procedure() ? "procedure." : "function."));
        }
        boolean same = old.resultType() == signature.result.oid() && old.returnsSet() == signature.set;
        if (!same || !old.resultColumns().equals(signature.columns)) {
            throw invalid("cannot change return type of existing function")
                    .withHint("Use DROP FUNCTION " + shown + " first.");
        }
    }

    private String shown(Routine routine) {
        return routine.name()
                + routine.argumentTypes().stream()
                        .map(oid -> run.catalog()
                                .type(oid)
                                .map(t -> t.displayName(-1))
                                .orElse("?"))
                        .collect(Collectors.joining(",", "(", ")"));
    }

    // Names that are wrong are told now and not at the first call.
    private void checkBody(Routine routine, Signature signature) {
        AnalysisContext context = run.analysis().withRoutine(RoutineScope.of(routine));
        List<@Nullable Type> types = new ArrayList<>(signature.types);
        List<ParsedStatement> body = SqlParser.parse(routine.body());
        Type result = rowType(routine, signature.result);
        for (int i = 0; i < body.size(); i++) {
            if (i == body.size() - 1 && !signature.result.equals(Types.VOID)) {
                run.analyzer().lastOfRoutine(body.get(i).statement(), context, types, result);
            } else {
                run.analyzer().analyze(body.get(i).statement(), context, types);
            }
        }
        if (body.isEmpty() && !signature.result.equals(Types.VOID)) {
            throw invalid("return type mismatch in function declared to return " + result.displayName(-1))
                    .withDetail("Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.");
        }
    }

    private Type rowType(Routine routine, Type result) {
        if (!result.equals(Types.RECORD) || routine.resultColumns().isEmpty()) {
            return result;
        }
        List<RowType.Field> fields = routine.resultColumns().stream()
                .map(c -> new RowType.Field(
                        c.name(), DataType.of(run.catalog().type(c.typeOid()).orElse(Types.TEXT))))
                .toList();
        return RowType.record(fields);
    }

    private List<Routine> named(QualifiedName name) {
        List<String> parts = name.parts();
        List<String> schemas =
                parts.size() == 1 ? run.path().all() : List.of(run.path().real(parts.get(parts.size() - 2)));
        List<Routine> found = new ArrayList<>();
        schemas.forEach(schema -> found.addAll(run.catalog().routines(schema, name.last())));
        return found;
    }

    Optional<Routine> find(String kind, RoutineName name) {
        List<TypeName> arguments = name.arguments();
        List<Routine> found = named(name.name()).stream()
                .filter(r -> kind.equals("routine") || r.procedure() == kind.equals("procedure"))
                .filter(r -> arguments == null
                        || r.argumentTypes()
                                .equals(oids(
                                        arguments.stream().map(this::resolve).toList())))
                .toList();
        if (arguments == null && found.size() > 1) {
            throw new SqlException(SqlState.AMBIGUOUS_FUNCTION, kind + " name \"" + name.name() + "\" is not unique")
                    .withHint("Specify the argument list to select the " + kind + " unambiguously.");
        }
        return found.stream().findFirst();
    }

    /// @throws SqlException 42883 when there is none
    Routine require(String kind, RoutineName name) {
        return find(kind, name).orElseThrow(() -> missing(kind, name));
    }

    private SqlException missing(String kind, RoutineName name) {
        List<TypeName> arguments = name.arguments();
        if (arguments == null) {
            return new SqlException(
                    SqlState.UNDEFINED_FUNCTION, "could not find a " + kind + " named \"" + name.name() + "\"");
        }
        String types = arguments.stream().map(t -> resolve(t).displayName(-1)).collect(Collectors.joining(", "));
        return new SqlException(
                SqlState.UNDEFINED_FUNCTION, kind + " " + name.name() + "(" + types + ") does not exist");
    }

    String drop(DropRoutines node) {
        for (RoutineName name : node.routines()) {
            Optional<Routine> found = find(node.kind(), name);
            if (found.isPresent()) {
                Securable object = Securable.of(found.get()).named(name.name().toString());
                CommandChecks.requireOwnerOrSchemas(run, object, found.get().schema());
                remove(found.get(), node.cascade());
            } else if (node.ifExists()) {
                String shown = name.arguments() == null
                        ? name.name() + "()"
                        : missing(node.kind(), name)
                                .message()
                                .replace(node.kind() + " ", "")
                                .replace(" does not exist", "");
                run.notice(node.kind() + " " + shown + " does not exist, skipping");
            } else {
                throw missing(node.kind(), name);
            }
        }
        return "DROP " + node.kind().toUpperCase(Locale.ROOT);
    }

    void remove(Routine routine, boolean cascade) {
        run.lock(routine);
        List<Dependents> triggers = Dependents.triggersOf(run, routine.oid());
        Dependents.allow(run, "function " + shown(routine), triggers, cascade);
        new Drops(run).cascade(triggers);
        run.remove(routine);
    }

    String alter(AlterRoutine node) {
        Routine r = require(node.kind(), node.routine());
        run.rights().requireOwner(Securable.of(r));
        String schema = node.action().equals("schema") ? node.value() : r.schema();
        String name = node.action().equals("rename") ? node.value() : r.name();
        if (!schema.equals(r.schema()) || !name.equals(r.name())) {
            run.openSchema(() -> schema);
            run.lockName("routine", schema, name);
            boolean taken = run.catalog().routines(schema, name).stream()
                    .anyMatch(other -> other.argumentTypes().equals(r.argumentTypes()));
            if (taken) {
                throw new SqlException(
                        SqlState.DUPLICATE_FUNCTION,
                        "function " + shown(r).replace(r.name(), name) + " already exists in schema \"" + schema
                                + "\"");
            }
        }
        if (node.action().equals("owner")) {
            new Owners(run).give(r, run.newOwner(node.value()));
        } else {
            Restating texts = Restating.aroundAll(run);
            run.put(changed(r.with(schema, name, r.owner()), node));
            texts.finish();
        }
        return "ALTER " + node.kind().toUpperCase(Locale.ROOT);
    }

    private static Routine changed(Routine r, AlterRoutine node) {
        return new Routine(
                r.oid(),
                r.schema(),
                r.name(),
                r.owner(),
                r.procedure(),
                r.argumentNames(),
                r.argumentTypes(),
                r.defaultSql(),
                r.resultType(),
                r.returnsSet(),
                r.resultColumns(),
                r.language(),
                r.body(),
                node.action().equals("volatility") ? node.value().charAt(0) : r.volatility(),
                node.action().equals("strict") ? node.value().equals("t") : r.strict(),
                r.variadic(),
                node.action().equals("definer") ? node.value().equals("t") : r.definer());
    }

    /// A routine as errors show it: with its schema where that is not on the path.
    String described(Routine routine) {
        boolean visible = run.path().all().contains(routine.schema());
        return (visible ? "" : routine.schema() + ".") + shown(routine);
    }
}
