package io.heliosdb.server.sql.function;

import java.util.Collection;

/// Functions, operators and casts of an engine together. Immutable.
public record SqlFunctions(FunctionRegistry functions, OperatorRegistry operators, CastRegistry casts) {

    /// What these modules implement.
    public static SqlFunctions of(Collection<? extends FunctionModule> modules) {
        FunctionRegistry functions = FunctionRegistry.of(modules);
        return new SqlFunctions(functions, OperatorRegistry.of(functions), CastRegistry.of(functions));
    }
}
