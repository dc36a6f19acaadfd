package io.heliosdb.server.protocol;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;

/// Bytes that are not the protocol's, SQLSTATE 08P01: the connection cannot go on, because the place of the next
/// message is not known for certain.
public final class ProtocolViolationException extends SqlException {

    private static final long serialVersionUID = 1L;

    public ProtocolViolationException(String message) {
        super(SqlState.PROTOCOL_VIOLATION, message);
    }
}
