package io.heliosdb.server.storage;

import io.heliosdb.server.common.Cursor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Txn;

/// One LMDB read transaction. It keeps cursors that were closed: they can be positioned anew, which spares a
/// malloc.
final class LmdbReader implements BaseReader {

    /// What there is in it.
    ///
    /// @param dropped trees whose entries nobody sees
    record Content(BaseMark mark, DroppedTrees dropped) {}

    private static final byte[] NONE = new byte[0];

    private final Txn<ByteBuffer> txn;
    private final Dbi<ByteBuffer> dbi;
    private final Content content;
    private final Runnable onClose;
    private final ByteBuffer keyBuffer = LmdbKeys.allocate();
    private final Deque<org.lmdbjava.Cursor<ByteBuffer>> spareCursors = new ArrayDeque<>(2);
    private boolean closed;

    LmdbReader(Txn<ByteBuffer> txn, Dbi<ByteBuffer> dbi, Content content, Runnable onClose) {
        this.txn = txn;
        this.dbi = dbi;
        this.content = content;
        this.onClose = onClose;
    }

    @Override
    public BaseMark mark() {
        return content.mark;
    }

    @Override
    public byte @Nullable [] get(long tree, byte[] key) {
        if (content.dropped.contains(tree)) {
            return null;
        }
        ByteBuffer found = dbi.get(txn, LmdbKeys.fill(keyBuffer, tree, key));
        if (found == null) {
            return null;
        }
        if (LmdbKeys.isLong(key)) {
            if (LmdbKeys.isNode(found)) {
                return get(LmdbKeys.node(found), LmdbKeys.rest(key));
            }
            LmdbBucket bucket = new LmdbBucket(keyBuffer, found);
            int at = bucket.lowerBound(key);
            return at < bucket.size() && Arrays.equals(bucket.key(at), key) ? bucket.value(at) : null;
        }
        byte[] value = new byte[found.remaining()];
        found.get(found.position(), value);
        return value;
    }

    @Override
    public Cursor scan(long tree, byte[] from, byte @Nullable [] to, boolean forward) {
        if (content.dropped.contains(tree)) {
            return new LiveTrees(this, content.dropped, Long.MAX_VALUE, NONE);
        }
        return new LmdbCursor(this, new LmdbCursor.Range(tree, tree, from, to), forward);
    }

    @Override
    public TreeCursor scanAll() {
        return scanAllFrom(0, NONE);
    }

    /// As {@link #scanAll}, from a key of a tree on.
    TreeCursor scanAllFrom(long tree, byte[] key) {
        return new LiveTrees(this, content.dropped, tree, key);
    }

    /// For one call of LMDB at a time.
    ByteBuffer keyBuffer() {
        return keyBuffer;
    }

    org.lmdbjava.Cursor<ByteBuffer> takeCursor() {
        org.lmdbjava.Cursor<ByteBuffer> spare = spareCursors.poll();
        return spare == null ? dbi.openCursor(txn) : spare;
    }

    void giveBack(org.lmdbjava.Cursor<ByteBuffer> cursor) {
        spareCursors.push(cursor);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            spareCursors.forEach(org.lmdbjava.Cursor::close);
            txn.close();
            onClose.run();
        }
    }
}
