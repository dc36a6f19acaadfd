package io.heliosdb.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.Simulations;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Replication under crashes (also in the middle of a flush), failovers, lost and half-dead connections,
/// pauses, lost unsynced writes and dropped log, many times over. A failure names its seed, which replays alone
/// with `-Dheliosdb.seed=N`.
class ReplicationSimulationTest {

    private static final int SEEDS = 200;
    private static final long FAULTY_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long CALM_NANOS = Duration.ofSeconds(25).toNanos();

    private long acknowledged;
    private int failovers;
    private int cuts;
    private int copies;

    @Test
    void committedRecordsAreNeverLostNorSeenTooEarlyWhateverFails() {
        if (Simulations.run("replication", SEEDS, this::run)) {
            assertThat(acknowledged).as("the simulation gets something done").isGreaterThan(10_000);
            assertThat(failovers).isGreaterThan(SEEDS / 2);
            assertThat(cuts).as("tails that were cut").isGreaterThan(SEEDS / 10);
            assertThat(copies).as("standbys that were copied anew").isGreaterThan(SEEDS / 10);
        }
    }

    private void run(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        long begin = cluster.time.nanos();
        load(cluster, begin + FAULTY_NANOS);
        while (cluster.time.nanos() < begin + FAULTY_NANOS + CALM_NANOS && cluster.time.step()) {
            cluster.check();
        }
        cluster.checkSettled();
        acknowledged += cluster.acknowledged;
        failovers += cluster.failovers;
        cuts += cluster.cuts;
        copies += cluster.copies;
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
        } else if (chance < 36) {
            standby.stallOneWay();
        } else if (chance < 46) {
            standby.crashInFlush();
        } else if (chance < 50) {
            cluster.crashPrimaryInFlush();
        } else if (chance < 54) {
            cluster.dropLog();
        }
    }
}
