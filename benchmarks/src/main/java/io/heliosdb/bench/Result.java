package io.heliosdb.bench;

import java.util.Arrays;

/// What one run of pgbench gave.
///
/// @param transactionsPerSecond without the time to connect
/// @param p50Millis median latency of a sample of the transactions
/// @param p99Millis its 99th percentile
record Result(double transactionsPerSecond, double p50Millis, double p99Millis) {

    static Result of(double transactionsPerSecond, long[] latencyMicros) {
        long[] sorted = latencyMicros.clone();
        Arrays.sort(sorted);
        return new Result(transactionsPerSecond, percentile(sorted, 0.50), percentile(sorted, 0.99));
    }

    private static double percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int at = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, at)] / 1000.0;
    }
}
