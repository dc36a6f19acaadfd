package io.heliosdb.server.sql.exec.spill;

/// A Bloom filter of hashes: says of nearly all that were not added that they were not. Immutable once filled.
final class HashFilter {

    // Ten bits and four probes a hash: of a hundred that are not there, it lets one pass.
    private static final int BITS = 10;
    private static final int PROBES = 4;

    private final long[] words;

    /// @param count of hashes that will be added
    HashFilter(long count) {
        words = new long[(int) words(count)];
    }

    private static long words(long count) {
        return Math.clamp(count * BITS / Long.SIZE + 1, 1, Integer.MAX_VALUE / 2);
    }

    /// What a filter of so many hashes needs.
    static long bytes(long count) {
        return words(count) * Long.BYTES;
    }

    void add(int hash) {
        long mixed = mix(hash);
        for (int i = 0; i < PROBES; i++) {
            long bit = bit(mixed, i);
            words[(int) (bit >>> 6)] |= 1L << bit;
        }
    }

    /// False only when the hash was not added.
    boolean mayContain(int hash) {
        long mixed = mix(hash);
        for (int i = 0; i < PROBES; i++) {
            long bit = bit(mixed, i);
            if ((words[(int) (bit >>> 6)] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static long mix(int hash) {
        long mixed = (hash + 1L) * 0x9E3779B97F4A7C15L;
        return (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    }

    // Two halves of the hash make all probes.
    private long bit(long mixed, int probe) {
        long position = (mixed >>> 32) + probe * (mixed & 0xFFFFFFFFL | 1);
        return position % (words.length * (long) Long.SIZE);
    }
}
