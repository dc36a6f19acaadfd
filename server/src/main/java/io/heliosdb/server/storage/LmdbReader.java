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

    private final Txn<ByteBuffer> txn;
    private final Dbi<ByteBuffer> dbi;
    private final BaseMark mark;
    private final Runnable onClose;
    private final ByteBuffer keyBuffer = LmdbKeys.allocate();
    private final Deque<org.lmdbjava.Cursor<ByteBuffer>> spareCursors = new ArrayDeque<>(2);
    private boolean closed;

    LmdbReader(Txn<ByteBuffer> txn, Dbi<ByteBuffer> dbi, BaseMark mark, Runnable onClose) {
        this.txn = txn;
        this.dbi = dbi;
        this.mark = mark;
        this.onClose = onClose;
    }

    @Override
    public BaseMark mark() {
        return mark;
    }

    @Override
    public byte @Nullable [] get(long tree, byte[] key) {
        ByteBuffer found = dbi.get(txn, LmdbKeys.fill(keyBuffer, tree, key));
        if (found == null) {
            return null;
        }
        if (LmdbKeys.isLong(key)) {
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
        return new LmdbCursor(this, new LmdbCursor.Range(tree, tree, from, to), forward);
    }

    @Override
    public TreeCursor scanAll() {
        return new LmdbCursor(this, new LmdbCursor.Range(0, Long.MAX_VALUE, new byte[0], null), true);
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
