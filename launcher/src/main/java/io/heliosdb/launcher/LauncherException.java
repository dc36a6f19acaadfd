package io.heliosdb.launcher;

/// What the user is told, on one or a few lines, when a command cannot be carried out.
class LauncherException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LauncherException(String message) {
        super(message);
    }

    LauncherException(String message, Throwable cause) {
        super(message, cause);
    }
}
