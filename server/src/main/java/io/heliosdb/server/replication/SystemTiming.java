package io.heliosdb.server.replication;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Time as the machine has it.
///
/// @param nanos `System::nanoTime`, given by `boot`
public record SystemTiming(ScheduledExecutorService scheduler, InstantSource clock, LongSupplier nanoTime)
        implements Timing {

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public long nanos() {
        return nanoTime.getAsLong();
    }

    @Override
    public Cancel after(Duration delay, Runnable task) {
        try {
            Future<?> future = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            // The node is shutting down: whatever was to happen later does not.
            return () -> {};
        }
    }
}
