package io.heliosdb.server.common;

/// Walks the entries of one tree in key order, as of one snapshot.
///
/// Used by one thread at a time. It must be closed; closing twice is harmless. Arrays that it returns belong to the
/// engine and must not be changed, but they stay valid after the cursor has moved on.
public interface Cursor extends AutoCloseable {

    /// Moves to the next entry; false when there is none, and then on every later call.
    boolean next();

    /// The key of the entry that the last {@link #next()} found.
    byte[] key();

    /// The value of the entry that the last {@link #next()} found.
    byte[] value();

    @Override
    void close();
}
