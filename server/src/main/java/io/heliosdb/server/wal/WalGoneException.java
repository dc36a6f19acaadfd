package io.heliosdb.server.wal;

import io.heliosdb.cluster.Lsn;

/// The log no longer holds what was asked for: the reader needs a snapshot first.
public final class WalGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WalGoneException(Lsn asked, Lsn oldest) {
        super("the log begins at " + oldest + ", " + asked + " is gone");
    }
}
