package io.heliosdb.server.storage;

import org.jspecify.annotations.Nullable;

/// Walks all trees from one on, but for those that are dropped: one stretch between two of them after the
/// other.
final class LiveTrees implements BaseReader.TreeCursor {

    private static final byte[] NONE = new byte[0];

    private final LmdbReader reader;
    private final DroppedTrees dropped;
    private long nextTree;
    private byte[] from;
    private @Nullable LmdbCursor current;

    LiveTrees(LmdbReader reader, DroppedTrees dropped, long tree, byte[] from) {
        this.reader = reader;
        this.dropped = dropped;
        this.nextTree = tree;
        this.from = from;
    }

    @Override
    public boolean next() {
        while (true) {
            LmdbCursor open = current;
            if (open != null) {
                if (open.next()) {
                    return true;
                }
                open.close();
                current = null;
            }
            long first = dropped.nextLive(nextTree);
            if (first == Long.MAX_VALUE) {
                return false;
            }
            if (first > nextTree) {
                from = NONE;
            }
            long last = dropped.lastLive(first);
            current = new LmdbCursor(reader, new LmdbCursor.Range(first, last, from, null), true);
            from = NONE;
            nextTree = last == Long.MAX_VALUE ? last : last + 1;
        }
    }

    private LmdbCursor open() {
        LmdbCursor open = current;
        if (open == null) {
            throw new IllegalStateException("the cursor is not on an entry");
        }
        return open;
    }

    @Override
    public long tree() {
        return open().tree();
    }

    @Override
    public byte[] key() {
        return open().key();
    }

    @Override
    public byte[] value() {
        return open().value();
    }

    @Override
    public void close() {
        LmdbCursor open = current;
        if (open != null) {
            open.close();
            current = null;
        }
        nextTree = Long.MAX_VALUE;
    }
}
