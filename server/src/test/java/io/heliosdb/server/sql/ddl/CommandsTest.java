package io.heliosdb.server.sql.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.TestContext;
import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SequenceDef;
import io.heliosdb.server.sql.catalog.SequenceStore;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.catalog.VirtualRelations;
import io.heliosdb.server.sql.function.builtin.BuiltinFunctions;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.LocalGate;
import io.heliosdb.server.txn.Savepoint;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commands and analysis on a real engine; rows are left out. JUnit fills the directory in before anything
/// runs.
@SuppressWarnings("NullAway")
class CommandsTest {

    private static final RowWork NO_ROWS = new RowWork() {
        @Override
        public void truncate(List<RelationDef.Table> tables, Runnable work) {
            work.run();
        }

        @Override
        public long change(DataChange change) {
            return 0;
        }

        @Override
        public void rewrite(DataChange change) {}

        @Override
        public Optional<@Nullable Object[]> firstRow(Query query) {
            return Optional.empty();
        }

        @Override
        public void buildIndex(RelationDef.Table table, IndexDef index) {}

        @Override
        public TableStatistics analyze(RelationDef.Table table) {
            return new TableStatistics(table.oid(), 0, 0, List.of());
        }

        @Override
        public TableStatistics count(RelationDef.Table table, Optional<TableStatistics> before) {
            return analyze(table);
        }
    };

    @TempDir
    private Path directory;

    private final Analyzer analyzer = new Analyzer(BuiltinFunctions.with(List.of()));
    private final TestContext session = new TestContext();
    private Engine engine;
    private CatalogService catalogs;
    private Commands commands;

    /// Knows the built-in types and no other name.
    private static final class OnlyTypes implements NameResolver {
        @Override
        public Optional<String> nameOf(Kind kind, long oid) {
            return Optional.empty();
        }

        @Override
        public long oidOf(Kind kind, String name) {
            throw new IllegalStateException("no names: " + name);
        }

        @Override
        public Optional<Type> type(int oid) {
            return Types.byOid(oid);
        }
    }

    @BeforeEach
    void open() {
        session.provide(NameResolver.class, new OnlyTypes());
        session.provide(Notices.class, (severity, state, message, fields) -> {});
        Engines.create(directory, new ClusterId(UUID.randomUUID()), new NodeId(UUID.randomUUID()));
        start();
    }

    private void start() {
        engine = Engines.open(
                directory, EngineConfig.forHeap(64 << 20), Clock.systemUTC(), Thread::new, new LocalGate());
        catalogs = CatalogService.open(engine, new VirtualRelations());
        commands = new Commands(catalogs, engine, new SequenceStore(engine), analyzer);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private String run(Transaction transaction, String sql) {
        String tag = "";
        for (var parsed : SqlParser.parse(sql)) {
            transaction.startStatement(new Cancellation());
            tag = commands.execute(parsed.statement(), transaction, session, NO_ROWS);
        }
        return tag;
    }

    private String run(String sql) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        try {
            String tag = run(transaction, sql);
            transaction.commit();
            return tag;
        } catch (SqlException e) {
            transaction.rollback();
            throw e;
        }
    }

    private AnalyzedStatement analyze(String sql) {
        return analyzer.analyze(
                SqlParser.parse(sql).getFirst(), AnalysisContext.of(catalogs.current(), session), List.of());
    }

    private void tables() {
        run("CREATE TABLE a (id serial PRIMARY KEY, name varchar(10) NOT NULL, v numeric(8,2) DEFAULT 1)");
        run("CREATE TABLE b (id bigint PRIMARY KEY, a_id int REFERENCES a ON DELETE CASCADE, t timestamptz)");
    }

    @Test
    void createdTablesSurviveRestart() {
        tables();
        engine.close();
        start();
        RelationDef.Table a =
                (RelationDef.Table) catalogs.current().relation("public", "a").orElseThrow();
        assertThat(a.columns()).hasSize(3);
        assertThat(a.indexes()).extracting(IndexDef::name).containsExactly("a_pkey");
        assertThat(a.referencedBy()).hasSize(1);
        assertThat(catalogs.current().relation("public", "a_id_seq")).isPresent();
    }

    @Test
    void rollbackToSavepointTakesDefinitionsBack() {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        run(transaction, "CREATE TABLE x (i int)");
        Savepoint savepoint = transaction.savepoint();
        run(transaction, "CREATE TABLE y (i int)");
        assertThat(catalogs.latest(transaction).relation("public", "y")).isPresent();
        transaction.rollbackTo(savepoint);
        assertThat(catalogs.latest(transaction).relation("public", "y")).isEmpty();
        assertThat(catalogs.latest(transaction).relation("public", "x")).isPresent();
        assertThat(catalogs.current().relation("public", "x")).isEmpty();
        transaction.commit();
        assertThat(catalogs.current().relation("public", "x")).isPresent();
    }

