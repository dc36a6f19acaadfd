package io.heliosdb.server.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Events in one thread, in the order of a simulated clock.
final class SimulatedTime implements Timing {

    private record Event(long at, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long nanos = 1_000_000_000L;
    private long numbers;

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Cancel after(Duration delay, Runnable task) {
        Event event = new Event(nanos + delay.toNanos(), numbers++, task);
        events.add(event);
        return () -> events.remove(event);
    }

    /// Runs the next event; false when there is none.
    boolean step() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        nanos = Math.max(nanos, next.at);
        next.action.run();
        return true;
    }
}
