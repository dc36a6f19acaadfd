package io.heliosdb.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Replication under crashes, lost connections, pauses and lost unsynced writes, many times over. A failure names its
/// seed, which replays alone with `-Dheliosdb.seed=N`.
class ReplicationSimulationTest {

    private static final int SEEDS = 200;
    private static final long FAULTY_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long CALM_NANOS = Duration.ofSeconds(25).toNanos();

    @Test
    void committedRecordsAreNeverLostNorSeenTooEarlyWhateverFails() {
        Long only = Long.getLong("heliosdb.seed");
        long acknowledged = 0;
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            try {
                acknowledged += run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(acknowledged).as("the simulation gets something done").isGreaterThan(only == null ? 10_000 : 0);
    }

    private static int run(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        long begin = cluster.time.nanos();
        load(cluster, begin + FAULTY_NANOS);
        while (cluster.time.nanos() < begin + FAULTY_NANOS + CALM_NANOS && cluster.time.step()) {
            cluster.check();
        }
        cluster.checkSettled();
        return cluster.acknowledged;
    }

    private static void load(SimulatedCluster cluster, long until) {
        cluster.time.after(Duration.ofMillis(1 + cluster.random.nextInt(60)), () -> {
            if (cluster.time.nanos() < until) {
                fault(cluster);
                cluster.write();
                load(cluster, until);
            }
        });
    }

    private static void fault(SimulatedCluster cluster) {
        int chance = cluster.random.nextInt(1000);
        SimulatedCluster.Standby standby = cluster.standbys.get(cluster.random.nextInt(3));
        if (chance < 4) {
            cluster.crashPrimary();
        } else if (chance < 12) {
            standby.crash();
        } else if (chance < 24) {
            standby.cut();
        } else if (chance < 30) {
            standby.pause();
        }
    }
}
