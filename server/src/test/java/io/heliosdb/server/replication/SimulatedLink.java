package io.heliosdb.server.replication;

import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One direction of a simulated connection: frames arrive in order, each a little later, as long as it is there.
final class SimulatedLink implements Link {

    private static final int MAX_DELAY_MICROS = 2000;

    /// @param stalledUntil nothing arrives before
    /// @param there whether the connection still is
    /// @param onClose hears that one end gives it up
    record Fate(LongSupplier stalledUntil, BooleanSupplier there, Runnable onClose) {}

    private final SimulatedTime time;
    private final Random random;
    private final Fate fate;
    private final Consumer<Frame> peer;
    private long last;

    SimulatedLink(SimulatedTime time, Random random, Fate fate, Consumer<Frame> peer) {
        this.time = time;
        this.random = random;
        this.fate = fate;
        this.peer = peer;
    }

    @Override
    public void send(Frame frame) {
        last = Math.max(last, time.nanos() + 1000L * (1 + random.nextInt(MAX_DELAY_MICROS)));
        last = Math.max(last, fate.stalledUntil.getAsLong());
        time.after(Duration.ofNanos(last - time.nanos()), () -> {
            if (fate.there.getAsBoolean()) {
                peer.accept(frame);
            }
        });
    }

    @Override
    public boolean isWritable() {
        return random.nextInt(8) > 0;
    }

    @Override
    public void close() {
        fate.onClose.run();
    }
}
