package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.SqlEngine.Analyzed;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.SqlEngine.Scope;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Copy;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// COPY from and to the client. Rows from the client go through one INSERT with parameters, fed row by row.
/// Used by the session's thread.
final class CopyCommands {

    private final SessionState state;
    private final StatementRunner runner;

    CopyCommands(SessionState state, StatementRunner runner) {
        this.state = state;
        this.runner = runner;
    }

    Execution run(PreparedStatement statement, Copy copy) {
        if (copy.program() || !copy.file().isEmpty()) {
            throw new SqlException(
                            SqlState.INSUFFICIENT_PRIVILEGE,
                            copy.program()
                                    ? "COPY to or from an external program is not permitted"
                                    : "COPY to or from a file on the server is not permitted")
                    .withHint("Anyone can COPY to stdout or from stdin. psql's \\copy command also works for anyone.");
        }
        CopyOptions options = CopyOptions.of(copy.options());
        return copy.from() ? copyFrom(copy, options) : copyTo(statement, copy, options);
    }

    private Execution copyTo(PreparedStatement statement, Copy copy, CopyOptions options) {
        if (options.headerMatches()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot use \"match\" with HEADER in COPY TO");
        }
        PreparedStatement query = statement.inner;
        Execution rows;
        List<OutputColumn> columns;
        if (query != null) {
            columns = runner.columns(query);
            if (!StatementKinds.returnsRows(query.parsed.statement(), columns)) {
                throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "COPY query must have a RETURNING clause");
            }
            rows = runner.open(query, List.of());
        } else {
            runner.awaitReads();
            Scope scope = runner.startStatement();
            Analyzed select = sql().lock(select(copy, scope), scope);
            columns = select.columns();
            rows = sql().execute(select, scope, List.of());
        }
        long count = 0;
        try (rows) {
            CopyWriter writer = new CopyWriter(options, columns, state.context);
            state.client.beginCopyOut(columns.size(), options.format() == CopyOptions.Format.BINARY);
            send(writer.head());
            @Nullable Object[] row = rows.next();
            while (row != null) {
                state.cancellation().check();
                send(writer.row(row));
                count++;
                row = rows.next();
            }
            send(writer.tail());
            state.client.endCopyOut();
        }
        return FixedRows.done("COPY " + count);
    }

    private void send(byte[] data) {
        if (data.length > 0) {
            state.client.copyData(data, data.length);
        }
    }

    private Execution copyFrom(Copy copy, CopyOptions options) {
        if (copy.where() != null) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "COPY FROM with WHERE is not supported")
                    .withPosition(copy.position());
        }
        if (state.block.isReadOnly()) {
            throw new SqlException(
                    SqlState.READ_ONLY_SQL_TRANSACTION, "cannot execute COPY FROM in a read-only transaction");
        }
        Scope scope = runner.startStatement();
        String table = tableName(copy);
        sql().lock(analyze("INSERT INTO " + table + " DEFAULT VALUES", scope, List.of()), scope);
        List<OutputColumn> columns = select(copy, scope).columns();
        String names = columns.stream().map(c -> Identifiers.quote(c.name())).collect(Collectors.joining(", "));
        String places =
                IntStream.rangeClosed(1, columns.size()).mapToObj(i -> "$" + i).collect(Collectors.joining(", "));
        List<@Nullable Type> types =
                columns.stream().<@Nullable Type>map(c -> c.type().type()).toList();
        Analyzed insert = analyze(
                "INSERT INTO " + table + " (" + names + ") OVERRIDING SYSTEM VALUE VALUES (" + places + ")",
                scope,
                types);
        // Who may not insert is told before anything is sent.
        try (SqlEngine.Bulk bulk = sql().openBulk(insert, scope)) {
            state.client.beginCopyIn(columns.size(), options.format() == CopyOptions.Format.BINARY);
            CopyLines lines = new CopyLines(state.client, options.encoding().orElse(state.context.clientEncoding()));
            insertAll(copy, bulk, new CopyReader(options, columns, state.context, lines));
            long count = bulk.finish();
            lines.drain();
            return FixedRows.done("COPY " + count);
        }
    }

    private void insertAll(Copy copy, SqlEngine.Bulk bulk, CopyReader reader) {
        boolean reading = true;
        try {
            @Nullable Object[] values = reader.next();
            while (values != null) {
                reading = false;
                state.cancellation().check();
                bulk.add(values);
                reading = true;
                values = reader.next();
            }
        } catch (SqlException e) {
            QualifiedName table = copy.table();
            if (e.state() == SqlState.FOREIGN_KEY_VIOLATION || e.fields().where() != null || table == null) {
                throw e;
            }
            // PostgreSQL finds conflicts of unique keys only for many rows at once and no longer has the line then.
            boolean withLine = e.state() != SqlState.UNIQUE_VIOLATION && e.state() != SqlState.QUERY_CANCELED;
            String where = reader.place(table.parts().getLast(), reading, withLine);
            throw e.with(e.fields().withPosition(0).withWhere(where));
        }
    }

    /// A query for the columns of the table that are named, or all.
    private Analyzed select(Copy copy, Scope scope) {
        Analyzed all = analyze("SELECT * FROM " + tableName(copy), scope, List.of());
        if (copy.columns().isEmpty()) {
            return all;
        }
        Set<String> there = all.columns().stream().map(OutputColumn::name).collect(Collectors.toSet());
        Set<String> named = new HashSet<>();
        for (String name : copy.columns()) {
            if (!there.contains(name)) {
                throw new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + name + "\" of relation \"" + relation(copy) + "\" does not exist");
            }
            if (!named.add(name)) {
                throw new SqlException(SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
            }
        }
        return analyze("SELECT " + columnList(copy, "*") + " FROM " + tableName(copy), scope, List.of());
    }

    private static String relation(Copy copy) {
        QualifiedName table = copy.table();
        return table == null ? "" : table.parts().getLast();
    }

    private Analyzed analyze(String text, Scope scope, List<@Nullable Type> types) {
        try {
            return sql().analyze(sql().parse(text).getFirst(), scope, types);
        } catch (SqlException e) {
            // It points into a text that the client has never seen.
            throw e.withPosition(0);
        }
    }

    private SqlEngine sql() {
        return state.environment.sql();
    }

    private static String columnList(Copy copy, String otherwise) {
        return copy.columns().isEmpty()
                ? otherwise
                : copy.columns().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    private static String tableName(Copy copy) {
        QualifiedName table = copy.table();
        if (table == null) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "COPY needs a table or a query");
        }
        return table.parts().stream().map(Identifiers::quote).collect(Collectors.joining("."));
    }
}
