package io.heliosdb.server.storage;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Trees, and nodes of long keys, that are dropped and whose entries are still there, to be deleted bit by bit.
/// Nobody sees these entries. Stored in LMDB as 8 bytes each, under the one-byte key 1. Immutable but for its
/// writer.
final class DroppedTrees {

    private final NavigableSet<Long> trees;

    private DroppedTrees(NavigableSet<Long> trees) {
        this.trees = trees;
    }

    /// @param stored null: there are none
    static DroppedTrees decode(@Nullable ByteBuffer stored) {
        NavigableSet<Long> trees = new TreeSet<>();
        if (stored != null) {
            for (int at = stored.position(); at < stored.limit(); at += Long.BYTES) {
                trees.add(stored.getLong(at));
            }
        }
        return new DroppedTrees(trees);
    }

    /// Into direct memory, as LMDB wants it.
    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(trees.size() * Long.BYTES);
        trees.forEach(bytes::putLong);
        return bytes.flip();
    }

    boolean isEmpty() {
        return trees.isEmpty();
    }

    boolean contains(long tree) {
        return !trees.isEmpty() && trees.contains(tree);
    }

    /// Sorted.
    List<Long> all() {
        return List.copyOf(trees);
    }

    boolean addAll(Collection<Long> dropped) {
        return trees.addAll(dropped);
    }

    void add(long tree) {
        trees.add(tree);
    }

    boolean remove(long tree) {
        return trees.remove(tree);
    }

    /// The first tree at or behind `tree` that is not dropped.
    long nextLive(long tree) {
        long next = tree;
        while (contains(next)) {
            next++;
        }
        return next;
    }

    /// The last tree before the next dropped one behind `tree`.
    long lastLive(long tree) {
        Long dropped = trees.higher(tree);
        return dropped == null ? Long.MAX_VALUE : dropped - 1;
    }
}
