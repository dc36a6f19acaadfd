package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;

/// The client gave up a COPY FROM STDIN, for a reason of its own.
public final class CopyFailedException extends SqlException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    public CopyFailedException(String reason) {
        super(SqlState.QUERY_CANCELED, "COPY from stdin failed: " + reason);
        this.reason = reason;
    }

    /// As the client said it.
    public String reason() {
        return reason;
    }
}
