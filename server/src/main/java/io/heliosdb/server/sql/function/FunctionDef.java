package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Type;
import java.util.List;

/// A function as `pg_proc` lists it, with its implementation.
///
/// @param oid PostgreSQL's own number for a built-in function where known
/// @param arguments declared argument types; may be polymorphic pseudo-types
/// @param defaults how many trailing arguments may be left out; `parameters` has their values
/// @param variadic whether the last argument is an array that collects the rest
/// @param strict whether a null argument makes the result null without a call; of an aggregate, whether it skips
/// rows with a null argument
/// @param effects whether a call changes the database or must run on the primary (`nextval`, advisory locks …)
public record FunctionDef(
        int oid,
        String schema,
        String name,
        List<Type> arguments,
        int defaults,
        boolean variadic,
        Type result,
        boolean strict,
        Volatility volatility,
        boolean effects,
        Implementation implementation,
        Parameters parameters) {

    public FunctionDef {
        arguments = List.copyOf(arguments);
    }

    /// A function whose parameters have no names, defaults or output columns.
    public FunctionDef(
            int oid,
            String schema,
            String name,
            List<Type> arguments,
            int defaults,
            boolean variadic,
            Type result,
            boolean strict,
            Volatility volatility,
            boolean effects,
            Implementation implementation) {
        this(
                oid,
                schema,
                name,
                arguments,
                defaults,
                variadic,
                result,
                strict,
                volatility,
                effects,
                implementation,
                Parameters.NONE);
    }

    /// The default of a user's function, among `defaultValues`: an expression to be evaluated at each call.
    public record DefaultExpression(String sql) {}

    /// What else is declared about parameters.
    ///
    /// @param names of the arguments, for `name => value`; empty when they have none
    /// @param defaultValues values of the trailing arguments that may be left out, as `Type` describes them
    /// @param outputs columns of a record result; empty when there are none
    /// @param directArguments of an ordered-set aggregate, how many stand before WITHIN GROUP; -1 for other
    /// functions
    public record Parameters(
            List<String> names, List<Object> defaultValues, List<Output> outputs, int directArguments) {

        public static final Parameters NONE = new Parameters(List.of(), List.of(), List.of(), -1);

        public Parameters {
            names = List.copyOf(names);
            defaultValues = List.copyOf(defaultValues);
            outputs = List.copyOf(outputs);
        }
    }

    /// A column of the result.
    public record Output(String name, Type type) {}

    /// This function, called with an array marked VARIADIC in place of single values.
    public FunctionDef spread() {
        return new FunctionDef(
                oid,
                schema,
                name,
                arguments,
                defaults,
                variadic,
                result,
                strict,
                volatility,
                effects,
                implementation.spread(),
                parameters);
    }

    public boolean isAggregate() {
        return implementation.shape() == Implementation.Shape.AGGREGATE;
    }

    public boolean isWindow() {
        return implementation.shape() == Implementation.Shape.WINDOW;
    }

    public boolean returnsSet() {
        return implementation.shape() == Implementation.Shape.SET;
    }

    /// Whether it is an aggregate called with WITHIN GROUP.
    public boolean isOrderedSet() {
        return parameters.directArguments() >= 0;
    }

    /// Whether it is an ordered-set aggregate that says where a hypothetical row would stand.
    public boolean isHypotheticalSet() {
        return isOrderedSet() && variadic;
    }

    @Override
    public String toString() {
        return name + arguments;
    }
}
