package io.heliosdb.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/// Rows of a given size in all, as COPY reads them, made one by one: `id, filler, amount`. No two fillers are
/// the same, and their order is none that the ids have.
final class SizeRows {

    /// What a line is long, its end included.
    static final int ROW_BYTES = 200;

    private static final int FILLER_BYTES = 160;
    private static final int REPORTED = 100_000;
    private static final int AMOUNTS = 1_000_003;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final long count;

    SizeRows(long bytes) {
        this.count = Math.max(1, bytes / ROW_BYTES);
    }

    long count() {
        return count;
    }

    long bytes() {
        return count * ROW_BYTES;
    }

    /// The sum of all amounts.
    long amounts() {
        long sum = 0;
        for (long id = 1; id <= count; id++) {
            sum += amount(id);
        }
        return sum;
    }

    /// The filler of the row with this id.
    static String filler(long id) {
        byte[] line = new byte[FILLER_BYTES];
        fill(line, 0, id);
        return new String(line, StandardCharsets.US_ASCII);
    }

    private static long amount(long id) {
        return id * 7919 % AMOUNTS;
    }

    // A permutation of 64 bits (the finaliser of splitmix64) comes first, so that fillers differ; the rest is
    // as random.
    private static void fill(byte[] line, int from, long id) {
        long bits = mix(id);
        for (int i = 0; i < FILLER_BYTES; i++) {
            if (i > 0 && i % 16 == 0) {
                bits = mix(bits);
            }
            line[from + i] = DIGITS[(int) (bits >>> 60 - 4 * (i % 16)) & 15];
        }
    }

    private static long mix(long value) {
        long bits = value + 0x9E3779B97F4A7C15L;
        bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
        return bits ^ bits >>> 31;
    }

    /// Writes all rows, with ids from `first` on.
    ///
    /// @param progress hears of rows written, now and then
    void write(OutputStream target, long first, LongConsumer progress) throws IOException {
        try (OutputStream out = new BufferedOutputStream(target, 1 << 16)) {
            byte[] line = new byte[ROW_BYTES];
            for (long row = 0; row < count; row++) {
                int at = 0;
                at = padded(line, at, first + row, 19);
                line[at++] = '\t';
                fill(line, at, first + row);
                at += FILLER_BYTES;
                line[at++] = '\t';
                at = padded(line, at, amount(first + row), ROW_BYTES - 1 - at);
                line[at++] = '\n';
                out.write(line, 0, at);
                if (row % REPORTED == 0) {
                    progress.accept(row);
                }
            }
        }
    }

    private static int padded(byte[] line, int from, long number, int digits) {
        long rest = number;
        for (int i = from + digits - 1; i >= from; i--) {
            line[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return from + digits;
    }
}
