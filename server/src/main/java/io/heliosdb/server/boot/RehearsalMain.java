package io.heliosdb.server.boot;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.http.Logging;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.net.Transport;
import io.heliosdb.server.pgclient.PgConnection;
import io.heliosdb.server.pgclient.PgConnector;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.ReportedException;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small load of every usual kind against a node that is there for it only: what the JVM learns from it about the
/// node's code is archived with the node's classes. `./heliosdb up` runs it once after each build.
///
/// Arguments: the port, and for how many seconds. Exit status: 0 done, 1 a statement failed.
public final class RehearsalMain {

    private static final Logger LOG = LoggerFactory.getLogger(RehearsalMain.class);
    private static final int SESSIONS = 4;
    private static final int ROWS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> TABLES = List.of(
            "CREATE TABLE rehearsed_groups (id int PRIMARY KEY, total int NOT NULL, name text)",
            "CREATE TABLE rehearsed_rows (id int PRIMARY KEY, part int REFERENCES rehearsed_groups, amount numeric(12,"
                    + " 2), filler text, made timestamptz DEFAULT now())",
            "CREATE INDEX ON rehearsed_rows (part)",
            "CREATE TABLE rehearsed_history (id bigint GENERATED ALWAYS AS IDENTITY, part int, delta int, made"
                    + " timestamptz)",
            "INSERT INTO rehearsed_groups SELECT i, 0, 'group ' || i FROM generate_series(0, 49) i",
            "INSERT INTO rehearsed_rows SELECT i, i % 50, i, repeat('x', 80) FROM generate_series(1, 2000) i",
            "ANALYZE");

    private static final List<String> CHANGE = List.of(
            "UPDATE rehearsed_rows SET amount = amount + $2 WHERE id = $1",
            "SELECT amount FROM rehearsed_rows WHERE id = $1",
            "UPDATE rehearsed_groups SET total = total + $2 WHERE id = $1 % 50",
            "INSERT INTO rehearsed_history (part, delta, made) VALUES ($1, $2, CURRENT_TIMESTAMP)");

    private static final List<String> QUESTIONS = List.of(
            "SELECT g.name, count(*), sum(r.amount) FROM rehearsed_rows r JOIN rehearsed_groups g ON g.id = r.part"
                    + " GROUP BY g.name ORDER BY 2 DESC, 1 LIMIT 5",
            "SELECT * FROM rehearsed_rows WHERE part = 7 AND amount > 100 ORDER BY made, id",
            "SELECT id FROM rehearsed_groups g WHERE EXISTS (SELECT 1 FROM rehearsed_rows r WHERE r.part = g.id)",
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_namespace n"
                    + " ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND a.attnum > 0",
            "INSERT INTO rehearsed_groups VALUES (7, 1, 'again') ON CONFLICT (id) DO UPDATE SET total = 0",
            "DELETE FROM rehearsed_history WHERE id % 3 = 0");

    private final PgConnector connector;
    private final HostPort address;
    private final long end;

    private RehearsalMain(EventLoopGroup loops, int port, int seconds) {
        this.connector = new PgConnector(loops);
        this.address = new HostPort("127.0.0.1", port);
        this.end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    public static void main(String[] arguments) throws InterruptedException {
        Logging.bridge();
        EventLoopGroup loops = Transport.loops(1, new DefaultThreadFactory("rehearsal", true));
        int status = 0;
        try {
            new RehearsalMain(loops, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
        } catch (SqlException | ExecutionException e) {
            LOG.error("rehearsal not possible: {}", e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    private void run() throws ExecutionException, InterruptedException {
        try (PgConnection session = connect()) {
            TABLES.forEach(statement -> query(session, statement));
        }
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                Random random = new Random(i);
                sessions.add(pool.submit(() -> load(random)));
            }
            for (Future<?> session : sessions) {
                session.get();
            }
        }
    }

    private PgConnection connect() {
        return connector.connect(address, Map.of("user", "heliosdb", "database", "heliosdb"), PATIENCE);
    }

    private void load(Random random) {
        try (PgConnection session = connect()) {
            for (int i = 0; i < CHANGE.size(); i++) {
                session.send(new FrontendMessage.Parse("change" + i, CHANGE.get(i), List.of(23, 23)));
            }
            sync(session);
            for (int round = 0; System.nanoTime() - end < 0; round++) {
                switch (round % 3) {
                    case 0 -> prepared(session, random);
                    case 1 -> unprepared(session, random);
                    default -> simple(session, random);
                }
                if (round % 20 == 0) {
                    query(session, QUESTIONS.get(random.nextInt(QUESTIONS.size())));
                }
                if (round % 200 == 0) {
                    copy(session);
                }
            }
        }
    }

    private static void prepared(PgConnection session, Random random) {
        query(session, "BEGIN");
        for (int i = 0; i < CHANGE.size(); i++) {
            execute(session, "change" + i, random);
        }
        query(session, "COMMIT");
    }

    private static void unprepared(PgConnection session, Random random) {
        for (String statement : CHANGE) {
            session.send(new FrontendMessage.Parse("", statement, List.of(23, 23)));
            execute(session, "", random);
        }
    }

    private static void execute(PgConnection session, String statement, Random random) {
        List<byte @Nullable []> values = List.of(text(1 + random.nextInt(ROWS)), text(random.nextInt(100)));
        session.send(new FrontendMessage.Bind("", statement, List.of(), values, List.of()));
        session.send(new FrontendMessage.Describe(FrontendMessage.Target.PORTAL, ""));
        session.send(new FrontendMessage.Execute("", 0));
        sync(session);
    }

    private static byte[] text(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static void simple(PgConnection session, Random random) {
        String row = Integer.toString(1 + random.nextInt(ROWS));
        query(session, "BEGIN");
        for (String statement : CHANGE) {
            query(session, statement.replace("$1", row).replace("$2", "3"));
        }
        query(session, "COMMIT");
    }

    private static void copy(PgConnection session) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            rows.append(i % 50).append('\t').append(i).append("\t2026-01-31 12:00:00+00\n");
        }
        session.send(new FrontendMessage.Query("COPY rehearsed_history (part, delta, made) FROM STDIN"));
        session.send(new FrontendMessage.CopyData(rows.toString().getBytes(StandardCharsets.US_ASCII)));
        session.send(new FrontendMessage.CopyDone());
        await(session);
    }

    private static void query(PgConnection session, String statement) {
        session.send(new FrontendMessage.Query(statement));
        await(session);
    }

    private static void sync(PgConnection session) {
        session.send(new FrontendMessage.Sync());
        await(session);
    }

    private static void await(PgConnection session) {
        session.flush();
        while (true) {
            switch (session.receive(PATIENCE)) {
                case null -> throw new IllegalStateException("no answer within " + PATIENCE);
                case BackendMessage.ErrorResponse(var fields) -> throw new ReportedException(fields);
                case BackendMessage.ReadyForQuery ready -> {
                    return;
                }
                default -> {
                    // Rows, tags and descriptions are not looked at.
                }
            }
        }
    }
}
