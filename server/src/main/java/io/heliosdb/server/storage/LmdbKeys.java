package io.heliosdb.server.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How (tree, key) becomes a key of LMDB, which allows 511 bytes.
///
/// ```
/// inline   tree: 8 bytes | key: up to 502 bytes          -> value
/// branch   tree: 8 bytes | first 503 bytes of the key    -> node: 8 bytes, negative
///          node: 8 bytes | rest of the key, in the same way
/// ```
/// Keys of 503 bytes or more that share their first 503 are in a node, which is as a tree of its own; nobody
/// else knows its number. So a key is found in as many steps as it has 503 bytes, however many keys share them.
/// No inline key has the length of a branch's key, so the two are told apart by length, and order is kept: an
/// inline key differs from a branch's within those 503 bytes or is a true prefix of them, and so sorts before
/// or behind all of its node.
///
/// Earlier, all keys of a branch were in its value, a bucket: (suffix length u32 | suffix | value length u32 |
/// value)*. Its first byte is not negative. It is read, and becomes a node when it is changed.
final class LmdbKeys {

    static final int MAX_BYTES = 511;
    static final int BRANCH_BYTES = MAX_BYTES - Long.BYTES;

    private LmdbKeys() {}

    static ByteBuffer allocate() {
        return ByteBuffer.allocateDirect(MAX_BYTES);
    }

    /// Writes the LMDB key under which `key` is, inline or as a bucket; the result is ready to read.
    static ByteBuffer fill(ByteBuffer target, long tree, byte[] key) {
        return target.clear()
                .putLong(tree)
                .put(key, 0, Math.min(key.length, BRANCH_BYTES))
                .flip();
    }

    static boolean isLong(byte[] key) {
        return key.length >= BRANCH_BYTES;
    }

    /// The key behind what a branch has of it.
    static byte[] rest(byte[] key) {
        return Arrays.copyOfRange(key, BRANCH_BYTES, key.length);
    }

    static boolean isBranch(ByteBuffer lmdbKey) {
        return lmdbKey.remaining() == MAX_BYTES;
    }

    /// Whether a branch leads to a node; else it has a bucket.
    static boolean isNode(ByteBuffer branchValue) {
        return branchValue.get(branchValue.position()) < 0;
    }

    static long node(ByteBuffer branchValue) {
        return branchValue.getLong(branchValue.position());
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
}
