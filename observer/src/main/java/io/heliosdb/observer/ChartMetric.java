package io.heliosdb.observer;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the observer keeps of each node over time.
enum ChartMetric {
    LSN("lsn", "bytes"),
    LAG_BYTES("lagBytes", "bytes"),
    LAG_MS("lagMs", "ms"),
    COMMITS_PER_SECOND("commitsPerSecond", "1/s"),
    FORWARDED_PER_SECOND("forwardedPerSecond", "1/s"),
    WAL_BYTES_PER_SECOND("walBytesPerSecond", "bytes/s"),
    SESSIONS("sessions", "sessions");

    private final String text;
    private final String unit;

    ChartMetric(String text, String unit) {
        this.text = text;
        this.unit = unit;
    }

    /// The name as REST spells it.
    String text() {
        return text;
    }

    String unit() {
        return unit;
    }

    static Optional<ChartMetric> parse(String text) {
        return Arrays.stream(values()).filter(m -> m.text.equals(text)).findFirst();
    }

    /// All names, for an error.
    static String names() {
        return Arrays.stream(values()).map(ChartMetric::text).collect(Collectors.joining(", "));
    }
}
