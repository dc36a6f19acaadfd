package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Type;
import java.util.List;

/// A function as `pg_proc` lists it, with its implementation.
///
/// @param oid PostgreSQL's own number for a built-in function where known
/// @param arguments declared argument types; may be polymorphic pseudo-types
/// @param defaults how many trailing arguments may be left out
/// @param variadic whether the last argument is an array that collects the rest
/// @param strict whether a null argument makes the result null without a call
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
        Implementation implementation) {

    public FunctionDef {
        arguments = List.copyOf(arguments);
    }

    public boolean isAggregate() {
        return implementation instanceof Implementation.Aggregate;
    }

    public boolean isWindow() {
        return implementation instanceof Implementation.Window;
    }

    public boolean returnsSet() {
        return implementation instanceof Implementation.SetReturning;
    }
}
