package io.heliosdb.server.storage;

import io.heliosdb.server.common.WriteBatch;

/// The changes of one transaction that are too large for memory, sorted by tree and key, one per key, in pieces
/// that are read one by one. A piece belongs to one tree and is not empty. Safe for any thread.
public interface ChangeRun extends AutoCloseable {

    int pieces();

    /// The tree of a piece.
    long tree(int piece);

    /// The first key of a piece; greater than all keys of the piece before when that is of the same tree.
    byte[] firstKey(int piece);

    /// Bytes of a piece, roughly.
    int bytes(int piece);

    /// Reads a piece.
    WriteBatch read(int piece);

    /// Nothing is read any more.
    @Override
    void close();
}
