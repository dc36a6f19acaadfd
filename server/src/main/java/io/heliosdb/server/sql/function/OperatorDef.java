package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Type;
import org.jspecify.annotations.Nullable;

/// An operator as `pg_operator` lists it; its function does the work.
///
/// @param left null for a prefix operator
/// @param meaning what the planner may rely on
public record OperatorDef(
        int oid,
        String name,
        @Nullable Type left,
        Type right,
        Type result,
        FunctionDef function,
        Meaning meaning,
        @Nullable String commutator,
        @Nullable String negator) {

    /// A comparison in the default B-tree order of its types, or none of that.
    public enum Meaning {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        OTHER
    }
}
