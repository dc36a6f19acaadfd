package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;

/// Errors of the language itself.
final class PlErrors {

    private PlErrors() {}

    static SqlException syntax(String message) {
        return new SqlException(SqlState.SYNTAX_ERROR, message);
    }

    static SqlException undefined(String message) {
        return new SqlException(SqlState.UNDEFINED_COLUMN, message);
    }
}
