package io.heliosdb.server.txn.lock;

/// What an advisory lock is on (PostgreSQL 18 manual, 9.28.10): one 64-bit key or two 32-bit keys, never equal.
///
/// @param pair whether `value` holds two 32-bit keys, the first in its upper half
public record AdvisoryKey(long value, boolean pair) {

    public static AdvisoryKey of(long key) {
        return new AdvisoryKey(key, false);
    }

    public static AdvisoryKey of(int first, int second) {
        return new AdvisoryKey((long) first << 32 | (second & 0xFFFFFFFFL), true);
    }
}
