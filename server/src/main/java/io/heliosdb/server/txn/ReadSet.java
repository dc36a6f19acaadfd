package io.heliosdb.server.txn;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.KeyRange;
import io.heliosdb.server.storage.LayerChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a SERIALIZABLE transaction has read: keys, and stretches of keys as far as its cursors went.
///
/// The stretches include the gaps between the entries, so that an insert into them, a phantom, is found too.
final class ReadSet {

    /// Beyond this many keys and stretches of a tree, the whole tree counts as read: memory stays bounded.
    private static final int MAX_PER_TREE = 20_000;

    private static final KeyRange EVERYTHING = KeyRange.of(new byte[0], null);

    private static final class Tree {
        final NavigableSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        final List<Tracked> ranges = new ArrayList<>();
        boolean whole;

        void limit() {
            if (keys.size() + ranges.size() > MAX_PER_TREE) {
                whole = true;
                keys.clear();
                ranges.clear();
            }
        }
    }

    private final Map<Long, Tree> trees = new HashMap<>();

    private Tree tree(long id) {
        return trees.computeIfAbsent(id, absent -> new Tree());
    }

    void addKey(long treeId, byte[] key) {
        Tree tree = tree(treeId);
        if (!tree.whole && tree.keys.add(key)) {
            tree.limit();
        }
    }

    /// Passes a cursor on and notes how far it goes.
    Cursor track(long treeId, KeyRange range, boolean forward, Cursor cursor) {
        Tree tree = tree(treeId);
        if (tree.whole) {
            return cursor;
        }
        Tracked tracked = new Tracked(cursor, range, forward);
        tree.ranges.add(tracked);
        tree.limit();
        return tracked;
    }

    /// Whether anything read has changed behind `snapshot`, as far as it is applied.
    boolean hasChanged(LayerChain chain, long snapshot) {
        for (Map.Entry<Long, Tree> entry : trees.entrySet()) {
            long id = entry.getKey();
            Tree tree = entry.getValue();
            if (tree.whole && isChanged(chain.changedSince(id, EVERYTHING, snapshot))) {
                return true;
            }
            for (byte[] key : tree.keys) {
                if (isChanged(chain.changedSince(id, key, snapshot))) {
                    return true;
                }
            }
            for (Tracked tracked : tree.ranges) {
                KeyRange range = tracked.range();
                if (range != null && isChanged(chain.changedSince(id, range, snapshot))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isChanged(LayerChain.Answer answer) {
        return switch (answer) {
            case UNCHANGED -> false;
            case CHANGED, UNKNOWN -> true;
        };
    }

    /// Whether a batch changes anything read.
    boolean isTouchedBy(WriteBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            Tree tree = trees.get(batch.tree(i));
            if (tree != null && (tree.whole || batch.isDrop(i) || contains(tree, batch.key(i)))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a large transaction may change anything read, as far as the stretches of its chunks tell.
    boolean mayBeTouchedBy(ChunkSequence chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            long id = chunks.tree(i);
            Tree tree = trees.get(id);
            if (tree == null) {
                continue;
            }
            boolean last = i + 1 == chunks.size() || chunks.tree(i + 1) != id;
            KeyRange stretch = KeyRange.of(chunks.firstKey(i), last ? null : chunks.firstKey(i + 1));
            if (tree.whole || overlaps(tree, stretch)) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlaps(Tree tree, KeyRange stretch) {
        byte[] first = tree.keys.ceiling(stretch.from());
        if (first != null && stretch.contains(first)) {
            return true;
        }
        for (Tracked tracked : tree.ranges) {
            KeyRange range = tracked.range();
            if (range != null && range.overlaps(stretch)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(Tree tree, byte[] key) {
        if (tree.keys.contains(key)) {
            return true;
        }
        for (Tracked tracked : tree.ranges) {
            KeyRange range = tracked.range();
            if (range != null && range.contains(key)) {
                return true;
            }
        }
        return false;
    }

    private static final class Tracked implements Cursor {

        private final Cursor cursor;
        private final KeyRange asked;
        private final boolean forward;
        private boolean started;
        private boolean exhausted;
        private byte[] last = new byte[0];

        Tracked(Cursor cursor, KeyRange asked, boolean forward) {
            this.cursor = cursor;
            this.asked = asked;
            this.forward = forward;
        }

        /// What was really looked at; null for nothing.
        @Nullable
        KeyRange range() {
            if (!started) {
                return null;
            }
            if (exhausted) {
                return asked;
            }
            return forward
                    ? new KeyRange(asked.from(), true, last, true)
                    : new KeyRange(last, true, asked.to(), asked.toInclusive());
        }

        @Override
        public boolean next() {
            started = true;
            if (!cursor.next()) {
                exhausted = true;
                return false;
            }
            last = cursor.key();
            return true;
        }

        @Override
        public byte[] key() {
            return last;
        }

        @Override
        public byte[] value() {
            return cursor.value();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
