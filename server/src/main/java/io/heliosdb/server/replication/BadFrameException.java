package io.heliosdb.server.replication;

/// The other side has sent something that does not belong there; the connection ends.
final class BadFrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadFrameException(String message) {
        super(message);
    }

    BadFrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
