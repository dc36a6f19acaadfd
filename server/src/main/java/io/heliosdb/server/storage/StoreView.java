package io.heliosdb.server.storage;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The database as of one LSN: a reader of the base and the layers behind it.
///
/// Used by one thread at a time. It holds its reader until it and all its cursors are closed; nothing waits for
/// that.
public final class StoreView implements AutoCloseable {

    /// After so many questions for a tree's end it is looked up.
    private static final int WORTH_KNOWING = 8;

    private static final byte[] NOTHING = new byte[0];

    private final VersionStore store;
    private final BaseReader reader;
    private final Layer[] layers;
    private final Generation generation;
    private final LayerChain chain;
    private final long snapshot;
    private final List<HoldingCursor> open = new ArrayList<>(2);
    private final List<TreeEnd> ends = new ArrayList<>(0);
    private int holders = 1;
    private boolean closed;

    /// @param state its runs are retained by the caller and released by the view
    StoreView(VersionStore store, BaseReader reader, VersionStore.State state, long snapshot) {
        this.store = store;
        this.reader = reader;
        this.layers = state.layers();
        this.generation = state.generation();
        this.chain = state.oldest();
        this.snapshot = snapshot;
    }

    public Lsn lsn() {
        return Lsn.of(snapshot);
    }

    /// Leads to everything newer than this view.
    public LayerChain chain() {
        return chain;
    }

    /// @throws io.heliosdb.server.common.SqlException 72000 when the view has expired, here and in {@link #scan}
    public byte @Nullable [] get(long tree, byte[] key) {
        for (Layer layer : layers) {
            if (layer.isDropped(tree, snapshot)) {
                return null;
            }
            Version version = layer.find(tree, key, snapshot);
            if (version != null) {
                generation.checkNotExpired();
                return version.value;
            }
        }
        generation.checkNotExpired();
        return reader.get(tree, key);
    }

    /// Entries from `from` (inclusive) to `to` (exclusive; null: to the end).
    public Cursor scan(long tree, byte[] from, byte @Nullable [] to, boolean forward) {
        KeyRange range = KeyRange.of(from, to);
        List<MergeSource> sources = new ArrayList<>(layers.length + 1);
        for (Layer layer : layers) {
            if (layer.isDropped(tree, snapshot)) {
                return new MergeCursor(sources, forward);
            }
            MergeSource source = layer.source(tree, range, forward, snapshot);
            if (source != null) {
                sources.add(source);
            }
        }
        generation.checkNotExpired();
        HoldingCursor base = new HoldingCursor(this, reader.scan(tree, from, to, forward));
        open.add(base);
        if (sources.isEmpty()) {
            return base;
        }
        sources.add(MergeCursor.source(base));
        return new MergeCursor(sources, forward);
    }

    /// Whether no entry of the tree has this key or a greater one. False also when that is not worth finding out,
    /// for few ask; true is certain.
    public boolean isBehindAll(long tree, byte[] key) {
        TreeEnd end = endOf(tree);
        if (end.asked < WORTH_KNOWING) {
            end.asked++;
            return false;
        }
        byte[] highest = end.highest;
        if (highest == null) {
            try (Cursor last = scan(tree, NOTHING, null, false)) {
                highest = last.next() ? last.key() : NOTHING;
            }
            end.highest = highest;
        }
        return Arrays.compareUnsigned(key, highest) > 0;
    }

    private TreeEnd endOf(long tree) {
        for (TreeEnd end : ends) {
            if (end.tree == tree) {
                return end;
            }
        }
        TreeEnd added = new TreeEnd(tree);
        ends.add(added);
        return added;
    }

    private static final class TreeEnd {
        final long tree;
        int asked;
        byte @Nullable [] highest;

        TreeEnd(long tree) {
            this.tree = tree;
        }
    }

    private void release() {
        if (--holders == 0) {
            store.release(reader, generation);
            RunLayer.releaseAll(layers);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /// Closes the view with all its cursors, which then find nothing more.
    public void closeAll() {
        for (HoldingCursor cursor : List.copyOf(open)) {
            cursor.close();
        }
        close();
    }

    /// Keeps the view's reader while the cursor is open.
    private static final class HoldingCursor implements Cursor {

        private final StoreView view;
        private final Cursor cursor;
        private boolean closed;

        HoldingCursor(StoreView view, Cursor cursor) {
            this.view = view;
            this.cursor = cursor;
            view.holders++;
        }

        @Override
        public boolean next() {
            return !closed && cursor.next();
        }

        @Override
        public byte[] key() {
            return cursor.key();
        }

        @Override
        public byte[] value() {
            return cursor.value();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                cursor.close();
                view.open.remove(this);
                view.release();
            }
        }
    }
}
