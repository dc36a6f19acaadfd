package io.heliosdb.server.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/// Puts sorted changes into one LMDB transaction; changes of one bucket of long keys are gathered, for it is
/// rewritten. One cursor makes all of them: what sorts behind the last one is mostly found on the page it
/// stands on.
final class LmdbWriter implements AutoCloseable {

    private static final PutFlags[] NO_FLAGS = {};

    private final Txn<ByteBuffer> txn;
    private final Dbi<ByteBuffer> dbi;
    private final Cursor<ByteBuffer> cursor;
    private final ByteBuffer keyBuffer = LmdbKeys.allocate();
    private final ByteBuffer nothing = ByteBuffer.allocateDirect(0);
    private @Nullable NavigableMap<byte[], LmdbKeys.Entry> bucket;
    private long bucketTree;

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
            byte[] key = changes.key();
            if (LmdbKeys.isLong(key)) {
                changeBucket(changes.tree(), key, changes.value());
                continue;
            }
            flushBucket();
            byte[] value = changes.value();
            LmdbKeys.fill(keyBuffer, changes.tree(), key);
            if (value == null) {
                dbi.delete(txn, keyBuffer);
            } else {
                put(value);
            }
        }
        flushBucket();
    }

    private void put(byte[] value) {
        if (value.length == 0) {
            cursor.put(keyBuffer, nothing, NO_FLAGS);
        } else {
            cursor.reserve(keyBuffer, value.length, NO_FLAGS).put(value);
        }
    }

    private void changeBucket(long tree, byte[] key, byte @Nullable [] value) {
        NavigableMap<byte[], LmdbKeys.Entry> current = bucketFor(tree, key);
        if (value == null) {
            current.remove(key);
        } else {
            current.put(key, new LmdbKeys.Entry(key, value));
        }
    }

    private NavigableMap<byte[], LmdbKeys.Entry> bucketFor(long tree, byte[] key) {
        NavigableMap<byte[], LmdbKeys.Entry> current = bucket;
        ByteBuffer wanted = ByteBuffer.allocate(LmdbKeys.MAX_BYTES);
        LmdbKeys.fill(wanted, tree, key);
        if (current != null && bucketTree == tree && keyBuffer.equals(wanted)) {
            return current;
        }
        flushBucket();
        current = new TreeMap<>(Arrays::compareUnsigned);
        LmdbKeys.fill(keyBuffer, tree, key);
        ByteBuffer stored = dbi.get(txn, keyBuffer);
        if (stored != null) {
            for (LmdbKeys.Entry entry : LmdbKeys.entries(keyBuffer, stored)) {
                current.put(entry.key(), entry);
            }
        }
        bucket = current;
        bucketTree = tree;
        return current;
    }

    // While a bucket is gathered, the key buffer holds its key.
    private void flushBucket() {
        NavigableMap<byte[], LmdbKeys.Entry> current = bucket;
        if (current == null) {
            return;
        }
        bucket = null;
        if (current.isEmpty()) {
            dbi.delete(txn, keyBuffer);
        } else {
            put(LmdbKeys.bucket(current.values()));
        }
    }
}
