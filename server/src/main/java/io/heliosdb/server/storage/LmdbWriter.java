package io.heliosdb.server.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.PutFlags;
import org.lmdbjava.SeekOp;
import org.lmdbjava.Txn;

/// Puts sorted changes into one LMDB transaction. One cursor makes all of them: what sorts behind the last one
/// is mostly found on the page it stands on.
final class LmdbWriter implements AutoCloseable {

    private static final PutFlags[] NO_FLAGS = {};

    /// No number of a node, for those are negative.
    private static final long NONE = 0;

    private final Txn<ByteBuffer> txn;
    private final Dbi<ByteBuffer> dbi;
    private final Cursor<ByteBuffer> cursor;
    private final ByteBuffer keyBuffer = LmdbKeys.allocate();
    private final ByteBuffer nothing = ByteBuffer.allocateDirect(0);

    LmdbWriter(Txn<ByteBuffer> txn, Dbi<ByteBuffer> dbi) {
        this.txn = txn;
        this.dbi = dbi;
        this.cursor = dbi.openCursor(txn);
    }

    @Override
    public void close() {
        cursor.close();
    }

    void write(ChangeSource.Changes changes) {
        while (changes.next()) {
            byte[] value = changes.value();
            if (value == null) {
                delete(changes.tree(), changes.key());
            } else {
                put(changes.tree(), changes.key(), value);
            }
        }
    }

    private void put(long tree, byte[] key, byte[] value) {
        if (LmdbKeys.isLong(key)) {
            long found = node(tree, key);
            put(found == NONE ? newNode(tree, key) : found, LmdbKeys.rest(key), value);
            return;
        }
        LmdbKeys.fill(keyBuffer, tree, key);
        if (value.length == 0) {
            cursor.put(keyBuffer, nothing, NO_FLAGS);
        } else {
            cursor.reserve(keyBuffer, value.length, NO_FLAGS).put(value);
        }
    }

    private void delete(long tree, byte[] key) {
        if (!LmdbKeys.isLong(key)) {
            dbi.delete(txn, LmdbKeys.fill(keyBuffer, tree, key));
            return;
        }
        long node = node(tree, key);
        if (node != NONE) {
            delete(node, LmdbKeys.rest(key));
            if (isEmpty(node)) {
                dbi.delete(txn, LmdbKeys.fill(keyBuffer, tree, key));
            }
        }
    }

    private boolean isEmpty(long node) {
        return !cursor.get(LmdbKeys.fill(keyBuffer, node, new byte[0]), GetOp.MDB_SET_RANGE)
                || cursor.key().getLong(cursor.key().position()) != node;
    }

    /// Where a long key's branch leads; a bucket becomes a node.
    private long node(long tree, byte[] key) {
        ByteBuffer found = dbi.get(txn, LmdbKeys.fill(keyBuffer, tree, key));
        if (found == null) {
            return NONE;
        }
        if (LmdbKeys.isNode(found)) {
            return LmdbKeys.node(found);
        }
        var entries = LmdbKeys.entries(keyBuffer, found);
        byte[] branch = Arrays.copyOf(key, LmdbKeys.BRANCH_BYTES);
        long node = newNode(tree, branch);
        for (LmdbKeys.Entry entry : entries) {
            put(node, LmdbKeys.rest(entry.key()), entry.value());
        }
        return node;
    }

    /// Nodes are numbered upwards, and all keys of trees sort before theirs: the last key of all has the last
    /// number, but for that of a node that is just being made.
    private long newNode(long tree, byte[] key) {
        long last = cursor.seek(SeekOp.MDB_LAST) && cursor.key().remaining() >= Long.BYTES
                ? cursor.key().getLong(cursor.key().position())
                : 0;
        long node = Math.max(last < 0 ? last + 1 : Long.MIN_VALUE, tree < 0 ? tree + 1 : Long.MIN_VALUE);
        LmdbKeys.fill(keyBuffer, tree, key);
        cursor.reserve(keyBuffer, Long.BYTES, NO_FLAGS).putLong(node);
        return node;
    }
}
