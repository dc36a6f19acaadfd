package io.heliosdb.server.storage;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.MemoryDisk;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A base in memory whose writes are as atomic and durable as LMDB's, and whose process can die around each of
/// them.
public final class MemoryBase implements BaseStore {

    private record Key(long tree, byte[] key) {}

    private record State(NavigableMap<Key, byte[]> entries, BaseMark mark) {}

    private static final Comparator<Key> ORDER =
            Comparator.comparingLong(Key::tree).thenComparing(Key::key, Arrays::compareUnsigned);

    private static final int COMPACTION_STEPS = 3;

    private final MemoryDisk disk;
    private volatile State state = new State(new TreeMap<>(ORDER), BaseMark.EMPTY);
    private boolean uncleaned;
    private int stepsOfCompaction;

    public MemoryBase(MemoryDisk disk) {
        this.disk = disk;
    }

    @Override
    public BaseReader openReader() {
        return new Reader(state);
    }

    @Override
    public void write(ChangeSource changes, BaseMark mark) {
        TreeMap<Key, byte[]> next = new TreeMap<>(ORDER);
        next.putAll(state.entries);
        for (long tree : changes.droppedTrees()) {
            next.keySet().removeIf(key -> key.tree == tree);
        }
        ChangeSource.Changes walk = changes.changes();
        while (walk.next()) {
            byte[] value = walk.value();
            if (value == null) {
                next.remove(new Key(walk.tree(), walk.key()));
            } else {
                next.put(new Key(walk.tree(), walk.key()), value);
            }
        }
        disk.before("commit", "base");
        disk.pause();
        state = new State(next, mark);
        uncleaned |= !changes.droppedTrees().isEmpty();
        disk.after("commit", "base");
    }

    // What was dropped is gone at once here; only the steps are as LMDB's.
    @Override
    public boolean clean() {
        if (uncleaned) {
            disk.before("clean", "base");
            disk.pause();
            uncleaned = false;
            disk.after("clean", "base");
        }
        return false;
    }

    @Override
    public boolean compact() {
        disk.before("compact", "base");
        disk.pause();
        stepsOfCompaction++;
        disk.after("compact", "base");
        if (stepsOfCompaction < COMPACTION_STEPS) {
            return true;
        }
        stepsOfCompaction = 0;
        return false;
    }

    @Override
    public void abandonCompaction() {
        stepsOfCompaction = 0;
    }

    @Override
    public SpaceUsage usage() {
        return new SpaceUsage(state.entries.size(), 0);
    }

    @Override
    public void close() {
        // It outlives its engine, as a file does.
    }

    private record Reader(State state) implements BaseReader {

        @Override
        public BaseMark mark() {
            return state.mark;
        }

        @Override
        public byte @Nullable [] get(long tree, byte[] key) {
            return state.entries.get(new Key(tree, key));
        }

        @Override
        public Cursor scan(long tree, byte[] from, byte @Nullable [] to, boolean forward) {
            Key low = new Key(tree, from);
            Key high = to == null ? new Key(tree + 1, new byte[0]) : new Key(tree, to);
            if (ORDER.compare(low, high) >= 0) {
                return new Walk(new TreeMap<Key, byte[]>(ORDER).entrySet().iterator());
            }
            NavigableMap<Key, byte[]> part = state.entries.subMap(low, true, high, false);
            return new Walk((forward ? part : part.descendingMap()).entrySet().iterator());
        }

        @Override
        public TreeCursor scanAll() {
            return new Walk(state.entries.entrySet().iterator());
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static final class Walk implements BaseReader.TreeCursor {

        private final Iterator<Map.Entry<Key, byte[]>> entries;
        private Key key = new Key(0, new byte[0]);
        private byte[] value = new byte[0];

        Walk(Iterator<Map.Entry<Key, byte[]>> entries) {
            this.entries = entries;
        }

        @Override
        public boolean next() {
            if (!entries.hasNext()) {
                return false;
            }
            Map.Entry<Key, byte[]> next = entries.next();
            key = next.getKey();
            value = next.getValue();
            return true;
        }

        @Override
        public long tree() {
            return key.tree;
        }

        @Override
        public byte[] key() {
            return key.key;
        }

        @Override
        public byte[] value() {
            return value;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
