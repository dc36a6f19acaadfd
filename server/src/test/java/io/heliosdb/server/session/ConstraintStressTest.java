package io.heliosdb.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.txn.LocalGate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many sessions change the same few rows at all isolation levels; whatever they do, no constraint is broken in
/// the end and indexes hold what their tables hold.
@Timeout(120)
class ConstraintStressTest {

    private static final int THREADS = 8;
    private static final int TRANSACTIONS = 60;
    private static final int KEYS = 6;

    /// Violations that were prevented, and conflicts.
    private static final Set<String> EXPECTED = Set.of("23503", "23505", "40001", "40P01", "21000");

    private static final List<String> LEVELS = List.of("read committed", "repeatable read", "serializable");

    @TempDir
    Path directory = Path.of("");

    @Test
    void noTwoTransactionsBreakAConstraintTogether() throws Exception {
        long seed = System.nanoTime();
        try (TestDatabase database = new TestDatabase(directory.resolve("data"), new LocalGate());
                TestSession session = database.connect()) {
            session.query("""
                    create table p (a int primary key, u int unique, w int unique deferrable initially deferred);
                    create table c (a int references p);
                    create table d (a int references p on delete cascade on update cascade);
                    create table n (a int references p on delete set null on update restrict);
                    create table f (a int references p deferrable initially deferred);
                    create index on c (a);
                    """);
            int committed = 0;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> clients = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Random random = new Random(seed + i);
                    clients.add(threads.submit(() -> client(database, random)));
                }
                for (Future<Integer> client : clients) {
                    committed += client.get(100, TimeUnit.SECONDS);
                }
            }
            assertThat(committed).as("seed %d", seed).isGreaterThan(THREADS);
            for (String child : List.of("c", "d", "n", "f")) {
                assertThat(session.query("select count(*) from " + child
                                + " x where a is not null and not exists (select 1 from p where p.a + 0 = x.a)"))
                        .as("orphans in %s, seed %d", child, seed)
                        .containsExactly("0");
            }
            for (String column : List.of("a", "u", "w")) {
                assertThat(session.query("select count(*) from (select " + column + " + 0 from p where " + column
                                + " is not null group by 1 having count(*) > 1) x"))
                        .as("duplicates of %s, seed %d", column, seed)
                        .containsExactly("0");
                assertThat(session.query("select (select count(*) from p where " + column
                                + " >= 0) = (select count(*) from p where " + column + " + 0 >= 0)"))
                        .as("index of %s, seed %d", column, seed)
                        .containsExactly("t");
            }
        }
    }

    private static int client(TestDatabase database, Random random) {
        int committed = 0;
        try (TestSession session = database.connect()) {
            session.query("set deadlock_timeout = '20ms'");
            for (int i = 0; i < TRANSACTIONS; i++) {
                try {
                    session.query("begin isolation level " + LEVELS.get(random.nextInt(LEVELS.size())));
                    for (int left = 1 + random.nextInt(3); left > 0; left--) {
                        session.query(statement(random));
                    }
                    session.query("commit");
                    committed++;
                } catch (SqlException e) {
                    assertThat(EXPECTED).as(e.getMessage()).contains(e.state().code());
                    session.run("rollback");
                }
            }
        }
        return committed;
    }

    private static String statement(Random random) {
        int key = random.nextInt(KEYS);
        int other = random.nextInt(KEYS);
        return switch (random.nextInt(13)) {
            case 0 -> "insert into p values (" + key + ", " + other + ", " + other + ")";
            case 1 -> "insert into p values (" + key + ", " + other + ") on conflict (a) do nothing";
            case 2 ->
                "insert into p values (" + key + ", " + other + ") on conflict (a) do update set u = excluded.u, w = "
                        + random.nextInt(KEYS);
            case 3 -> "delete from p where a = " + key;
            case 4 -> "update p set a = " + other + " where a = " + key;
            case 5 -> "update p set u = " + other + ", w = " + other + " where a = " + key;
            case 6 -> "insert into c values (" + key + ")";
            case 7 -> "insert into d values (" + key + "), (" + other + ")";
            case 8 -> "insert into n values (" + key + ")";
            case 9 -> "insert into f values (" + key + ")";
            case 10 -> "delete from c where a = " + key;
            case 11 -> "update c set a = " + other + " where a = " + key;
            default -> "delete from f where a in (" + key + ", " + other + ")";
        };
    }
}
