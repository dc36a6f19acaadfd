package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;

/// Errors of path expressions that `silent` keeps quiet and that make a predicate unknown.
final class JsonPathErrors {

    /// Marks an error that is caught where the path language says so.
    static final class PathException extends SqlException {
        private static final long serialVersionUID = 1L;

        PathException(SqlState state, String message) {
            super(state, message);
        }

        PathException(SqlException cause) {
            super(cause.state(), cause.message(), cause.fields(), null);
        }
    }

    private JsonPathErrors() {}

    static PathException of(SqlState state, String message) {
        return new PathException(state, message);
    }

    static PathException notArray(String message) {
        return of(SqlState.SQL_JSON_ARRAY_NOT_FOUND, message);
    }

    static PathException method(SqlState state, String method, String what) {
        return of(state, "jsonpath item method ." + method + "() can only be applied to " + what);
    }
}
