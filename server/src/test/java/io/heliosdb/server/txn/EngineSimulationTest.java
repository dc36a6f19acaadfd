package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.Simulations;
import io.heliosdb.server.common.SqlState;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A whole engine under crashes, lost writes, full and failing disks, stalls, cancels, role changes and clock
/// jumps, many times over. A failure names its seed, which replays alone with `-Dheliosdb.seed=N`.
@Timeout(600)
class EngineSimulationTest {

    private static final int SEEDS = 2000;

    private final Map<SqlState, Integer> failures = new EnumMap<>(SqlState.class);
    private int finished;
    private int recoveries;

    @Test
    void everyReadFitsTheModelAndNothingAcknowledgedIsLostWhateverHappens() {
        boolean all = Simulations.run("engine", SEEDS, this::run);
        if (all) {
            assertThat(finished).as("transactions that committed").isGreaterThan(20 * SEEDS);
            assertThat(recoveries).isGreaterThan(2 * SEEDS);
            assertThat(failures.keySet())
                    .as("everything that can be refused was")
                    .contains(
                            SqlState.T_R_SERIALIZATION_FAILURE,
                            SqlState.T_R_DEADLOCK_DETECTED,
                            SqlState.LOCK_NOT_AVAILABLE,
                            SqlState.QUERY_CANCELED,
                            SqlState.READ_ONLY_SQL_TRANSACTION,
                            SqlState.TRANSACTION_RESOLUTION_UNKNOWN,
                            SqlState.INSUFFICIENT_RESOURCES,
                            SqlState.DISK_FULL,
                            SqlState.IO_ERROR);
        }
    }

    private void run(long seed) {
        SimulatedEngine world = new SimulatedEngine(seed);
        world.run(3, 400);
        finished += world.finished;
        recoveries += world.recoveries;
        world.failures.forEach((state, count) -> failures.merge(state, count, Integer::sum));
    }
}
