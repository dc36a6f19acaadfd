package io.heliosdb.server.common;

/// Receives the changes of a batch in the order in which they were made.
public interface ChangeVisitor {

    void put(long tree, byte[] key, byte[] value);

    void delete(long tree, byte[] key);

    /// Every entry of the tree is gone.
    void dropTree(long tree);
}
