package io.heliosdb.server.wire;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.tree.Effects;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Knows one table `t (id int4, name text)` and very little SQL: any INSERT adds the row of its parameters, or
/// of its two literals; any SELECT from `t` reads all of it in order; any SELECT from elsewhere is 42P01, any
/// without FROM gives one row with the number 1.
final class FakeSql implements SqlEngine {

    private static final TreeId TREE = new TreeId(1000);

    /// A table that every `select 1` locks, and the insert of this id locks against all of them.
    private static final long LOCKED = 77;

    private static final int LOCKER = 99;

    @Override
    public List<ParsedStatement> parse(String text) {
        return SqlParser.parse(text);
    }

    @Override
    public Optional<Rights> rights(String user, Optional<Transaction> transaction) {
        return Optional.empty();
    }

    @Override
    public Spool spool(FunctionContext context) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        return new Spool() {
            @Override
            public void add(@Nullable Object[] row) {
                rows.add(row);
            }

            @Override
            public long size() {
                return rows.size();
            }

            @Override
            public @Nullable Object[] get(long index) {
                return rows.get((int) index);
            }

            @Override
            public void close() {
                rows.clear();
            }
        };
    }

    @Override
    public Optional<Type> type(int oid, Scope scope) {
        return Optional.empty();
    }

    @Override
    public Analyzed analyze(ParsedStatement statement, Scope scope, List<@Nullable Type> parameterTypes) {
        boolean change = statement.statement() instanceof ChangeNode;
        String sql = statement.sql();
        if (!change && !(statement.statement() instanceof QueryNode)) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "unknown here");
        }
        if (sql.contains("missing")) {
            throw new SqlException(SqlState.UNDEFINED_TABLE, "relation \"missing\" does not exist")
                    .withPosition(statement.start() + sql.indexOf("missing") + 1);
        }
        if (sql.contains("unlinked")) {
            throw new NoSuchMethodError("a class of another version");
        }
        boolean parameters = sql.contains("$2");
        return new FakeAnalyzed(
                statement,
                change ? Effects.WRITE : Effects.READ,
                parameters ? List.of(Types.INT4, Types.TEXT) : List.of(),
                change ? List.of() : columns(sql));
    }

    private static List<OutputColumn> columns(String sql) {
        OutputColumn id = new OutputColumn("id", DataType.of(Types.INT4), 0, 0);
        return sql.contains(" t") || sql.contains("\"t\"")
                ? List.of(id, new OutputColumn("name", DataType.of(Types.TEXT), 0, 0))
                : List.of(new OutputColumn("?column?", DataType.of(Types.INT4), 0, 0));
    }

    private record FakeAnalyzed(
            ParsedStatement source, Effects effects, List<Type> parameterTypes, List<OutputColumn> columns)
            implements Analyzed {
        /// Reads are handled where they arrive, so that these tests see both ways.
        @Override
        public boolean isShort() {
            return !effects.writes();
        }

        @Override
        public boolean isStale(Scope scope) {
            return false;
        }
    }

    @Override
    public @Nullable Shared shared(String text, FunctionContext context) {
        return null;
    }

    @Override
    public void learn(String text, Analyzed ran, Scope scope) {
        // No text is recognised.
    }

    @Override
    public void replace(Shared stale, Analyzed fresh, Scope scope) {
        throw new IllegalStateException("no text is recognised");
    }

    @Override
    public @Nullable Analyzed known(String text, List<Integer> types, FunctionContext context) {
        return null;
    }

    @Override
    public void learnPrepared(String text, List<Integer> types, Analyzed analyzed, Scope scope) {
        // As for the others.
    }

    @Override
    public boolean hasDeferred(Transaction transaction) {
        return false;
    }

    @Override
    public void beforeCommit(Scope scope) {
        // Nothing is put off.
    }

    @Override
    public Analyzed lock(Analyzed statement, Scope scope) {
        return statement;
    }

    @Override
    public void setConstraints(SessionStatement.SetConstraints statement, Scope scope) {}

    @Override
    public Runnable keepDeferred(Transaction transaction) {
        return () -> {};
    }

    @Override
    public Execution execute(Analyzed statement, Scope scope, List<@Nullable Object> parameters) {
        if (statement.effects().writes()) {
            insert(statement, scope, parameters);
            return new Rows(List.of(), "INSERT 0 1");
        }
        if (statement.columns().size() == 1) {
            scope.transaction().lockTable(LOCKED, TableLockMode.ACCESS_SHARE, LockWait.FOREVER);
            return new Rows(List.<@Nullable Object[]>of(new @Nullable Object[] {1}), "SELECT 1");
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (Cursor cursor = scope.transaction().scan(TREE, new byte[0], null, true)) {
            while (cursor.next()) {
                rows.add(new @Nullable Object[] {
                    ByteBuffer.wrap(cursor.key()).getInt(), new String(cursor.value(), StandardCharsets.UTF_8)
                });
            }
        }
        return new Rows(rows, "SELECT " + rows.size());
    }

    @Override
    public Bulk openBulk(Analyzed insert, Scope scope) {
        return new Bulk() {
            private long count;

            @Override
            public void add(@Nullable Object[] values) {
                FakeSql.insert(insert, scope, Arrays.asList(values));
                count++;
            }

            @Override
            public long finish() {
                return count;
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    private static void insert(Analyzed statement, Scope scope, List<@Nullable Object> parameters) {
        int id;
        String name;
        if (parameters.size() == 2 && parameters.get(0) instanceof Integer first && parameters.get(1) != null) {
            id = first;
            name = String.valueOf(parameters.get(1));
        } else {
            String[] parts =
                    statement.source().sql().replaceAll(".*\\(|\\).*|'", "").split(",");
            id = Integer.parseInt(parts[0].strip());
            name = parts[1].strip();
        }
        if (id == LOCKER) {
            scope.transaction().lockTable(LOCKED, TableLockMode.ACCESS_EXCLUSIVE, LockWait.FOREVER);
        }
        byte[] key = ByteBuffer.allocate(4).putInt(id).array();
        if (scope.transaction().getLatest(TREE, key) != null) {
            throw new SqlException(
                            SqlState.UNIQUE_VIOLATION, "duplicate key value violates unique constraint \"t_pkey\"")
                    .withDetail("Key (id)=(" + id + ") already exists.");
        }
        scope.transaction().put(TREE, key, name.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Rows implements Execution {

        private final Iterator<@Nullable Object[]> rows;
        private final String tag;

        Rows(List<@Nullable Object[]> rows, String tag) {
            this.rows = rows.iterator();
            this.tag = tag;
        }

        @Override
        public @Nullable Object @Nullable [] next() {
            return rows.hasNext() ? rows.next() : null;
        }

        @Override
        public String commandTag() {
            return tag;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
