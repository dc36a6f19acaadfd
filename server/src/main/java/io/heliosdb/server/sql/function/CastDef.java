package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Type;
import org.jspecify.annotations.Nullable;

/// A conversion as `pg_cast` lists it.
///
/// @param function null when values of one type are values of the other as they are, or when `viaText`
/// @param viaText the value is printed and read again
public record CastDef(
        Type source, Type target, Context context, @Nullable FunctionDef function, boolean viaText) {

    /// Where the conversion happens without being asked for (PostgreSQL 18 manual, 10.1).
    public enum Context {
        IMPLICIT,
        ASSIGNMENT,
        EXPLICIT
    }
}
