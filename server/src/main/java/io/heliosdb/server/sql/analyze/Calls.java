package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.Overloads.Candidate;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds the function that a call means and completes its arguments (PostgreSQL 18 manual, 10.3).
final class Calls {

    /// An argument; the name of `name => value`, else null.
    ///
    /// @param position in the text; -1 when it does not stand there
    record Argument(@Nullable String name, Expr value, int position) {
        Argument(@Nullable String name, Expr value) {
            this(name, value, -1);
        }
    }

    /// A function and its arguments as it takes them.
    record Resolved(FunctionDef function, List<Expr> arguments, DataType type) {}

    private record Match(FunctionDef function, List<Integer> order, boolean expanded) {}

    private final Coercion coercion;
    private final Overloads overloads;
    private final BiFunction<String, DataType, Expr> defaults;
    private final Consumer<FunctionDef> found;

    /// @param defaults makes an expression of a default's text, in a type
    /// @param found told of each function that a call means
    Calls(Coercion coercion, BiFunction<String, DataType, Expr> defaults, Consumer<FunctionDef> found) {
        this.coercion = coercion;
        this.defaults = defaults;
        this.found = found;
        this.overloads = new Overloads(coercion.rules());
    }

    /// @param name as the error says it
    /// @param spread whether the last argument was marked VARIADIC: an array in place of single values
    Resolved resolve(String name, List<FunctionDef> functions, List<Argument> arguments, boolean spread) {
        List<Type> inputs = arguments.stream().map(a -> a.value().baseType()).toList();
        List<Candidate<Match>> candidates = new ArrayList<>();
        for (FunctionDef function : functions) {
            Candidate<Match> candidate = candidate(function, arguments, spread);
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        List<Candidate<Match>> left = overloads.select(candidates, inputs);
        if (left.size() > 1) {
            left = withoutExpansion(left);
        }
        if (left.size() != 1) {
            String call = describe(name, arguments);
            throw left.isEmpty() ? AnalysisErrors.undefinedFunction(call) : AnalysisErrors.ambiguousFunction(call);
        }
        found.accept(left.getFirst().item().function());
        return complete(left.getFirst(), arguments, inputs, spread);
    }

    private static List<Candidate<Match>> withoutExpansion(List<Candidate<Match>> candidates) {
        List<Candidate<Match>> plain =
                candidates.stream().filter(c -> !c.item().expanded()).toList();
        return plain.isEmpty() ? candidates : plain;
    }

    static String describe(String name, List<Argument> arguments) {
        List<String> parts = new ArrayList<>();
        for (Argument argument : arguments) {
            String type = argument.value().baseType().displayName(-1);
            parts.add(argument.name() == null ? type : argument.name() + " => " + type);
        }
        return name + "(" + String.join(", ", parts) + ")";
    }

    private static @Nullable Candidate<Match> candidate(
            FunctionDef function, List<Argument> arguments, boolean spread) {
        int declared = function.arguments().size();
        int given = arguments.size();
        boolean expand = function.variadic() && !spread && given >= declared;
        boolean mayExpand = expand || function.variadic() && !spread && given == declared - 1 && isAny(function);
        if (given > declared && !expand || given < declared - function.defaults() && !mayExpand) {
            return null;
        }
        List<Integer> order = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < given; i++) {
            String name = arguments.get(i).name();
            int place = name == null ? i : function.parameters().names().indexOf(name);
            if (place < 0 || order.contains(place)) {
                return null;
            }
            order.add(place);
            types.add(
                    expand && place >= declared - 1
                            ? elementOf(function)
                            : function.arguments().get(place));
        }
        return new Candidate<>(new Match(function, order, mayExpand), types);
    }

    private static boolean isAny(FunctionDef function) {
        return function.arguments().getLast().equals(Types.ANY);
    }

