package io.heliosdb.server.common;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A file could not be read, written or made durable.
public final class DiskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean full;

    public DiskException(String message, @Nullable Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    /// Wraps an exception of the JDK, which tells a full disk only by its text.
    public static DiskException of(String what, IOException cause) {
        String text = String.valueOf(cause.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        boolean full = lower.contains("no space left") || lower.contains("quota exceeded");
        return new DiskException(what + ": " + text, cause, full);
    }

    /// Whether there was no space: the write had no effect and may succeed later.
    public boolean isFull() {
        return full;
    }
}
