package io.heliosdb.server.session.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.session.TestDatabase;
import io.heliosdb.server.session.history.History.Outcome;
import io.heliosdb.server.txn.LocalGate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Long histories of many clients at each isolation level: in one process, and through a primary and two
/// standbys that are killed with -9 meanwhile.
///
/// Not part of a plain build (its name is not that of a test): `./heliosdb test histories [MINUTESm]`; each of
/// the two takes half of the time.
class HistoriesCheck {

    private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("heliosdb.minutes", 5));
    private static final Duration ROUND = Duration.ofSeconds(25);
    private static final int KEYS = 12;

    @TempDir
    Path directory = Path.of("");

    @Test
    void eachLevelHoldsInOneProcess() throws Exception {
        try (TestDatabase database = new TestDatabase(directory.resolve("data"), new LocalGate())) {
            Rounds rounds = new Rounds();
            while (rounds.goOn()) {
                Random random = new Random(rounds.seed);
                HistoryRun.Plan plan = new HistoryRun.Plan(
                        rounds.level(),
                        2 + random.nextInt(15),
                        50 + random.nextInt(300),
                        4 + random.nextInt(20),
                        rounds.seed);
                rounds.check(new HistoryRun(HistoryRun.clients(database), plan).run(() -> {}), "");
            }
        }
    }

    @Test
    void eachLevelHoldsThroughNodesThatAreKilled() throws Exception {
        try (TestNodes nodes = new TestNodes(directory)) {
            List.of(TestNodes.PRIMARY, "sync", "semi-sync").forEach(nodes::start);
            Rounds rounds = new Rounds();
            while (rounds.goOn()) {
                List.of(TestNodes.PRIMARY, "sync", "semi-sync").forEach(nodes::await);
                HistoryRun.Plan plan = new HistoryRun.Plan(rounds.level(), 9, 0, KEYS, rounds.seed);
                History history;
                try {
                    history = new HistoryRun(new NodeClients(nodes), plan)
                            .run(() -> killSome(nodes, new Random(plan.seed())));
                } catch (Exception e) {
                    throw new AssertionError("seed " + plan.seed() + "\n" + nodes.logs(), e);
                }
                rounds.check(history, nodes.logs());
                checkStandbys(nodes);
            }
        }
    }

    private static void killSome(TestNodes nodes, Random random) {
        long until = System.nanoTime() + ROUND.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(2000 + random.nextInt(6000)).toNanos());
            List<String> victims =
                    switch (random.nextInt(5)) {
                        case 0, 1 -> List.of(TestNodes.PRIMARY);
                        case 2 -> List.of("sync");
                        case 3 -> List.of("semi-sync");
                        default -> List.of(TestNodes.PRIMARY, "sync", "semi-sync");
                    };
            victims.forEach(nodes::kill);
            victims.forEach(nodes::start);
            victims.forEach(nodes::await);
        }
    }

    /// In the end every standby shows what the primary shows.
    private static void checkStandbys(TestNodes nodes) {
        List<String> expected = lists(nodes, TestNodes.PRIMARY);
        assertThat(expected).isNotEmpty();
        for (String standby : TestNodes.STANDBYS) {
            assertThat(lists(nodes, standby)).as(standby).isEqualTo(expected);
        }
    }

    private static List<String> lists(TestNodes nodes, String name) {
        try (HistoryClient client = HistoryClient.of(nodes.port(name), 60_000)) {
            client.query("set heliosdb.read_consistency = strong");
            return client.query("select k, v from lists order by k");
        }
    }

    /// A third of the clients at each node.
    private record NodeClients(TestNodes nodes) implements HistoryRun.Clients {

        private static final int LONGEST_WAIT_MILLIS = 60_000;

        @Override
        public HistoryClient connect(int number) {
            String name = number % 3 == 0 ? TestNodes.PRIMARY : TestNodes.STANDBYS.get(number % 3 - 1);
            return HistoryClient.of(nodes.port(name), LONGEST_WAIT_MILLIS);
        }

        @Override
        public boolean mayFail(SqlException error) {
            return HistoryRun.isConflict(error)
                    || error.state().isInClass("08")
                    || error.state().isInClass("57")
                    || error.state() == SqlState.INSUFFICIENT_RESOURCES;
        }
    }

    /// Rounds of new seeds at each level in turn until the time is over.
    private static final class Rounds {

        private final long until = System.nanoTime() + TIME.dividedBy(2).toNanos();
        private long seed = System.nanoTime() & 0xFFFFFFFFL;
        private int done;

        boolean goOn() {
            return done < HistoryRun.LEVELS.size() || System.nanoTime() < until;
        }

        String level() {
            return HistoryRun.LEVELS.get(done % HistoryRun.LEVELS.size());
        }

        void check(History history, String logs) {
            Map<Outcome, Integer> outcomes = new TreeMap<>();
            history.transactions().forEach(t -> outcomes.merge(t.outcome(), 1, Integer::sum));
            Map<Anomaly.Kind, Integer> found = new TreeMap<>();
            HistoryChecker.check(history).forEach(anomaly -> found.merge(anomaly.kind(), 1, Integer::sum));
            System.out.printf(Locale.ROOT, "%-16s seed=%d %s found=%s%n", level(), seed, outcomes, found);
            Anomaly violation = HistoryRun.violation(history, level());
            assertThat(violation)
                    .as("seed %d at %s\n%s", seed, level(), violation == null ? "" : logs)
                    .isNull();
            assertThat(outcomes.getOrDefault(Outcome.COMMITTED, 0)).isGreaterThan(50);
            done++;
            seed++;
        }
    }
}
