package io.heliosdb.server.session.history;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.session.TestDatabase;
import io.heliosdb.server.session.history.Anomaly.Kind;
import io.heliosdb.server.session.history.History.Operation;
import io.heliosdb.server.session.history.History.Outcome;
import io.heliosdb.server.session.history.History.Transaction;
import java.io.UncheckedIOException;
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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Makes a history: several sessions beside each other run random transactions of appends and reads, of one
/// list or of all lists in a range, and note what they saw.
final class HistoryRun {

    static final List<String> LEVELS = List.of("read committed", "repeatable read", "serializable");

    /// What each level of PostgreSQL's keeps off (PostgreSQL 18 manual, 13.2): REPEATABLE READ is snapshot
    /// isolation.
    static Set<Kind> forbidden(String level) {
        Set<Kind> forbidden = EnumSet.allOf(Kind.class);
        forbidden.removeAll(EnumSet.of(Kind.G_SINGLE, Kind.LOST_UPDATE, Kind.G2));
        if (!level.equals("read committed")) {
            forbidden.addAll(EnumSet.of(Kind.G_SINGLE, Kind.LOST_UPDATE));
        }
        if (level.equals("serializable")) {
            forbidden.add(Kind.G2);
        }
        return forbidden;
    }

    /// @param threads sessions
    /// @param transactions of each session; 0: until they are stopped
    record Plan(String level, int threads, int transactions, int keys, long seed) {}

    /// Where the sessions come from.
    interface Clients {

        /// @throws UncheckedIOException when the node is not there
        HistoryClient connect(int number);

        /// Whether something that went wrong is to be expected.
        boolean mayFail(SqlException error);
    }

    /// Sessions of a database in this process, which refuses transactions that are in each other's way.
    static Clients clients(TestDatabase database) {
        return new Clients() {
            @Override
            public HistoryClient connect(int number) {
                return HistoryClient.of(database.connect());
            }

            @Override
            public boolean mayFail(SqlException error) {
                return isConflict(error);
            }
        };
    }

    static boolean isConflict(SqlException error) {
        return error.state() == SqlState.T_R_SERIALIZATION_FAILURE || error.state() == SqlState.T_R_DEADLOCK_DETECTED;
    }

    private static final long RETRY_NANOS = 20_000_000;
    private static final int LAST_ATTEMPTS = 100;

    private final Clients clients;
    private final Plan plan;
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger clientIds = new AtomicInteger();
    private final AtomicInteger values = new AtomicInteger();
    private final List<Transaction> done = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean stopped;

    HistoryRun(Clients clients, Plan plan) {
        this.clients = clients;
        this.plan = plan;
    }

    /// @param meanwhile runs beside the sessions; they stop when it ends, at the latest
    History run(Runnable meanwhile) throws Exception {
        try (HistoryClient client = clients.connect(0)) {
            client.query("drop table if exists lists; create table lists (k int primary key, v text)");
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < plan.threads; i++) {
                int number = i;
                running.add(threads.submit(() -> client(number, new Random(plan.seed * 31 + number))));
            }
            try {
                meanwhile.run();
            } finally {
                stopped = plan.transactions == 0;
            }
            for (Future<?> client : running) {
                client.get(10, TimeUnit.MINUTES);
            }
        }
        readAll();
        return new History(done);
    }

    /// The last transaction, which sees what has become of everything.
    private void readAll() {
        for (int attempt = 0; attempt < LAST_ATTEMPTS; attempt++) {
            try (HistoryClient client = clients.connect(0)) {
                if (attempt(client, clientIds.incrementAndGet(), List.of(new Step.Range(0, plan.keys)))
                        && done.getLast().outcome() == Outcome.COMMITTED) {
                    return;
                }
            } catch (UncheckedIOException e) {
                LockSupport.parkNanos(5 * RETRY_NANOS);
            }
        }
        throw new AssertionError("nobody can read in the end: " + plan);
    }

    private sealed interface Step {
        record Append(int key) implements Step {}

        record Range(int from, int to) implements Step {}
    }

    private void client(int number, Random random) {
        int begun = 0;
        while (isToGoOn(begun)) {
            try (HistoryClient client = clients.connect(number)) {
                client.query("set deadlock_timeout = '20ms'");
                int id = clientIds.incrementAndGet();
                boolean connected = true;
                while (connected && isToGoOn(begun)) {
                    begun++;
                    connected = attempt(client, id, steps(random));
                }
            } catch (UncheckedIOException e) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private boolean isToGoOn(int begun) {
        return !stopped && (plan.transactions == 0 || begun < plan.transactions);
    }

    private List<Step> steps(Random random) {
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
        return steps;
    }

    /// @return whether the connection is of use yet
    private boolean attempt(HistoryClient session, int client, List<Step> steps) {
        List<Operation> operations = new ArrayList<>();
        Outcome outcome = Outcome.ABORTED;
        boolean usable = true;
        boolean ending = false;
        try {
            session.query("begin isolation level " + plan.level);
            for (Step step : steps) {
                play(session, step, operations);
            }
            ending = true;
            session.query("commit");
            outcome = Outcome.COMMITTED;
        } catch (SqlException e) {
            if (!clients.mayFail(e)) {
                throw e;
            }
            outcome = e.state() == SqlState.TRANSACTION_RESOLUTION_UNKNOWN ? Outcome.UNKNOWN : Outcome.ABORTED;
            usable = rollBack(session);
        } catch (UncheckedIOException e) {
            outcome = ending ? Outcome.UNKNOWN : Outcome.ABORTED;
            usable = false;
        }
        done.add(new Transaction(ids.incrementAndGet(), client, outcome, operations));
        return usable;
    }

    private static boolean rollBack(HistoryClient session) {
        try {
            session.query("rollback");
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void play(HistoryClient session, Step step, List<Operation> operations) {
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
}
