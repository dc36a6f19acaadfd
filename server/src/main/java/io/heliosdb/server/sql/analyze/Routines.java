package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.function.SqlRoutines;
import io.heliosdb.server.sql.function.Volatility;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.Token;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions that users wrote, as calls find them.
final class Routines {

    private final Analysis analysis;

    Routines(Analysis analysis) {
        this.analysis = analysis;
    }

    /// All functions that a name may mean, built-in ones and users', the first of those with the same arguments
    /// only.
    List<FunctionDef> named(QualifiedName name) {
        List<String> parts = name.parts();
        List<String> schemas = parts.size() == 1
                ? analysis.context().path().all()
                : List.of(analysis.context().path().real(parts.get(parts.size() - 2)));
        List<FunctionDef> found = new ArrayList<>();
        for (String schema : schemas) {
            if (!analysis.callsProcedure()) {
                analysis.builtins().functions(name.last()).stream()
                        .filter(function -> function.schema().equals(schema))
                        .forEach(found::add);
            }
            for (Routine routine : analysis.catalog().routines(schema, name.last())) {
                definition(routine).ifPresent(def -> {
                    if (found.stream().noneMatch(f -> f.arguments().equals(def.arguments()))) {
                        found.add(def);
                    }
                });
            }
        }
        return found;
    }

    /// Whether there is a routine of the name that is a procedure where a function is wanted, or the other way
    /// round.
    boolean hasOtherKind(QualifiedName name, int arguments) {
        List<String> parts = name.parts();
        List<String> schemas = parts.size() == 1
                ? analysis.context().path().all()
                : List.of(analysis.context().path().real(parts.get(parts.size() - 2)));
        for (String schema : schemas) {
            for (Routine routine : analysis.catalog().routines(schema, name.last())) {
                if (routine.procedure() != analysis.callsProcedure()
                        && routine.argumentTypes().size() == arguments) {
                    return true;
                }
            }
        }
        return false;
    }

    // A function over a type that is gone is found no more.
    private Optional<FunctionDef> definition(Routine routine) {
        List<Type> arguments = new ArrayList<>();
        for (int oid : routine.argumentTypes()) {
            Type type = analysis.catalog().type(oid).orElse(null);
            if (type == null) {
                return Optional.empty();
            }
            arguments.add(type);
        }
        Type result = analysis.catalog().type(routine.resultType()).orElse(null);
        if (result == null || routine.procedure() != analysis.callsProcedure()) {
            return Optional.empty();
        }
        List<FunctionDef.Output> outputs = outputs(routine);
        List<Object> defaults = new ArrayList<>();
        routine.defaultSql().forEach(sql -> defaults.add(new FunctionDef.DefaultExpression(sql)));
        return Optional.of(new FunctionDef(
                routine.oid(),
                routine.schema(),
                routine.name(),
                arguments,
                defaults.size(),
                routine.variadic(),
                result,
                routine.strict(),
                volatility(routine.volatility()),
                writes(routine),
                implementation(routine),
                new FunctionDef.Parameters(routine.argumentNames(), defaults, outputs, -1)));
    }

    private List<FunctionDef.Output> outputs(Routine routine) {
        List<FunctionDef.Output> outputs = new ArrayList<>();
        for (Routine.ResultColumn column : routine.resultColumns()) {
            Type type = analysis.catalog().type(column.typeOid()).orElse(Types.TEXT);
            outputs.add(new FunctionDef.Output(column.name(), type));
        }
        return outputs;
    }

    private static Volatility volatility(char code) {
        return code == 'i' ? Volatility.IMMUTABLE : code == 's' ? Volatility.STABLE : Volatility.VOLATILE;
    }

    private static Implementation implementation(Routine routine) {
        int oid = routine.oid();
        if (routine.returnsSet()) {
            return new Implementation.ByTypes(
                    Implementation.Shape.SET,
                    (types, result) -> new Implementation.SetReturning(
                            (c, a) -> c.service(SqlRoutines.class).rows(new SqlRoutines.Call(oid, types, result), a),
                            List.of()));
        }
        return new Implementation.ByTypes(
                Implementation.Shape.SCALAR,
                (types, result) -> new Implementation.Scalar(
                        (c, a) -> c.service(SqlRoutines.class).value(new SqlRoutines.Call(oid, types, result), a)));
    }

    /// Whether a call changes something: what the body says, statement by statement. Where the body cannot be
    /// understood before it runs, such as when it makes the tables it uses, it is taken to change something.
    private boolean writes(Routine routine) {
        if (!analysis.enter(routine.oid())) {
            return false;
        }
        try {
            if (routine.language().equals("plpgsql")) {
                return routine.volatility() == 'v' && blockWrites(routine);
            }
            List<@Nullable Type> types = new ArrayList<>();
            for (int oid : routine.argumentTypes()) {
                Type type = analysis.catalog().type(oid).orElse(Types.TEXT);
                types.add(Types.isPolymorphic(type) ? Types.TEXT : type);
            }
            for (ParsedStatement statement : SqlParser.parse(routine.body())) {
                AnalyzedStatement analyzed = new Analyzer(analysis.builtins())
                        .statement(
                                statement.statement(),
                                analysis.context().withRoutine(RoutineScope.of(routine)),
                                types,
                                analysis.entered());
                if (analyzed.effects().writes()) {
                    return true;
                }
            }
            return false;
        } catch (SqlException notYet) {
            return true;
        } finally {
            analysis.leave(routine.oid());
        }
    }

    private static final Set<String> READING = Set.of(
            "if", "elsif", "while", "in", "and", "or", "not", "select", "perform", "return", "values", "exists", "any");
    private static final Set<String> WRITING = Set.of(
            "insert",
            "update",
            "delete",
            "merge",
            "truncate",
            "create",
            "alter",
            "drop",
            "execute",
            "call",
            "lock",
            "grant",
            "revoke",
            "comment",
            "share",
            "vacuum",
            "analyze",
            "reindex",
            "refresh",
            "do");

    // A block's statements have no meaning before it runs: its words must do. Better one too many that is run
    // on the primary than one that is not.
    private boolean blockWrites(Routine routine) {
        List<Token> tokens = SqlParser.tokens(routine.body());
        for (int i = 0; i < tokens.size() - 1; i++) {
            Token token = tokens.get(i);
            boolean word = token.kind() == Token.Kind.WORD;
            if (word && WRITING.contains(token.text())) {
                return true;
            }
            boolean call = (word && !READING.contains(token.text()) || token.kind() == Token.Kind.QUOTED)
                    && tokens.get(i + 1).isSign("(");
            if (call
                    && named(new QualifiedName(List.of(token.text()), 0)).stream()
                            .anyMatch(FunctionDef::effects)) {
                return true;
            }
        }
        return false;
    }
}
