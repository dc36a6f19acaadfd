package io.heliosdb.server.backup;

/// A backup cannot be made, is damaged or does not reach what was asked; the message says which, and what to do.
public final class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BackupException(String message) {
        super(message);
    }

    public BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
