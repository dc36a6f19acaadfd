package io.heliosdb.server.common;

import java.time.Duration;
import java.util.function.LongConsumer;

/// Runs a simulation for many seeds: so many as a test says, or as system properties say.
///
/// ```
/// -Dheliosdb.seed=N            one seed alone, to replay a failure
/// -Dheliosdb.seeds=FROM-TO     a stretch of seeds
/// -Dheliosdb.minutes=M         new seeds for so long, beginning with the time of day
/// ```
public final class Simulations {

    private static final int REPORT_EACH = 1000;

    private Simulations() {}

    /// Each seed has a virtual thread of its own, in which the simulation is the driver.
    ///
    /// @return whether it was the test's own number of seeds, so that sums over them mean something
    public static boolean run(String name, int seeds, LongConsumer simulation) {
        Long only = Long.getLong("heliosdb.seed");
        String stretch = System.getProperty("heliosdb.seeds");
        Integer minutes = Integer.getInteger("heliosdb.minutes");
        if (only != null) {
            one(name, only, simulation);
        } else if (stretch != null) {
            String[] ends = stretch.split("-", 2);
            stretch(name, Long.parseLong(ends[0]), Long.parseLong(ends[1]), simulation);
        } else if (minutes != null) {
            long until = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
            for (long seed = System.currentTimeMillis(); System.nanoTime() < until; seed += REPORT_EACH) {
                stretch(name, seed, seed + REPORT_EACH - 1, simulation);
            }
        } else {
            stretch(name, 1, seeds, simulation);
            return true;
        }
        return false;
    }

    private static void stretch(String name, long first, long last, LongConsumer simulation) {
        for (long seed = first; seed <= last; seed++) {
            one(name, seed, simulation);
        }
        System.out.println("simulation of " + name + ": seeds " + first + " to " + last + " passed");
    }

    private static void one(String name, long seed, LongConsumer simulation) {
        Throwable[] failure = {null};
        Thread driver = Thread.ofVirtual().start(() -> {
            try {
                simulation.accept(seed);
            } catch (Throwable e) {
                failure[0] = e;
            }
        });
        try {
            driver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in seed " + seed, e);
        }
        if (failure[0] != null) {
            throw new AssertionError(
                    "simulation of " + name + ", seed " + seed + " (replay it with -Dheliosdb.seed=" + seed + "): "
                            + failure[0].getMessage(),
                    failure[0]);
        }
    }
}
