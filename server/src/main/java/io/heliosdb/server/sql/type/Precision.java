package io.heliosdb.server.sql.type;

import java.util.List;

/// The modifier of times: how many digits the seconds have after the point.
final class Precision {

    static final int MAX = 6;
    private static final long[] SCALE = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private Precision() {}

    static int parse(List<String> modifiers, String name, String suffix) {
        if (modifiers.size() != 1) {
            throw TypeErrors.invalidParameter("invalid type modifier");
        }
        int precision = Modifiers.integer(modifiers.getFirst());
        if (precision < 0) {
            throw TypeErrors.invalidParameter(
                    name + "(" + precision + ")" + suffix + " precision must not be negative");
        }
        // PostgreSQL warns and goes on with the largest one.
        return Math.min(precision, MAX);
    }

    /// Rounds half away from zero.
    static long round(long micros, int precision) {
        if (precision < 0 || precision >= MAX) {
            return micros;
        }
        long scale = SCALE[precision];
        long half = scale / 2;
        return micros >= 0 ? (micros + half) / scale * scale : -((-micros + half) / scale * scale);
    }
}
