package io.heliosdb.server.storage;

import io.heliosdb.server.common.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// One large transaction as a layer. Its changes stay where the run has them; some pieces are kept in memory
/// for a while.
///
/// Held by the store's state and by every view that reads it; whoever releases it last closes the run. Safe for
/// any thread.
final class RunLayer implements Layer {

    /// Decoded pieces kept for point reads.
    private static final int CACHED = 32;

    private static final WriteBatch NOTHING = new WriteBatch(0);

    private record Loaded(int piece, WriteBatch changes) {}

    private final ChangeRun run;
    private final long lsn;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final AtomicReferenceArray<@Nullable Loaded> cache = new AtomicReferenceArray<>(CACHED);

    RunLayer(ChangeRun run, long lsn) {
        this.run = run;
        this.lsn = lsn;
    }

    /// Whether the run can be read until {@link #release}; false when it is closed.
    boolean retain() {
        int before = holders.get();
        while (before > 0) {
            if (holders.compareAndSet(before, before + 1)) {
                return true;
            }
            before = holders.get();
        }
        return false;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            run.close();
        }
    }

    /// Retains all runs among the layers, or none.
    static boolean retainAll(Layer[] layers) {
        for (int i = 0; i < layers.length; i++) {
            if (layers[i] instanceof RunLayer layer && !layer.retain()) {
                releaseAll(Arrays.copyOf(layers, i));
                return false;
            }
        }
        return true;
    }

    static void releaseAll(Layer[] layers) {
        for (Layer each : layers) {
            if (each instanceof RunLayer layer) {
                layer.release();
            }
        }
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public boolean isDropped(long tree, long snapshot) {
        return false;
    }

    /// The last piece that begins at or before the key; -1 when there is none.
    private int pieceAt(long tree, byte[] key) {
        int low = 0;
        int high = run.pieces() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Long.compare(run.tree(middle), tree);
            if (order == 0) {
                order = Arrays.compareUnsigned(run.firstKey(middle), key);
            }
            if (order <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private boolean isOf(int piece, long tree) {
        return piece >= 0 && piece < run.pieces() && run.tree(piece) == tree;
    }

    private WriteBatch load(int piece) {
        Loaded kept = cache.get(piece % CACHED);
        if (kept != null && kept.piece == piece) {
            return kept.changes;
        }
        WriteBatch changes = run.read(piece);
        cache.set(piece % CACHED, new Loaded(piece, changes));
        return changes;
    }

    /// Where the key is, or -(where it would be) - 1.
    private static int search(WriteBatch changes, byte[] key) {
        int low = 0;
        int high = changes.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Arrays.compareUnsigned(changes.key(middle), key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    @Override
    public @Nullable Version find(long tree, byte[] key, long snapshot) {
        int piece = lsn > snapshot ? -1 : pieceAt(tree, key);
        if (!isOf(piece, tree)) {
            return null;
        }
        WriteBatch changes = load(piece);
        int at = search(changes, key);
        return at < 0 ? null : new Version(lsn, valueAt(changes, at));
    }

    private static byte @Nullable [] valueAt(WriteBatch changes, int at) {
        return changes.isDelete(at) ? null : changes.value(at);
    }

    @Override
    public @Nullable MergeSource source(long tree, KeyRange range, boolean forward, long snapshot) {
        if (lsn > snapshot || !covers(tree, range)) {
            return null;
        }
        return new RunSource(tree, range, forward);
    }

    /// Whether a piece may hold a key of the range.
    private boolean covers(long tree, KeyRange range) {
        int piece = pieceAt(tree, range.from());
        if (isOf(piece, tree)) {
            return true;
        }
        byte[] to = range.to();
        return isOf(piece + 1, tree) && (to == null || Arrays.compareUnsigned(run.firstKey(piece + 1), to) <= 0);
    }

    @Override
    public LayerChain.Answer changed(long tree, byte[] key, long snapshot) {
        if (lsn <= snapshot || !isOf(pieceAt(tree, key), tree)) {
            return LayerChain.Answer.UNCHANGED;
        }
        if (!retain()) {
            return LayerChain.Answer.UNKNOWN;
        }
        try {
            return find(tree, key, lsn) == null ? LayerChain.Answer.UNCHANGED : LayerChain.Answer.CHANGED;
        } finally {
            release();
        }
    }

    @Override
    public LayerChain.Answer changed(long tree, KeyRange range, long snapshot) {
        if (lsn <= snapshot || !covers(tree, range)) {
            return LayerChain.Answer.UNCHANGED;
        }
        if (!retain()) {
            return LayerChain.Answer.UNKNOWN;
        }
        try {
            return new RunSource(tree, range, true).next() ? LayerChain.Answer.CHANGED : LayerChain.Answer.UNCHANGED;
        } finally {
            release();
        }
    }

    int pieces() {
        return run.pieces();
    }

    int pieceBytes(int piece) {
        return run.bytes(piece);
    }

    /// The pieces from `from` to `to` (exclusive), for the base.
    ChangeSource changes(int from, int to) {
        return new ChangeSource() {
            @Override
            public List<Long> droppedTrees() {
                return new ArrayList<>();
            }

            @Override
            public Changes changes() {
                return new PieceChanges(from, to);
            }
        };
    }

    private final class PieceChanges implements ChangeSource.Changes {

        private final int end;
        private int piece;
        private WriteBatch current = NOTHING;
        private int at;

        PieceChanges(int from, int to) {
            this.piece = from;
            this.end = to;
        }

        @Override
        public boolean next() {
            at++;
            if (at >= current.size()) {
                if (piece >= end) {
                    return false;
                }
                current = run.read(piece++);
                at = 0;
            }
            return true;
        }

        @Override
        public long tree() {
            return current.tree(at);
        }

        @Override
        public byte[] key() {
            return current.key(at);
        }

        @Override
        public byte @Nullable [] value() {
            return valueAt(current, at);
        }
    }

    /// Walks a range; pieces are read as it meets them.
    private final class RunSource implements MergeSource {

        private final long tree;
        private final KeyRange range;
        private final boolean forward;
        private int piece;
        private WriteBatch current = NOTHING;
        private int at;
        private boolean done;

        RunSource(long tree, KeyRange range, boolean forward) {
            this.tree = tree;
            this.range = range;
            this.forward = forward;
            byte[] to = range.to();
            if (forward) {
                piece = pieceAt(tree, range.from());
                if (!isOf(piece, tree)) {
                    piece++;
                }
            } else {
                piece = to == null ? pieceAt(tree + 1, new byte[0]) : pieceAt(tree, to);
                while (piece >= 0 && run.tree(piece) > tree) {
                    piece--;
                }
            }
            open();
        }

        // Stands before the first entry of the piece in the walk's direction.
        private void open() {
            if (!isOf(piece, tree)) {
                done = true;
                return;
            }
            current = load(piece);
            byte[] bound = forward ? range.from() : range.to();
            int start = bound == null ? current.size() : search(current, bound);
            int place = start < 0 ? -start - 1 : start;
            at = forward ? place - 1 : Math.min(place + 1, current.size());
        }

        @Override
        public boolean next() {
            while (!done) {
                at += forward ? 1 : -1;
                if (at < 0 || at >= current.size()) {
                    piece += forward ? 1 : -1;
                    open();
                    continue;
                }
                if (range.contains(current.key(at))) {
                    return true;
                }
                byte[] key = current.key(at);
                done = forward
                        ? Arrays.compareUnsigned(key, range.from()) > 0
                        : Arrays.compareUnsigned(key, range.from()) <= 0;
            }
            return false;
        }

        @Override
        public byte[] key() {
            return current.key(at);
        }

        @Override
        public byte @Nullable [] value() {
            return valueAt(current, at);
        }

        @Override
        public void close() {
            done = true;
        }
    }
}
