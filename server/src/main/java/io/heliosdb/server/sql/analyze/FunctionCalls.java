package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.SortItem;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calls of functions, aggregates and window functions.
final class FunctionCalls {

    private final Analysis analysis;
    private final Expressions expressions;

    FunctionCalls(Analysis analysis, Expressions expressions) {
        this.analysis = analysis;
        this.expressions = expressions;
    }

    /// A call of a built-in function with analyzed arguments.
    Expr named(String name, List<Expr> values) {
        List<Calls.Argument> arguments =
                values.stream().map(v -> new Calls.Argument(null, v)).toList();
        return plain(analysis.calls().resolve(name, analysis.builtins().functions(name), arguments, false));
    }

    private Expr plain(Calls.Resolved call) {
        if (call.function().effects()) {
            analysis.noteWrite();
        }
        return new Expr.Call(call.function(), null, call.arguments(), call.type());
    }

    /// `CURRENT_DATE` and its kin.
    Expr keyword(Expression.Keyword keyword) {
        return switch (keyword.name()) {
            case "current_timestamp" -> precise(now(), Types.TIMESTAMPTZ, keyword.precision());
            case "current_date" -> analysis.coercion().explicit(now(), DataType.of(Types.DATE));
            case "current_time" -> precise(now(), Types.TIMETZ, keyword.precision());
            case "localtime" -> precise(now(), Types.TIME, keyword.precision());
            case "localtimestamp" -> precise(now(), Types.TIMESTAMP, keyword.precision());
            case "current_role", "user" -> named("current_user", List.of());
            case "current_catalog" -> named("current_database", List.of());
            default -> named(keyword.name(), List.of());
        };
    }

    private Expr now() {
        return named("now", List.of());
    }

    private Expr precise(Expr now, Type type, int precision) {
        return analysis.coercion().explicit(now, new DataType(type, precision));
    }

    Expr call(Expression.Call call, Place place) {
        Expression.Call.Modifiers modifiers = call.modifiers();
        Place inside = call.over() == null ? place : place.insideWindow();
        List<FunctionDef> functions = functions(call);
        boolean aggregate = functions.stream().anyMatch(FunctionDef::isAggregate);
        if (aggregate && call.over() == null) {
            checkAggregate(place);
            inside = place.insideAggregate();
        }
        List<Calls.Argument> arguments = new ArrayList<>();
        for (Expression.Call.Argument argument : call.arguments()) {
            String name = argument.name().isEmpty() ? null : argument.name();
            arguments.add(new Calls.Argument(
                    name, argument(argument.value(), inside), argument.value().position()));
        }
        List<Expr.Aggregate.Order> order = List.of();
        if (modifiers.withinGroup()) {
            for (SortItem item : modifiers.order()) {
                arguments.add(new Calls.Argument(null, expressions.analyze(item.key(), inside)));
            }
        }
        // JDBC's driver marks the place of a result by a parameter of type void.
        arguments.removeIf(argument -> argument.value() instanceof Expr.Parameter
                && argument.value().type().type().equals(Types.VOID));
        Expr cast = functionalCast(call, functions, arguments);
        if (cast != null) {
            return cast;
        }
        String name = String.join(".", call.name().parts());
        Calls.Resolved resolved = resolve(name, call, functions, arguments);
        if (!modifiers.order().isEmpty() && !modifiers.withinGroup()) {
            order = analysis.queries().windows().order(modifiers.order(), inside);
        }
        return finish(call, resolved, order, place);
    }

    private Calls.Resolved resolve(
            String name, Expression.Call call, List<FunctionDef> functions, List<Calls.Argument> arguments) {
        try {
            return analysis.calls()
                    .resolve(name, functions, arguments, call.modifiers().variadic());
        } catch (SqlException e) {
            if (e.state() != SqlState.UNDEFINED_FUNCTION) {
                throw e;
            }
            throw otherKind(name, call, arguments, e);
        }
    }

