package io.heliosdb.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.Simulations;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Real engines that replicate to each other: large commits in chunks, interrupted between these by crashes of
/// either side, failovers, lost connections, dropped log and copies. A failure names its seed, which replays
/// alone with `-Dheliosdb.seed=N`.
class EngineClusterSimulationTest {

    private static final int SEEDS = 60;
    private static final long FAULTY_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long CALM_NANOS = Duration.ofSeconds(25).toNanos();

    private long acknowledged;
    private int interruptions;
    private int failovers;
    private int cuts;
    private int copies;
    private int undone;

    @Test
    void everyTransactionIsWholeOrAbsentOnEveryNodeWhateverFailsInTheMiddleOfIt() {
        if (Simulations.run("engines that replicate", SEEDS, this::run)) {
            assertThat(acknowledged).as("the simulation gets something done").isGreaterThan(20 * SEEDS);
            assertThat(interruptions).as("commits that were interrupted").isGreaterThan(10 * SEEDS);
            assertThat(failovers).isGreaterThan(SEEDS / 2);
            assertThat(cuts).as("tails that were cut").isGreaterThan(SEEDS / 20);
            assertThat(copies).as("standbys that were copied anew").isGreaterThan(SEEDS / 10);
            assertThat(undone).as("transactions that were given up").isGreaterThan(SEEDS / 2);
        }
    }

    private void run(long seed) {
        EngineCluster cluster = new EngineCluster(seed);
        long begin = cluster.time.nanos();
        load(cluster, begin + FAULTY_NANOS);
        while (cluster.time.nanos() < begin + FAULTY_NANOS + CALM_NANOS && cluster.step()) {
            cluster.check();
        }
        cluster.checkSettled();
        acknowledged += cluster.acknowledged;
        interruptions += cluster.interruptions;
        failovers += cluster.failovers;
        cuts += cluster.cuts;
        copies += cluster.copies;
        undone += cluster.undone;
    }

    private static void load(EngineCluster cluster, long until) {
        cluster.time.after(Duration.ofMillis(1 + cluster.random.nextInt(150)), () -> {
            if (cluster.time.nanos() < until) {
                load(cluster, until);
                fault(cluster);
                cluster.write(cluster.random.nextInt(3) == 0);
            } else {
                cluster.noMoreFaults();
            }
        });
    }

    private static void fault(EngineCluster cluster) {
        int chance = cluster.random.nextInt(1000);
        EngineStandby standby = cluster.standbys.get(cluster.random.nextInt(2));
        if (chance < 12) {
            cluster.crashPrimary();
        } else if (chance < 30) {
            standby.crash();
        } else if (chance < 55) {
            standby.cut();
        } else if (chance < 65) {
            standby.stall();
        } else if (chance < 80) {
            cluster.dropLog();
        }
    }
}
