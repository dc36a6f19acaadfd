package io.heliosdb.server.wal;

/// A record that must be good is not. The message says where, why and what an operator can do.
public final class WalCorruptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WalCorruptException(String message) {
        super(message);
    }
}
