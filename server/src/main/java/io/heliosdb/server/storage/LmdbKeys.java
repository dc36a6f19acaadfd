package io.heliosdb.server.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How (tree, key) becomes a key of LMDB, which allows 511 bytes.
///
/// ```
/// inline   tree: 8 bytes | key: up to 502 bytes          -> value
/// bucket   tree: 8 bytes | first 503 bytes of the key    -> (suffix length u32 | suffix | value length u32 | value)*
/// ```
/// A key of 503 bytes or more lives with all others of the same first 503 bytes in one bucket, sorted by suffix. No
/// inline key has the length of a bucket's key, so the two are told apart by length, and order is kept: an inline key
/// differs from a bucket's within those 503 bytes or is a true prefix of them, and so sorts before or behind the
/// whole bucket.
final class LmdbKeys {

    static final int MAX_BYTES = 511;
    static final int BUCKET_PREFIX = MAX_BYTES - Long.BYTES;

    private LmdbKeys() {}

    static ByteBuffer allocate() {
        return ByteBuffer.allocateDirect(MAX_BYTES);
    }

    /// Writes the LMDB key under which `key` is, inline or as a bucket; the result is ready to read.
    static ByteBuffer fill(ByteBuffer target, long tree, byte[] key) {
        return target.clear()
                .putLong(tree)
                .put(key, 0, Math.min(key.length, BUCKET_PREFIX))
                .flip();
    }

    static boolean isLong(byte[] key) {
        return key.length >= BUCKET_PREFIX;
    }

    static boolean isBucket(ByteBuffer lmdbKey) {
        return lmdbKey.remaining() == MAX_BYTES;
    }

    static byte[] inlineKey(ByteBuffer lmdbKey) {
        byte[] key = new byte[lmdbKey.remaining() - Long.BYTES];
        lmdbKey.get(lmdbKey.position() + Long.BYTES, key);
        return key;
    }

    /// One entry of a bucket.
    record Entry(byte[] key, byte[] value) {}

    /// The entries of a bucket with their whole keys, sorted.
    static List<Entry> entries(ByteBuffer lmdbKey, ByteBuffer bucket) {
        byte[] prefix = inlineKey(lmdbKey);
        ByteBuffer source = bucket.duplicate();
        List<Entry> entries = new ArrayList<>();
        while (source.hasRemaining()) {
            int suffix = source.getInt();
            byte[] key = Arrays.copyOf(prefix, prefix.length + suffix);
            source.get(key, prefix.length, suffix);
            byte[] value = new byte[source.getInt()];
            source.get(value);
            entries.add(new Entry(key, value));
        }
        return entries;
    }

    static byte[] bucket(Iterable<Entry> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        for (Entry entry : entries) {
            int suffix = entry.key().length - BUCKET_PREFIX;
            bytes.writeBytes(length.putInt(0, suffix).array());
            bytes.write(entry.key(), BUCKET_PREFIX, suffix);
            bytes.writeBytes(length.putInt(0, entry.value().length).array());
            bytes.writeBytes(entry.value());
        }
        return bytes.toByteArray();
    }
}
