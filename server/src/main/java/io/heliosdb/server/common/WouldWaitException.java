package io.heliosdb.server.common;

import org.jspecify.annotations.Nullable;

/// Work that must not wait would have had to: nothing has happened yet that a second try elsewhere would repeat.
///
/// Never reaches a client: whoever forbade waiting ({@link Cancellation#withoutWaiting}) catches it.
public final class WouldWaitException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient @Nullable Awaited awaited;

    /// Thrown where a common statement loses a race: a stack trace would cost more than the statement.
    WouldWaitException(@Nullable Awaited awaited) {
        super("must not wait", null, false, false);
        this.awaited = awaited;
    }

    /// What it would have waited for; null when only a thread can.
    public @Nullable Awaited awaited() {
        return awaited;
    }
}
