package io.heliosdb.server.replication;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: doubling from 50 ms to 1 s, with up to half of it taken off by chance, so
/// that standbys do not come all at once. Not safe for threads.
final class Backoff {

    private static final long FIRST_MILLIS = 50;
    private static final long MAX_MILLIS = 1000;

    /// For what a person has to mend first.
    static final Duration SLOW = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private long nextMillis = FIRST_MILLIS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long millis = nextMillis;
        nextMillis = Math.min(MAX_MILLIS, nextMillis * 2);
        return Duration.ofMillis(millis - random.nextLong(millis / 2 + 1));
    }

    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