    @Test
    void dropIsRefusedWhileOthersDepend() {
        tables();
        assertThatThrownBy(() -> run("DROP TABLE a"))
                .hasMessage("cannot drop table a because other objects depend on it");
        assertThat(run("DROP TABLE a CASCADE")).isEqualTo("DROP TABLE");
        RelationDef.Table b =
                (RelationDef.Table) catalogs.current().relation("public", "b").orElseThrow();
        assertThat(b.constraints()).hasSize(1);
        assertThat(catalogs.current().relation("public", "a_id_seq")).isEmpty();
    }

    @Test
    void sequencesGiveNoValueTwiceAcrossRestart() {
        run("CREATE SEQUENCE s");
        long last = 0;
        for (int i = 0; i < 40; i++) {
            last = next();
        }
        assertThat(last).isEqualTo(40);
        engine.close();
        start();
        assertThat(next()).isGreaterThan(40);
    }

    private long next() {
        var s = (RelationDef.Sequence)
                catalogs.current().relation("public", "s").orElseThrow();
        SequenceDef def = s.sequence();
        return store().next("s", def, new Cancellation());
    }

    private @Nullable SequenceStore store;
    private @Nullable Engine storeOf;

    // One store for each start of the engine, as a node has.
    @SuppressWarnings("ReferenceEquality")
    private SequenceStore store() {
        if (store == null || storeOf != engine) {
            store = new SequenceStore(engine);
            storeOf = engine;
        }
        return store;
    }

    // What PostgreSQL 15 answers to the same queries on the same tables.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM a | id integer, name character varying(10), v numeric(8,2)",
                "SELECT a.name, count(*) FROM a JOIN b ON b.a_id = a.id GROUP BY a.id | name character varying(10),"
                        + " count bigint",
                "SELECT 1, 'x', 1.5, 3000000000, null | ?column? integer, ?column? text, ?column? numeric, ?column?"
                        + " bigint, ?column? text",
                "SELECT id + 1, v * 2, upper(name) FROM a | ?column? integer, ?column? numeric, upper text",
                "SELECT CASE WHEN true THEN 1 ELSE 2.5 END | case numeric",
                "SELECT 1 UNION SELECT 2.5 | ?column? numeric",
                "SELECT sum(v), avg(id), max(name) FROM a HAVING count(*) > 0 | sum numeric, avg numeric, max text",
                "SELECT id FROM a WHERE id IN (1, 2) AND name LIKE 'x%' ORDER BY v DESC | id integer",
                "SELECT (SELECT max(b.id) FROM b WHERE b.a_id = a.id) FROM a | max bigint",
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r | n"
                        + " integer",
                "SELECT coalesce(v, 0), array_agg(id) OVER (PARTITION BY name) FROM a | coalesce numeric, array_agg"
                        + " integer[]",
                "SELECT g FROM generate_series(1, 3) g | g integer",
                "SELECT * FROM a JOIN b USING (id) | id bigint, name character varying(10), v numeric(8,2), a_id"
                        + " integer, t timestamp with time zone",
                "INSERT INTO a (name) VALUES ('x'), ('y') RETURNING id | id integer",
                "UPDATE a SET v = v + 1 WHERE id = 1 RETURNING a.* | id integer, name character varying(10), v"
                        + " numeric(8,2)"
            })
    void givesColumnsTheirTypes(String sql, String expected) {
        tables();
        // The default of a serial column reads a sequence by its oid, so a name is all that is missing here.
        String columns = analyze(sql).columns().stream()
                .map(c -> c.name() + " " + c.type())
                .collect(Collectors.joining(", "));
        assertThat(columns).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT nam FROM a | 42703 | column \"nam\" does not exist | 8",
                "SELECT * FROM nope | 42P01 | relation \"nope\" does not exist | 15",
                "SELECT x.id FROM a | 42P01 | missing FROM-clause entry for table \"x\" | 8",
                "SELECT id FROM a, b | 42702 | column reference \"id\" is ambiguous | 8",
                "SELECT name, count(*) FROM a | 42803 | column \"a.name\" must appear in the GROUP BY clause or be used"
                        + " in an aggregate function | 0",
                "SELECT id FROM a WHERE count(*) > 1 | 42803 | aggregate functions are not allowed in WHERE | 24",
                "SELECT nofn(1) | 42883 | function nofn(integer) does not exist | 8",
                "SELECT true + 1 | 42883 | operator does not exist: boolean + integer | 13",
                "SELECT 1 WHERE 1 | 42804 | argument of WHERE must be type boolean, not type integer | 16",
                "INSERT INTO a (id, name) VALUES (1) | 42601 | INSERT has more target columns than expressions | 20",
                "INSERT INTO a (v) VALUES (true) | 42804 | column \"v\" is of type numeric but expression is of type"
                        + " boolean | 27",
                "SELECT 'x'::int | 22P02 | invalid input syntax for type integer: \"x\" | 8"
            })
    void reportsErrorsAsPostgres(String sql, String state, String message, int position) {
        tables();
        assertThatThrownBy(() -> analyze(sql)).isInstanceOfSatisfying(SqlException.class, e -> {
            assertThat(e.message()).isEqualTo(message);
            assertThat(e.state().code()).isEqualTo(state);
            assertThat(e.fields().position()).isEqualTo(position);
        });
    }
}
