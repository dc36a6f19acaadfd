package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlState;

/// Takes what a command tells its client besides the result; found through `FunctionContext.service`.
public interface Notices {

    /// @param severity `DEBUG`, `LOG`, `INFO`, `NOTICE` or `WARNING`
    void notice(String severity, SqlState state, String message, ErrorFields fields);

    default void notice(String severity, SqlState state, String message) {
        notice(severity, state, message, ErrorFields.NONE);
    }
}
