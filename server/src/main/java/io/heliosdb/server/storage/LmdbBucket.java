package io.heliosdb.server.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The long keys of one bucket, in LMDB's own memory: valid while its reader stays open. An entry is decoded when
/// asked for. Used by one thread.
final class LmdbBucket {

    private final byte[] prefix;
    private final ByteBuffer bytes;
    private int[] offsets = new int[16];
    private int size;

    LmdbBucket(ByteBuffer lmdbKey, ByteBuffer bucket) {
        this.prefix = LmdbKeys.inlineKey(lmdbKey);
        this.bytes = bucket.duplicate();
        int at = bytes.position();
        while (at < bytes.limit()) {
            if (size == offsets.length) {
                offsets = Arrays.copyOf(offsets, size * 2);
            }
            offsets[size++] = at;
            int value = at + Integer.BYTES + bytes.getInt(at);
            at = value + Integer.BYTES + bytes.getInt(value);
        }
    }

    int size() {
        return size;
    }

    /// How many entries have a smaller key.
    int lowerBound(byte[] key) {
        int common = Math.min(prefix.length, key.length);
        int order = Arrays.compareUnsigned(prefix, 0, common, key, 0, common);
        if (order != 0 || key.length < prefix.length) {
            return order < 0 ? size : 0;
        }
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compareSuffix(middle, key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compareSuffix(int index, byte[] key) {
        int at = offsets[index] + Integer.BYTES;
        int length = bytes.getInt(offsets[index]);
        int common = Math.min(length, key.length - prefix.length);
        for (int i = 0; i < common; i++) {
            int order = Byte.compareUnsigned(bytes.get(at + i), key[prefix.length + i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(length, key.length - prefix.length);
    }

    byte[] key(int index) {
        int suffix = bytes.getInt(offsets[index]);
        byte[] key = Arrays.copyOf(prefix, prefix.length + suffix);
        bytes.get(offsets[index] + Integer.BYTES, key, prefix.length, suffix);
        return key;
    }

    byte[] value(int index) {
        int at = offsets[index] + Integer.BYTES + bytes.getInt(offsets[index]);
        byte[] value = new byte[bytes.getInt(at)];
        bytes.get(at + Integer.BYTES, value);
        return value;
    }
}
