package io.heliosdb.server.session;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlState;

/// Something a client is told that is no error.
///
/// @param severity `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`
public record Notice(String severity, SqlState state, String message, ErrorFields fields) {

    public static Notice warning(SqlState state, String message) {
        return new Notice("WARNING", state, message, ErrorFields.NONE);
    }

    public static Notice notice(String message) {
        return new Notice("NOTICE", SqlState.SUCCESSFUL_COMPLETION, message, ErrorFields.NONE);
    }
}
