package io.heliosdb.server.txn;

import io.heliosdb.server.common.ChangeVisitor;
import io.heliosdb.server.storage.KeyRange;
import io.heliosdb.server.storage.MergeSource;
import io.heliosdb.server.storage.VersionSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Private changes of one transaction in memory, with undo. Used by the transaction's thread only.
///
/// The maps are concurrent ones for the sake of cursors that stay open while the same transaction writes
/// (UPDATE does).
final class OwnChanges {

    /// Rough heap cost of an entry beside its bytes: map node, version, undo entry, arrays.
    static final int ENTRY_OVERHEAD_BYTES = 160;

    private static final int NOT_DROPPED = Integer.MAX_VALUE;

    private static final class Tree {
        final long id;
        final ConcurrentNavigableMap<byte[], OwnVersion> versions =
                new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
        int droppedBy = NOT_DROPPED;

        /// No key is greater; what was rolled back may have been.
        byte[] highest = {};

        Tree(long id) {
            this.id = id;
        }
    }

    /// @param key null when the whole tree was dropped
    private record Undo(Tree tree, byte @Nullable [] key, long bytes) {}

    private final Map<Long, Tree> trees = new HashMap<>();
    private final List<Undo> undo = new ArrayList<>();
    private Tree last = new Tree(-1);
    private int savepointPosition;
    private long bytes;

    boolean isEmpty() {
        return undo.isEmpty();
    }

    /// Rough memory held.
    long bytes() {
        return bytes;
    }

    /// @param value null to delete
    /// @param place the command that writes, and how many savepoints were made before
    void write(long treeId, byte[] key, byte @Nullable [] value, OwnVersion.Place place) {
        Tree tree = treeOf(treeId);
        OwnVersion fresh = new OwnVersion(place, undo.size(), value, null);
        OwnVersion head = tree.versions.putIfAbsent(key, fresh);
        if (head != null && head.place.command() == place.command() && head.undoPosition >= savepointPosition) {
            bytes += lengthOf(value) - lengthOf(head.value);
            head.value = value;
            return;
        }
        if (head != null) {
            tree.versions.put(key, new OwnVersion(place, undo.size(), value, head));
        }
        if (Arrays.compareUnsigned(key, tree.highest) > 0) {
            tree.highest = key;
        }
        long added = key.length + lengthOf(value) + ENTRY_OVERHEAD_BYTES;
        undo.add(new Undo(tree, key, added));
        bytes += added;
    }

    // Changes of one statement alternate between few trees.
    private Tree treeOf(long id) {
        Tree known = last;
        if (known.id == id) {
            return known;
        }
        Tree tree = trees.computeIfAbsent(id, Tree::new);
        last = tree;
        return tree;
    }

    private static long lengthOf(byte @Nullable [] value) {
        return value == null ? 0 : value.length;
    }

    void dropTree(long treeId, int command) {
        Tree tree = treeOf(treeId);
        if (tree.droppedBy == NOT_DROPPED) {
            tree.droppedBy = command;
            undo.add(new Undo(tree, null, ENTRY_OVERHEAD_BYTES));
            bytes += ENTRY_OVERHEAD_BYTES;
        }
    }

    /// Whether a command before `command` has dropped the tree.
    boolean isDropped(long treeId, int command) {
        Tree tree = trees.get(treeId);
        return tree != null && tree.droppedBy < command;
    }

    /// What a command before `command` has written last.
    @Nullable
    OwnVersion find(long treeId, byte[] key, int command) {
        Tree tree = trees.get(treeId);
        OwnVersion head = tree == null ? null : tree.versions.get(key);
        return head == null ? null : head.before(command);
    }

    /// The entries of a tree as a source of a merge; null when there are none.
    @Nullable
    MergeSource source(long treeId, KeyRange range, boolean forward, int command) {
        Tree tree = trees.get(treeId);
        if (tree == null || tree.versions.isEmpty()) {
            return null;
        }
        return new OwnSource(tree.versions, range, forward, command);
    }

    int position() {
        return undo.size();
    }

