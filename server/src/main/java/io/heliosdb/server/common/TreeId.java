package io.heliosdb.server.common;

/// One ordered tree of the store: the rows of a table or the entries of an index. Ids are never used again.
///
/// @param value below 1000 for the engine's own catalog trees
public record TreeId(long value) implements Comparable<TreeId> {

    public TreeId {
        if (value < 0) {
            throw new IllegalArgumentException("a tree id is not negative: " + value);
        }
    }

    @Override
    public int compareTo(TreeId other) {
        return Long.compare(value, other.value);
    }
}
