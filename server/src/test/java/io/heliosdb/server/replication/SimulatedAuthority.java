package io.heliosdb.server.replication;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;

/// Decisions about the in-sync set that take their time, fail at times, and are lost with the primary that asked.
final class SimulatedAuthority implements InSyncAuthority {

    private static final int MAX_DELAY_MICROS = 5000;

    private final SimulatedTime time;
    private final Random random;
    private final IntSupplier life;
    private InSyncDecision current;

    /// @param life another number for each life of a primary
    SimulatedAuthority(ClusterId cluster, SimulatedTime time, Random random, IntSupplier life) {
        this.time = time;
        this.random = random;
        this.life = life;
        this.current = new InSyncDecision(cluster, Timeline.FIRST, 0, Set.of());
    }

    @Override
    public InSyncDecision current() {
        return current;
    }

    /// A failover's own decision.
    void decide(Timeline timeline, Set<NodeId> members) {
        current = current.next(timeline, members);
    }

    @Override
    public void record(InSyncDecision next, Outcome outcome) {
        int mine = life.getAsInt();
        boolean fails = random.nextInt(20) == 0;
        time.after(Duration.ofNanos(1000L * (1 + random.nextInt(MAX_DELAY_MICROS))), () -> {
            if (mine == life.getAsInt() && !fails) {
                current = next;
            }
        });
        time.after(Duration.ofNanos(1000L * (MAX_DELAY_MICROS + 1000)), () -> {
            if (mine == life.getAsInt() && fails) {
                outcome.refused("simulated");
            } else if (mine == life.getAsInt()) {
                outcome.recorded();
            }
        });
    }
}
