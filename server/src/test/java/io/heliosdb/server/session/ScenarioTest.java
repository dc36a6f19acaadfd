package io.heliosdb.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.txn.LocalGate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several sessions beside each other, statement by statement, with what PostgreSQL 15 answers as the
/// expectation.
///
/// A line `2> select …` is a statement of session 2, `2| …` what it answers; `<waiting>` says that it waits for
/// a lock, `<done>` that a statement which did has ended by what another session has done just now. The files
/// were recorded from PostgreSQL; numbers of processes, transactions, types and relations are left out, and the
/// reason codes of its serialization failures. `dependencies.txt` is stricter: PostgreSQL lets sessions drop
/// beside each other what they need, and what is left cannot be read.
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class ScenarioTest {

    private static final List<String> FILES = List.of(
            "table-locks.txt",
            "row-locks.txt",
            "constraints.txt",
            "foreign-keys.txt",
            "upserts.txt",
            "sessions.txt",
            "rechecks.txt",
            "update-chains.txt",
            "generated.txt",
            "serializable.txt",
            "definitions.txt",
            "dependencies.txt",
            "triggers.txt");

    @TempDir
    Path directory = Path.of("");

    private record Scenario(String name, List<String> lines) {}

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = new TestDatabase(directory, new LocalGate());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @TestFactory
    Stream<DynamicTest> scenariosRunAsInPostgres() {
        return FILES.stream().flatMap(file -> read(file).stream()
                .map(scenario -> DynamicTest.dynamicTest(file + ": " + scenario.name, () -> run(scenario))));
    }

    private static List<Scenario> read(String file) {
        List<Scenario> scenarios = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(ScenarioTest.class.getResourceAsStream(file), file)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("### ")) {
                    scenarios.add(new Scenario(line.substring(4), new ArrayList<>()));
                } else if (!line.isBlank()) {
                    scenarios.getLast().lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scenarios;
    }

    private void run(Scenario scenario) throws Exception {
        try (TestSession cleaner = database.connect()) {
            cleaner.query("drop schema public cascade; create schema public");
        }
        List<String> happened = new ArrayList<>();
        try (Players players = new Players(database)) {
            for (String line : scenario.lines) {
                if (line.charAt(1) == '>') {
                    happened.add(line);
                    players.play(line.substring(0, 1), line.substring(3), happened);
                }
            }
        }
        assertThat(String.join("\n", happened)).isEqualTo(String.join("\n", scenario.lines));
    }

    /// The sessions of one scenario.
    private static final class Players implements AutoCloseable {

        private final TestDatabase database;
        private final Map<String, Player> players = new LinkedHashMap<>();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        private static final class Player {
            final TestSession session;
            boolean impatient;
            Future<List<String>> running = CompletableFuture.completedFuture(List.of());

            Player(TestSession session) {
                this.session = session;
            }
        }

        Players(TestDatabase database) {
            this.database = database;
        }

        void play(String name, String statement, List<String> happened) throws Exception {
            Player player = players.computeIfAbsent(name, absent -> new Player(database.connect()));
            Map<String, Player> waiting = new LinkedHashMap<>(players);
            waiting.values().removeIf(other -> other.running.isDone());
            player.impatient |=
                    statement.startsWith("set lock_timeout") || statement.startsWith("set statement_timeout");
            player.running = threads.submit(() -> player.session.run(statement));
            if (settled(player)) {
                tell(name, player, happened);
            } else {
                happened.add(name + "| <waiting>");
            }
            for (Map.Entry<String, Player> other : waiting.entrySet()) {
                if (settled(other.getValue())) {
                    happened.add(other.getKey() + "| <done>");
                    tell(other.getKey(), other.getValue(), happened);
                }
            }
        }

        private static void tell(String name, Player player, List<String> happened) throws Exception {
            for (String line : player.running.get()) {
                happened.add(name + "| " + plain(line));
            }
        }

        private static String plain(String line) {
            return line.replaceAll("([Pp])rocess \\d+", "$1rocess N")
                    .replaceAll("transaction \\d+", "transaction N")
                    .replaceAll("type with OID \\d+", "type with OID N")
                    .replaceAll("relation \\d+ of database \\d+", "relation N of database N")
                    .replaceAll("advisory lock \\[\\d+,", "advisory lock [N,");
        }

        /// Waits until a statement has ended (true) or stands in a queue of locks, unless that is about to end:
        /// by a timeout, or because it is a deadlock.
        private boolean settled(Player player) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (System.nanoTime() < deadline) {
                if (player.running.isDone()) {
                    return true;
                }
                // Asked twice: what was resolved between the two looks would pass for a wait.
                if (!player.impatient && isStill(player) && !isDeadlocked() && isStill(player)) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            throw new AssertionError("neither done nor waiting for a lock");
        }

        /// Whether it waits, and nobody is about to let it go: the victim of a deadlock is still giving up its locks
        /// when it waits no more.
        private boolean isStill(Player player) {
            return database.isWaiting(player.session)
                    && players.values().stream()
                            .allMatch(other -> other.running.isDone() || database.isWaiting(other.session));
        }

        private boolean isDeadlocked() {
            return players.values().stream()
                    .map(player -> player.session.pid())
                    .anyMatch(pid -> reaches(pid, pid, new HashSet<>()));
        }

        private boolean reaches(int from, int to, Set<Integer> seen) {
            return database.engine().blockers(from).stream()
                    .anyMatch(next -> next == to || seen.add(next) && reaches(next, to, seen));
        }

        @Override
        public void close() {
            for (Player player : players.values()) {
                player.session.session().abandon();
            }
            threads.close();
            players.values().forEach(player -> player.session.close());
        }
    }
}
