package io.heliosdb.server.common;

import java.util.Arrays;

/// The changes of one transaction in the order in which they are to be applied; kept as flat arrays.
///
/// Filled by one thread, then only read. Keys and values are taken over, not copied.
public final class WriteBatch {

    private static final byte[] DELETED = new byte[0];
    private static final byte[] DROPPED = new byte[0];

    private long[] trees;
    private byte[][] keys;
    private byte[][] values;
    private int size;
    private long bytes;

    public WriteBatch() {
        this(8);
    }

    public WriteBatch(int expectedSize) {
        trees = new long[expectedSize];
        keys = new byte[expectedSize][];
        values = new byte[expectedSize][];
    }

    public WriteBatch put(TreeId tree, byte[] key, byte[] value) {
        return put(tree.value(), key, value);
    }

    public WriteBatch put(long tree, byte[] key, byte[] value) {
        add(tree, key, value);
        return this;
    }

    public WriteBatch delete(TreeId tree, byte[] key) {
        return delete(tree.value(), key);
    }

    public WriteBatch delete(long tree, byte[] key) {
        add(tree, key, DELETED);
        return this;
    }

    public WriteBatch dropTree(TreeId tree) {
        return dropTree(tree.value());
    }

    public WriteBatch dropTree(long tree) {
        add(tree, DROPPED, DROPPED);
        return this;
    }

    private void add(long tree, byte[] key, byte[] value) {
        if (size == trees.length) {
            int capacity = Math.max(8, size * 2);
            trees = Arrays.copyOf(trees, capacity);
            keys = Arrays.copyOf(keys, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        trees[size] = tree;
        keys[size] = key;
        values[size] = value;
        size++;
        bytes += key.length + value.length;
    }

    /// Number of changes.
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// Bytes of all keys and values.
    public long bytes() {
        return bytes;
    }

    public long tree(int index) {
        return trees[index];
    }

    public byte[] key(int index) {
        return keys[index];
    }

    /// The value put; empty when {@link #isDelete} or {@link #isDrop}.
    public byte[] value(int index) {
        return values[index];
    }

    // Two marker arrays are told apart by identity: a put of an empty value is neither.
    @SuppressWarnings("ReferenceEquality")
    public boolean isDelete(int index) {
        return values[index] == DELETED;
    }

    @SuppressWarnings("ReferenceEquality")
    public boolean isDrop(int index) {
        return values[index] == DROPPED;
    }

    /// Shows every change to `visitor`, in order.
    public void forEach(ChangeVisitor visitor) {
        for (int i = 0; i < size; i++) {
            if (isDelete(i)) {
                visitor.delete(trees[i], keys[i]);
            } else if (isDrop(i)) {
                visitor.dropTree(trees[i]);
            } else {
                visitor.put(trees[i], keys[i], values[i]);
            }
        }
    }
}