    /// From now on nothing written so far may be overwritten in place.
    void protect() {
        savepointPosition = undo.size();
    }

    void rollbackTo(int position) {
        for (int i = undo.size() - 1; i >= position; i--) {
            Undo last = undo.remove(i);
            byte[] key = last.key;
            if (key == null) {
                last.tree.droppedBy = NOT_DROPPED;
            } else {
                OwnVersion head = last.tree.versions.get(key);
                OwnVersion older = head == null ? null : head.older;
                if (older == null) {
                    last.tree.versions.remove(key);
                } else {
                    last.tree.versions.put(key, older);
                }
            }
            bytes -= last.bytes;
        }
        savepointPosition = undo.size();
    }

    /// Whether a key of the range was written.
    boolean touches(long treeId, KeyRange range) {
        Tree tree = trees.get(treeId);
        if (tree == null || Arrays.compareUnsigned(range.from(), tree.highest) > 0) {
            return false;
        }
        byte[] first = tree.versions.ceilingKey(range.from());
        return first != null && range.contains(first);
    }

    /// Shows the greatest key of each tree.
    void forEachEnd(BiConsumer<Long, byte[]> action) {
        for (Tree tree : trees.values()) {
            if (!tree.versions.isEmpty()) {
                action.accept(tree.id, tree.versions.lastKey());
            }
        }
    }

    /// Every key's newest version, sorted by tree and key; dropped trees have none.
    Iterator<Entry> entries() {
        return new Entries(trees.values().stream()
                .filter(tree -> tree.droppedBy == NOT_DROPPED)
                .sorted(Comparator.comparingLong(tree -> tree.id))
                .iterator());
    }

    /// A key with the head of its versions.
    record Entry(long tree, byte[] key, OwnVersion head) {}

    /// Shows what is to be logged: the trees that were dropped, and the last write of each key, sorted.
    void forEach(ChangeVisitor visitor) {
        for (Map.Entry<Long, Tree> each : new TreeMap<>(trees).entrySet()) {
            long id = each.getKey();
            Tree tree = each.getValue();
            if (tree.droppedBy != NOT_DROPPED) {
                visitor.dropTree(id);
            } else {
                tree.versions.forEach((key, version) -> show(visitor, id, key, version.value));
            }
        }
    }

    Set<Long> trees() {
        return trees.keySet();
    }

    /// No key of the tree is greater; null when none was written.
    byte @Nullable [] highest(long treeId) {
        Tree tree = trees.get(treeId);
        return tree == null || tree.highest.length == 0 ? null : tree.highest;
    }

    static void show(ChangeVisitor visitor, long tree, byte[] key, byte @Nullable [] value) {
        if (value == null) {
            visitor.delete(tree, key);
        } else {
            visitor.put(tree, key, value);
        }
    }

    private static final class Entries implements Iterator<Entry> {

        private final Iterator<Tree> trees;
        private Iterator<Map.Entry<byte[], OwnVersion>> versions =
                Collections.<Map.Entry<byte[], OwnVersion>>emptyIterator();
        private long tree;

        Entries(Iterator<Tree> trees) {
            this.trees = trees;
        }

        @Override
        public boolean hasNext() {
            while (!versions.hasNext() && trees.hasNext()) {
                Tree next = trees.next();
                tree = next.id;
                versions = next.versions.entrySet().iterator();
            }
            return versions.hasNext();
        }

        @Override
        public Entry next() {
            Map.Entry<byte[], OwnVersion> entry = versions.next();
            return new Entry(tree, entry.getKey(), entry.getValue());
        }
    }

    /// What commands before one have written.
    private static final class OwnSource extends VersionSource<OwnVersion> {

        private final int command;

        OwnSource(ConcurrentNavigableMap<byte[], OwnVersion> versions, KeyRange range, boolean forward, int command) {
            super(versions, range, forward);
            this.command = command;
        }

        @Override
        protected @Nullable OwnVersion seen(OwnVersion newest) {
            return newest.before(command);
        }

        @Override
        protected byte @Nullable [] valueOf(OwnVersion version) {
            return version.value;
        }
    }
}
