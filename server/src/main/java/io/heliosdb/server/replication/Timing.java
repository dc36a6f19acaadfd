package io.heliosdb.server.replication;

import java.time.Duration;
import java.time.Instant;

/// Time and timers, so that a simulation can be both.
public interface Timing {

    /// For people; it may jump.
    Instant now();

    /// For measuring; it never jumps, and only differences mean anything.
    long nanos();

    /// Runs `task` once, not before `delay` has passed. It must not block.
    Cancel after(Duration delay, Runnable task);

    /// Takes a timer back; harmless when it has run.
    interface Cancel {
        void cancel();
    }
}
