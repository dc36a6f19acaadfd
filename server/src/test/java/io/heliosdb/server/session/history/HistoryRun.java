package io.heliosdb.server.session.history;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.session.TestDatabase;
import io.heliosdb.server.session.TestSession;
import io.heliosdb.server.session.history.Anomaly.Kind;
import io.heliosdb.server.session.history.History.Operation;
import io.heliosdb.server.session.history.History.Outcome;
import io.heliosdb.server.session.history.History.Transaction;
import io.heliosdb.server.txn.LocalGate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Makes a history: several sessions beside each other run random transactions of appends and reads, of one
/// list or of all lists in a range, and note what they saw.
///
/// As a command: `HistoryRun LEVEL THREADS TRANSACTIONS [SEED]`, where LEVEL is `read committed`, `repeatable
/// read` or `serializable`; it repeats until it finds what the level forbids, prints that and the seed, and
/// exits with 1.
public final class HistoryRun {

    /// What each level of PostgreSQL's keeps off (PostgreSQL 18 manual, 13.2): REPEATABLE READ is snapshot
    /// isolation.
    static Set<Kind> forbidden(String level) {
        Set<Kind> forbidden = EnumSet.of(Kind.INCOMPATIBLE_ORDER, Kind.INTERNAL, Kind.G0, Kind.G1A, Kind.G1B, Kind.G1C);
        if (!level.equals("read committed")) {
            forbidden.addAll(EnumSet.of(Kind.G_SINGLE, Kind.LOST_UPDATE));
        }
        if (level.equals("serializable")) {
            forbidden.add(Kind.G2);
        }
        return forbidden;
    }

    /// @param threads sessions
    /// @param transactions of each session
    record Plan(String level, int threads, int transactions, int keys, long seed) {}

    private final TestDatabase database;
    private final Plan plan;
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger values = new AtomicInteger();
    private final List<Transaction> done = Collections.synchronizedList(new ArrayList<>());

    HistoryRun(TestDatabase database, Plan plan) {
        this.database = database;
        this.plan = plan;
    }

    History run() throws Exception {
        try (TestSession session = database.connect()) {
            session.query("drop table if exists lists; create table lists (k int primary key, v text)");
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < plan.threads; i++) {
                Random random = new Random(plan.seed * 31 + i);
                clients.add(threads.submit(() -> client(random)));
            }
            for (Future<?> client : clients) {
                client.get(10, TimeUnit.MINUTES);
            }
        }
        try (TestSession session = database.connect()) {
            attempt(session, List.of(new Step.Range(0, plan.keys)));
        }
        return new History(done);
    }

    private sealed interface Step {
        record Append(int key) implements Step {}

        record Range(int from, int to) implements Step {}
    }

    private void client(Random random) {
        try (TestSession session = database.connect()) {
            session.query("set deadlock_timeout = '20ms'");
            for (int i = 0; i < plan.transactions; i++) {
                List<Step> steps = new ArrayList<>();
                for (int left = 1 + random.nextInt(4); left > 0; left--) {
                    int key = random.nextInt(plan.keys);
                    steps.add(
                            switch (random.nextInt(5)) {
                                case 0, 1 -> new Step.Append(key);
                                case 2, 3 -> new Step.Range(key, key + 1);
                                default -> new Step.Range(key, Math.min(plan.keys, key + 4));
                            });
                }
                attempt(session, steps);
            }
        }
    }

    private void attempt(TestSession session, List<Step> steps) {
        List<Operation> operations = new ArrayList<>();
        Outcome outcome = Outcome.ABORTED;
        try {
            session.query("begin isolation level " + plan.level);
            for (Step step : steps) {
                play(session, step, operations);
            }
            session.query("commit");
            outcome = Outcome.COMMITTED;
        } catch (SqlException e) {
            boolean expected =
                    e.state() == SqlState.T_R_SERIALIZATION_FAILURE || e.state() == SqlState.T_R_DEADLOCK_DETECTED;
            if (!expected) {
                throw e;
            }
            session.query("rollback");
        }
        done.add(new Transaction(ids.incrementAndGet(), outcome, operations));
    }

    private void play(TestSession session, Step step, List<Operation> operations) {
        switch (step) {
            case Step.Append(int key) -> {
                int value = values.incrementAndGet();
                // Noted first: what fails may have been seen by others all the same.
                operations.add(new Operation.Append(key, value));
                session.query("insert into lists values (" + key + ", '" + value
                        + "') on conflict (k) do update set v = lists.v || ',' || excluded.v");
            }
            case Step.Range(int from, int to) -> {
                Map<Integer, List<Integer>> seen = new HashMap<>();
                for (String row : session.query("select k, v from lists where k >= " + from + " and k < " + to)) {
                    String[] parts = row.split("\\|");
                    seen.put(
                            Integer.valueOf(parts[0]),
                            Arrays.stream(parts[1].split(","))
                                    .map(Integer::valueOf)
                                    .toList());
                }
                for (int key = from; key < to; key++) {
                    operations.add(new Operation.Read(key, seen.getOrDefault(key, List.of())));
                }
            }
        }
    }

    /// The first thing found that the level forbids; null when there is none.
    static @Nullable Anomaly violation(History history, String level) {
        Set<Kind> forbidden = forbidden(level);
        return HistoryChecker.check(history).stream()
                .filter(anomaly -> forbidden.contains(anomaly.kind()))
                .findFirst()
                .orElse(null);
    }

    public static void main(String[] args) throws Exception {
        String level = args[0];
        long seed = args.length > 3 ? Long.parseLong(args[3]) : System.nanoTime();
        Path directory = Files.createTempDirectory("history");
        try (TestDatabase database = new TestDatabase(directory.resolve("data"), new LocalGate())) {
            for (long round = seed; ; round++) {
                Plan plan = new Plan(level, Integer.parseInt(args[1]), Integer.parseInt(args[2]), 12, round);
                History history = new HistoryRun(database, plan).run();
                Anomaly violation = violation(history, level);
                long committed = history.transactions().stream()
                        .filter(t -> t.outcome() == Outcome.COMMITTED)
                        .count();
                System.out.printf("seed=%d committed=%d %s%n", round, committed, violation == null ? "ok" : violation);
                if (violation != null) {
                    System.exit(1);
                }
            }
        }
    }
}
