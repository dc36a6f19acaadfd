package io.heliosdb.server.sql;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.FileDisk;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.CatalogNames;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.catalog.SequenceStore;
import io.heliosdb.server.sql.catalog.VirtualRelations;
import io.heliosdb.server.sql.ddl.Commands;
import io.heliosdb.server.sql.ddl.Notices;
import io.heliosdb.server.sql.deparse.Deparser;
import io.heliosdb.server.sql.exec.spill.TempFiles;
import io.heliosdb.server.sql.function.SqlFunctions;
import io.heliosdb.server.sql.function.builtin.BuiltinFunctions;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.privilege.UserPath;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.LocalGate;
import io.heliosdb.server.txn.Savepoint;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A database in a directory, with SQL on it and nothing else.
final class SqlFixture implements AutoCloseable {

    final Engine engine;
    final LocalSqlEngine sql;
    final TempFiles tempFiles;
    final CatalogService catalogs;
    final Deparser deparser;
    final TestContext context = new TestContext();

    SqlFixture(Path directory) {
        this(directory, 256L << 20);
    }

    /// @param memoryBytes what statements may hold together
    SqlFixture(Path directory, long memoryBytes) {
        Engines.create(directory, new ClusterId(UUID.randomUUID()), new NodeId(UUID.randomUUID()));
        engine = Engines.open(
                directory, EngineConfig.forHeap(64 << 20), Clock.systemUTC(), Thread::new, new LocalGate());
        catalogs = CatalogService.open(engine, new VirtualRelations());
        SqlFunctions functions = BuiltinFunctions.with(List.of());
        Analyzer analyzer = new Analyzer(functions);
        deparser = new Deparser(analyzer);
        context.provide(NameResolver.class, new Names(functions));
        Commands commands = new Commands(catalogs, engine, new SequenceStore(engine), analyzer);
        context.provide(Notices.class, (severity, state, message, fields) -> {});
        tempFiles = TempFiles.open(FileDisk.at(directory.resolve("tmp")));
        sql = LocalSqlEngine.open(
                engine,
                new LocalSqlEngine.Services(catalogs, analyzer, commands),
                new LocalSqlEngine.Workplace(memoryBytes, tempFiles),
                System::nanoTime);
    }

    /// Names as they are now.
    private final class Names implements NameResolver {

        private final SqlFunctions functions;

        Names(SqlFunctions functions) {
            this.functions = functions;
        }

        private CatalogNames now() {
            SearchPath path = UserPath.of(catalogs.current(), context);
            return new CatalogNames(path, functions.functions(), functions.operators());
        }

        @Override
        public Optional<String> nameOf(Kind kind, long oid) {
            return now().nameOf(kind, oid);
        }

        @Override
        public long oidOf(Kind kind, String name) {
            return now().oidOf(kind, name);
        }

        @Override
        public Optional<Type> type(int oid) {
            return catalogs.current().type(oid);
        }
    }

    Connection connect() {
        return new Connection();
    }

    @Override
    public void close() {
        engine.close();
    }

    /// One session. Used by one thread.
    final class Connection {
        private @Nullable Transaction open;

        void begin() {
            begin(TransactionOptions.DEFAULT);
        }

        void begin(TransactionOptions options) {
            open = engine.begin(options);
        }

        void commit() {
            Transaction transaction = current();
            open = null;
            try {
                transaction.startStatement(new Cancellation());
                sql.beforeCommit(new SqlEngine.Scope(transaction, context));
                transaction.commit();
            } catch (SqlException e) {
                transaction.rollback();
                throw e;
            }
        }

        void rollback() {
            current().rollback();
            open = null;
        }

        private Transaction current() {
            Transaction transaction = open;
            if (transaction == null) {
                throw new IllegalStateException("no transaction");
            }
            return transaction;
        }

        /// Runs statements; the last one's rows as text, each with its values between bars, then its tag.
        List<String> run(String text) {
            List<String> result = List.of();
            for (ParsedStatement statement : sql.parse(text)) {
                result = runOne(statement);
            }
            return result;
        }

        private List<String> runOne(ParsedStatement statement) {
            boolean own = open == null;
            if (own) {
                begin();
            }
            Transaction transaction = current();
            Savepoint savepoint = null;
            try {
                transaction.startStatement(new Cancellation());
                savepoint = transaction.savepoint();
                List<String> rows = rows(statement, transaction);
                if (own) {
                    commit();
                }
                return rows;
            } catch (SqlException | IllegalArgumentException e) {
                if (own && open != null) {
                    rollback();
                } else if (savepoint != null && open != null) {
                    transaction.rollbackTo(savepoint);
                }
                throw e;
            }
        }

        private List<String> rows(ParsedStatement statement, Transaction transaction) {
            SqlEngine.Scope scope = new SqlEngine.Scope(transaction, context);
            SqlEngine.Analyzed analyzed = sql.lock(sql.analyze(statement, scope, List.of()), scope);
            List<String> lines = new ArrayList<>();
            try (SqlEngine.Execution execution = sql.execute(analyzed, scope, List.of())) {
                @Nullable Object @Nullable [] row = execution.next();
                while (row != null) {
                    lines.add(line(row, analyzed.columns()));
                    row = execution.next();
                }
                lines.add(execution.commandTag());
            }
            return lines;
        }

        private String line(@Nullable Object[] row, List<OutputColumn> columns) {
            StringJoiner joined = new StringJoiner("|");
            for (int i = 0; i < row.length; i++) {
                Object value = row[i];
                joined.add(value == null ? "" : columns.get(i).type().type().format(value, context));
            }
            return joined.toString();
        }
    }
}
