package io.heliosdb.server.storage;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Some of a layer's changes, for one write of the base: of each key the newest version. Nothing is applied to the
/// layer any more.
final class LayerStep implements ChangeSource {

    /// A key of the layer.
    record Position(long tree, byte[] key) {}

    private final NavigableMap<Long, ? extends NavigableMap<byte[], Version>> trees;
    private final List<Long> dropped;
    private final @Nullable Position behind;
    private final int count;
    private final @Nullable Position end;

    /// @param trees but those that were dropped
    /// @param dropped go with the first step
    /// @param behind where the step before has ended; null for the first one
    /// @param most how many changes, at least one
    LayerStep(
            NavigableMap<Long, ? extends NavigableMap<byte[], Version>> trees,
            List<Long> dropped,
            @Nullable Position behind,
            int most) {
        this.trees = trees;
        this.dropped = behind == null ? dropped : List.of();
        this.behind = behind;
        Walk walk = new Walk(Integer.MAX_VALUE);
        int walked = 0;
        while (walked < most && walk.next()) {
            walked++;
        }
        Position last = walked == most ? new Position(walk.tree, walk.key) : null;
        this.count = walked;
        this.end = last != null && walk.next() ? last : null;
    }

    /// Where the next step begins; null when this is the last one.
    @Nullable
    Position end() {
        return end;
    }

    @Override
    public List<Long> droppedTrees() {
        return dropped;
    }

    @Override
    public Changes changes() {
        return new Walk(count);
    }

    private final class Walk implements Changes {

        private final Iterator<? extends Map.Entry<Long, ? extends NavigableMap<byte[], Version>>> left;
        private Iterator<Map.Entry<byte[], Version>> entries = Collections.emptyIterator();
        private int most;
        private long tree;
        private byte[] key = new byte[0];
        private byte @Nullable [] value;

        Walk(int most) {
            this.most = most;
            this.left = (behind == null ? trees : trees.tailMap(behind.tree, true))
                    .entrySet()
                    .iterator();
        }

        @Override
        public boolean next() {
            if (most == 0) {
                return false;
            }
            most--;
            while (!entries.hasNext()) {
                if (!left.hasNext()) {
                    return false;
                }
                Map.Entry<Long, ? extends NavigableMap<byte[], Version>> next = left.next();
                tree = next.getKey();
                entries = rest(next.getValue()).entrySet().iterator();
            }
            Map.Entry<byte[], Version> entry = entries.next();
            key = entry.getKey();
            value = entry.getValue().value;
            return true;
        }

        private NavigableMap<byte[], Version> rest(NavigableMap<byte[], Version> versions) {
            return behind != null && behind.tree == tree ? versions.tailMap(behind.key, false) : versions;
        }

        @Override
        public long tree() {
            return tree;
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public byte @Nullable [] value() {
            return value;
        }
    }
}