    // A procedure is called by CALL only, a function never.
    private SqlException otherKind(
            String name, Expression.Call call, List<Calls.Argument> arguments, SqlException missing) {
        boolean procedure = analysis.callsProcedure();
        String shown = Calls.describe(name, arguments);
        if (new Routines(analysis).hasOtherKind(call.name(), arguments.size())) {
            return new SqlException(
                            SqlState.WRONG_OBJECT_TYPE, shown + (procedure ? " is not a procedure" : " is a procedure"))
                    .withHint(procedure ? "To call a function, use SELECT." : "To call a procedure, use CALL.");
        }
        return procedure
                ? new SqlException(SqlState.UNDEFINED_FUNCTION, "procedure " + shown + " does not exist")
                        .withHint("No procedure matches the given name and argument types. You might need to add"
                                + " explicit type casts.")
                : missing;
    }

    // `table.*` as an argument is the whole row.
    private Expr argument(Expression argument, Place place) {
        if (argument instanceof Expression.Star star && !star.qualifier().isEmpty()) {
            return expressions.columns().wholeRow(expressions.columns().qualified(star.qualifier(), place.scope()));
        }
        return expressions.analyze(argument, place);
    }

    private Expr finish(Expression.Call call, Calls.Resolved resolved, List<Expr.Aggregate.Order> order, Place place) {
        FunctionDef function = resolved.function();
        if (call.over() != null) {
            return windowCall(call, resolved, place);
        }
        if (function.isWindow()) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "window function " + function.name() + " requires an OVER clause");
        }
        if (function.isAggregate()) {
            return aggregate(call, resolved, order, place);
        }
        rejectAggregateSyntax(call, function);
        if (function.returnsSet()) {
            checkSet(place);
        }
        return plain(resolved);
    }

    private static void rejectAggregateSyntax(Expression.Call call, FunctionDef function) {
        Expression.Call.Modifiers modifiers = call.modifiers();
        String what = modifiers.distinct()
                ? "DISTINCT"
                : modifiers.withinGroup()
                        ? "WITHIN GROUP"
                        : !modifiers.order().isEmpty() ? "ORDER BY" : modifiers.filter() != null ? "FILTER" : "";
        if (modifiers.star() || !what.isEmpty()) {
            String prefix = modifiers.star() ? function.name() + "(*)" : what;
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    prefix + " specified, but " + function.name() + " is not an aggregate function");
        }
    }

    private static void checkAggregate(Place place) {
        if (place.inAggregate()) {
            throw AnalysisErrors.grouping("aggregate function calls cannot be nested");
        }
        if (place.select() == null) {
            throw AnalysisErrors.grouping("aggregate functions are not allowed in " + place.clause());
        }
    }

    private static void checkSet(Place place) {
        if (place.inAggregate()) {
            throw AnalysisErrors.unsupported("aggregate function calls cannot contain set-returning function calls");
        }
        boolean allowed = place.clause().equals("FROM") || place.clause().equals("GROUP BY");
        if (place.select() == null && !allowed) {
            throw AnalysisErrors.unsupported("set-returning functions are not allowed in " + place.clause());
        }
    }

    private Expr aggregate(
            Expression.Call call, Calls.Resolved resolved, List<Expr.Aggregate.Order> order, Place place) {
        Expression.Call.Modifiers modifiers = call.modifiers();
        FunctionDef function = resolved.function();
        if (modifiers.star() && !resolved.arguments().isEmpty()) {
            throw AnalysisErrors.syntax(
                    function.name() + "(*) must be used to call a parameterless aggregate function");
        }
        if (function.isOrderedSet() && !modifiers.withinGroup()) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "WITHIN GROUP is required for ordered-set aggregate " + function.name());
        }
        if (place.select() != null) {
            place.select().noteAggregate();
        }
        Expr filter = filter(modifiers.filter(), place);
        List<Expr> arguments = resolved.arguments();
        List<Expr> direct = List.of();
        if (modifiers.withinGroup()) {
            if (!function.isOrderedSet()) {
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE,
                        function.name() + " is not an ordered-set aggregate, so it cannot have WITHIN GROUP");
            }
            int count = arguments.size() - modifiers.order().size();
            if (function.isHypotheticalSet()) {
                arguments = hypothetical(function, arguments, count);
            }
            direct = List.copyOf(arguments.subList(0, count));
            arguments = List.copyOf(arguments.subList(count, arguments.size()));
            order = analysis.queries().windows().orderOf(modifiers.order(), arguments);
        }
        if (modifiers.distinct()) {
            checkDistinctOrder(arguments, order);
        }
        return new Expr.Aggregate(function, direct, arguments, modifiers.distinct(), order, filter, resolved.type());
    }

    private static void checkDistinctOrder(List<Expr> arguments, List<Expr.Aggregate.Order> order) {
        for (Expr.Aggregate.Order item : order) {
            if (!arguments.contains(item.key())) {
                throw new SqlException(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list");
            }
        }
    }

    // Each value of the hypothetical row is compared with the values of one ordering column.
    private List<Expr> hypothetical(FunctionDef function, List<Expr> arguments, int direct) {
        int ordering = arguments.size() - direct;
        if (direct != ordering) {
            List<Calls.Argument> given =
                    arguments.stream().map(a -> new Calls.Argument(null, a)).toList();
            throw Calls.notFound(function.name(), given)
                    .withHint("To use the hypothetical-set aggregate " + function.name()
                            + ", the number of hypothetical direct arguments (here " + direct
                            + ") must match the number of ordering columns (here " + ordering + ").");
        }
        Expr[] unified = new Expr[arguments.size()];
        for (int i = 0; i < direct; i++) {
            List<Expr> pair =
                    analysis.coercion().unify(List.of(arguments.get(i), arguments.get(direct + i)), "WITHIN GROUP");
            unified[i] = pair.getFirst();
            unified[direct + i] = pair.getLast();
        }
        return List.of(unified);
    }

    private @Nullable Expr filter(@Nullable Expression filter, Place place) {
        return filter == null ? null : expressions.condition(filter, place.insideAggregate(), "FILTER");
    }

    private Expr windowCall(Expression.Call call, Calls.Resolved resolved, Place place) {
        Place.SelectState select = place.select();
        if (place.inWindow()) {
            throw AnalysisErrors.windowing("window function calls cannot be nested");
        }
        if (select == null || place.inAggregate()) {
            throw AnalysisErrors.windowing(
                    place.inAggregate()
                            ? "aggregate function calls cannot contain window function calls"
                            : "window functions are not allowed in " + place.clause());
        }
        FunctionDef function = resolved.function();
        if (!function.isWindow() && !function.isAggregate()) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "OVER specified, but " + function.name() + " is not a window function nor an aggregate function");
        }
        if (call.modifiers().distinct()) {
            throw AnalysisErrors.unsupported("DISTINCT is not implemented for window functions");
        }
        Expr filter = filter(call.modifiers().filter(), place);
        int window =
                select.number(analysis.queries().windows().define(Objects.requireNonNull(call.over()), place, select));
        return new Expr.WindowCall(function, resolved.arguments(), filter, window, resolved.type());
    }

    private List<FunctionDef> functions(Expression.Call call) {
        return new Routines(analysis).named(call.name());
    }

    // `type(value)`: a cast in the clothes of a call (manual, 10.3). A function that takes the value's very type goes
    // first, and a cast that a function makes is left to that function.
    private @Nullable Expr functionalCast(
            Expression.Call call, List<FunctionDef> functions, List<Calls.Argument> arguments) {
        if (arguments.size() != 1 || call.over() != null || arguments.getFirst().name() != null) {
            return null;
        }
        Expr value = arguments.getFirst().value();
        Type source = value.baseType();
        if (functions.stream().anyMatch(f -> f.arguments().equals(List.of(source)))) {
            return null;
        }
        Optional<Type> target = type(call.name()).filter(t -> functions.isEmpty() || isPlainCast(source, t));
        try {
            return target.map(t -> analysis.coercion().explicit(value, DataType.of(t)))
                    .orElse(null);
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, arguments.getFirst().position());
        }
    }

    private Optional<Type> type(QualifiedName name) {
        SearchPath path = analysis.context().path();
        List<String> parts = name.parts();
        return parts.size() == 1
                ? path.type(name.last())
                : path.catalog().type(path.real(parts.get(parts.size() - 2)), name.last());
    }

    private boolean isPlainCast(Type source, Type target) {
        if (TypeRules.isUnknown(source)) {
            return true;
        }
        return switch (analysis.coercion().rules().path(source, target, CastDef.Context.EXPLICIT)) {
            case TypeRules.Path.Relabel relabel -> true;
            case TypeRules.Path.ViaText text -> !(source instanceof RowType && TypeRules.isString(target));
            case null, default -> false;
        };
    }
}