    // VARIADIC "any" takes single values of any type, VARIADIC anyarray takes elements.
    private static Type elementOf(FunctionDef function) {
        Type last = function.arguments().getLast();
        if (last instanceof ArrayType array) {
            return array.elementType();
        }
        return switch (last.name()) {
            case "anyarray" -> Types.ANYELEMENT;
            case "anycompatiblearray" -> Types.ANYCOMPATIBLE;
            default -> last;
        };
    }

    private Resolved complete(Candidate<Match> chosen, List<Argument> arguments, List<Type> inputs, boolean spread) {
        FunctionDef function = chosen.item().function();
        if (spread && isAny(function)) {
            function = spread(function, arguments.getLast());
        }
        List<Type> declared = new ArrayList<>(chosen.types());
        declared.add(function.result());
        List<Type> types = Polymorphism.resolve(inputs, declared, coercion.rules());
        int count = function.arguments().size();
        Expr[] placed = new Expr[Math.max(count, arguments.size())];
        for (int i = 0; i < arguments.size(); i++) {
            Expr value = arguments.get(i).value();
            Type wanted = types.get(i);
            Expr converted = function.isHypotheticalSet() ? value : converted(arguments.get(i), wanted);
            placed[chosen.item().order().get(i)] = converted;
        }
        List<Expr> completed = new ArrayList<>();
        int firstDefault = count - function.defaults();
        for (int i = 0; i < placed.length; i++) {
            Expr value = placed[i];
            if (value != null) {
                completed.add(value);
            } else if (i >= firstDefault && i < count) {
                Object constant = function.parameters().defaultValues().get(i - firstDefault);
                DataType type = DataType.of(types(function, chosen, types, i));
                completed.add(
                        constant instanceof FunctionDef.DefaultExpression(String sql)
                                ? defaults.apply(sql, type)
                                : new Expr.Constant(constant, type));
            }
        }
        if (chosen.item().expanded() && !isAny(function)) {
            collect(completed, count);
        }
        return new Resolved(function, completed, resultType(function, types.getLast()));
    }

    private static FunctionDef spread(FunctionDef function, Argument last) {
        Type type = TypeRules.withoutDomain(last.value().baseType());
        if (!(type instanceof ArrayType)) {
            throw AnalysisErrors.at(
                    new SqlException(SqlState.DATATYPE_MISMATCH, "VARIADIC argument must be an array"),
                    last.position());
        }
        return function.spread();
    }

    private Expr converted(Argument argument, Type wanted) {
        try {
            return wanted.equals(Types.ANY)
                    ? coercion.known(argument.value())
                    : coercion.implicit(argument.value(), wanted);
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, argument.position());
        }
    }

    // What a declared type became in this call; of an argument that was left out, what was declared.
    private static Type types(FunctionDef function, Candidate<Match> chosen, List<Type> resolved, int place) {
        Type declared = function.arguments().get(place);
        int like = chosen.types().indexOf(declared);
        return Types.isPolymorphic(declared) && like >= 0 ? resolved.get(like) : declared;
    }

    private static void collect(List<Expr> arguments, int declared) {
        List<Expr> tail = arguments.subList(declared - 1, arguments.size());
        Type element = tail.getFirst().baseType();
        Expr array = new Expr.ArrayOf(List.copyOf(tail), DataType.of(Types.arrayOf(element)));
        tail.clear();
        arguments.add(array);
    }

    private static DataType resultType(FunctionDef function, Type result) {
        List<FunctionDef.Output> outputs = function.parameters().outputs();
        if (result.equals(Types.RECORD) && outputs.size() > 1) {
            List<RowType.Field> fields = outputs.stream()
                    .map(o -> new RowType.Field(o.name(), DataType.of(o.type())))
                    .toList();
            return DataType.of(RowType.record(fields));
        }
        return DataType.of(result);
    }

    static SqlException notFound(String name, List<Argument> arguments) {
        return new SqlException(
                SqlState.UNDEFINED_FUNCTION, "function " + describe(name, arguments) + " does not exist");
    }
}
