package io.heliosdb.server.storage;

import java.util.Arrays;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/// A stretch of keys of one tree.
///
/// @param to null: to the end
public record KeyRange(byte[] from, boolean fromInclusive, byte @Nullable [] to, boolean toInclusive) {

    public static KeyRange of(byte[] from, byte @Nullable [] to) {
        return new KeyRange(from, true, to, false);
    }

    public boolean contains(byte[] key) {
        int low = Arrays.compareUnsigned(key, from);
        if (low < 0 || low == 0 && !fromInclusive) {
            return false;
        }
        byte[] upper = to;
        if (upper == null) {
            return true;
        }
        int high = Arrays.compareUnsigned(key, upper);
        return high < 0 || high == 0 && toInclusive;
    }

    /// Whether a key could lie in both, bounds included.
    public boolean overlaps(KeyRange other) {
        return reaches(to, other.from) && reaches(other.to, from);
    }

    private static boolean reaches(byte @Nullable [] upper, byte[] key) {
        return upper == null || Arrays.compareUnsigned(upper, key) >= 0;
    }

    boolean isEmpty() {
        byte[] upper = to;
        if (upper == null) {
            return false;
        }
        int order = Arrays.compareUnsigned(from, upper);
        return order > 0 || order == 0 && !(fromInclusive && toInclusive);
    }

    /// The part of a map that lies within; a map view.
    public <V> ConcurrentNavigableMap<byte[], V> of(ConcurrentNavigableMap<byte[], V> map) {
        byte[] upper = to;
        if (upper == null) {
            return map.tailMap(from, fromInclusive);
        }
        // A view refuses bounds that are the wrong way round.
        return isEmpty()
                ? map.subMap(from, false, from, true).headMap(from, false)
                : map.subMap(from, fromInclusive, upper, toInclusive);
    }
}
