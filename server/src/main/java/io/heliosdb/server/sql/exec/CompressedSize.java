package io.heliosdb.server.sql.exec;

import java.util.Arrays;

/// How many bytes PostgreSQL's compression of values (pglz) makes of a value.
///
/// A value becomes literal bytes and references to what came up to 4,095 bytes before: two bytes for 3 to 17
/// bytes, three for up to 273, and a control byte for each eight of them. Compression is given up when the
/// first kilobyte has no reference, or when it saves less than a quarter.
final class CompressedSize {

    private static final int MIN_INPUT = 32;
    private static final int MIN_MATCH = 3;
    private static final int SHORT_MATCH = 17;
    private static final int MAX_MATCH = 273;
    private static final int MAX_DISTANCE = 4095;
    private static final int FIRST_SUCCESS_BY = 1024;
    // A match of this length is good enough to stop looking for a longer one.
    private static final int GOOD_MATCH = 128;
    private static final int MAX_TRIES = 64;
    private static final int TABLE = 8192;

    private CompressedSize() {}

    /// The compressed size; -1 when the value stays as it is.
    static int of(byte[] value) {
        if (value.length < MIN_INPUT) {
            return -1;
        }
        int[] latest = new int[TABLE];
        int[] before = new int[value.length];
        Arrays.fill(latest, -1);
        int most = value.length / 4 * 3;
        int size = 0;
        int items = 0;
        boolean matched = false;
        int at = 0;
        while (at < value.length) {
            if (size > most || !matched && size >= FIRST_SUCCESS_BY) {
                return -1;
            }
            size += items++ % 8 == 0 ? 1 : 0;
            int length = longest(value, at, latest, before);
            if (length >= MIN_MATCH) {
                matched = true;
                size += length > SHORT_MATCH ? 3 : 2;
            } else {
                length = 1;
                size++;
            }
            for (int end = at + length; at < end; at++) {
                remember(value, at, latest, before);
            }
        }
        return size > most ? -1 : size;
    }

    private static int hash(byte[] value, int at) {
        int h = (value[at] << 6 ^ value[at + 1] << 4 ^ value[at + 2] << 2 ^ value[at + 2]) * 0x9E3779B1;
        return h >>> 19;
    }

    private static void remember(byte[] value, int at, int[] latest, int[] before) {
        if (at + MIN_MATCH <= value.length) {
            int h = hash(value, at);
            before[at] = latest[h];
            latest[h] = at;
        }
    }

    private static int longest(byte[] value, int at, int[] latest, int[] before) {
        if (at + MIN_MATCH > value.length) {
            return 0;
        }
        int best = 0;
        int candidate = latest[hash(value, at)];
        for (int tries = 0; tries < MAX_TRIES && candidate >= 0 && at - candidate <= MAX_DISTANCE; tries++) {
            int most = Math.min(MAX_MATCH, value.length - at);
            int difference = Arrays.mismatch(value, candidate, candidate + most, value, at, at + most);
            int length = difference < 0 ? most : difference;
            best = Math.max(best, length);
            if (best >= GOOD_MATCH) {
                break;
            }
            candidate = before[candidate];
        }
        return best;
    }
}
