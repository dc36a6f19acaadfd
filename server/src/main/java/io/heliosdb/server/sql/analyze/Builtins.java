package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.function.CastRegistry;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.FunctionRegistry;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.function.OperatorRegistry;
import io.heliosdb.server.sql.function.SqlFunctions;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import java.util.Optional;

/// The built-in functions, operators and casts that analysis chooses from. Immutable.
record Builtins(FunctionRegistry functions, OperatorRegistry operators, CastRegistry casts) {

    static Builtins of(SqlFunctions functions) {
        return new Builtins(functions.functions(), functions.operators(), functions.casts());
    }

    List<FunctionDef> functions(String name) {
        return functions.named(name);
    }

    List<OperatorDef> binary(String name) {
        return operators.binary(name);
    }

    List<OperatorDef> prefix(String name) {
        return operators.prefix(name);
    }

    Optional<CastDef> cast(Type source, Type target) {
        return casts.find(source, target);
    }
}
