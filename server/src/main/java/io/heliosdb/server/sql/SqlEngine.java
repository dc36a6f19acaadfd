package io.heliosdb.server.sql;

import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.tree.Effects;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.Transaction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// SQL on one engine, as sessions use it. Safe for use by any number of threads.
public interface SqlEngine {

    /// Splits and parses a text of any number of statements.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42601 with a position
    List<ParsedStatement> parse(String text);

    /// Resolves names and types against the catalog as the transaction sees it.
    ///
    /// @param parameterTypes declared types of `$1…`; null or missing where they are to be inferred
    /// @throws io.heliosdb.server.common.SqlException 42P01, 42703, 42804, 42883, 42P18 …
    Analyzed analyze(ParsedStatement statement, Scope scope, List<@Nullable Type> parameterTypes);

    /// A type as the transaction sees it, for what a client declares its parameters to be.
    Optional<Type> type(int oid, Scope scope);

    /// Locks what a statement reads and changes, as PostgreSQL does before it plans; DDL locks by itself. The
    /// caller has called `Transaction.startStatement`.
    ///
    /// @return the statement, or the same analyzed anew when a definition has changed under it
    /// @throws io.heliosdb.server.common.SqlException 55P03, 40P01, 57014, and those of {@link #analyze}
    Analyzed lock(Analyzed statement, Scope scope);

    /// Runs a data statement, after {@link #lock}, or a DDL command.
    ///
    /// Rows are pulled, so that a portal can stop between two and go on later. DDL and changes without
    /// RETURNING are done when this returns; changes with RETURNING are done before their first row.
    Execution execute(Analyzed statement, Scope scope, List<@Nullable Object> parameters);

    /// Opens an INSERT ... VALUES of one row of parameters, to be run for many rows as one statement.
    ///
    /// @throws io.heliosdb.server.common.SqlException as {@link #execute}
    Bulk openBulk(Analyzed insert, Scope scope);

    /// The analyzed statement of a text that differs only in its literals from one that was given to {@link
    /// #learn}; null when there is none. It may be stale.
    @Nullable
    Shared shared(String text, FunctionContext context);

    /// Remembers a statement, the only one of its text, that has just run, if it is worth it.
    void learn(String text, Analyzed ran, Scope scope);

    /// Puts a fresh analysis in place of a shared one that was stale.
    void replace(Shared stale, Analyzed fresh, Scope scope);

    /// The analyzed statement of a text with parameters that was given to {@link #learnPrepared}; null when
    /// there is none. It may be stale.
    ///
    /// @param types the declared OIDs, 0 where the type is to be inferred
    @Nullable
    Analyzed known(String text, List<Integer> types, FunctionContext context);

    /// Remembers a statement, the only one of its text, that has just been analyzed, if it is worth it.
    void learnPrepared(String text, List<Integer> types, Analyzed analyzed, Scope scope);

    /// @param parsed the text at hand with a tree that has parameters in place of literals
    /// @param literals the parameters' values
    record Shared(ParsedStatement parsed, Analyzed analyzed, List<Object> literals) {}

    /// Checks what was put off to the end of the transaction; to be called before its commit.
    ///
    /// @throws io.heliosdb.server.common.SqlException 23503, 23505: the transaction must be rolled back
    void beforeCommit(Scope scope);

    /// Whether {@link #beforeCommit} has something to check.
    boolean hasDeferred(Transaction transaction);

    /// A place for rows that outlive their statement, within the session's `work_mem` and on disk beyond it.
    Spool spool(FunctionContext context);

    /// Rows that are kept, in order. Used by one thread at a time.
    interface Spool extends AutoCloseable {

        /// The row is kept as it is; it must not change.
        void add(@Nullable Object[] row);

        long size();

        /// @param index from 0, below the size
        @Nullable
        Object[] get(long index);

        @Override
        void close();
    }

    /// Says when deferrable constraints are checked in this transaction from now on, and checks those made
    /// immediate.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42704, 42809, 3F000, 23503, 23505
    void setConstraints(SessionStatement.SetConstraints statement, Scope scope);

    /// Remembers what {@link #setConstraints} has said so far, for a savepoint.
    ///
    /// @return brings that back, and forgets what was put off to the end of the transaction since
    Runnable keepDeferred(Transaction transaction);

    /// What a user may do, as the newest catalog has it, with the changes of a transaction that is open; empty where
    /// there are no roles at all.
    Optional<Rights> rights(String user, Optional<Transaction> transaction);

    /// Who asks, in which transaction, with which settings.
    ///
    /// @param context settings and services; its search path, user and time zone steer analysis and functions
    record Scope(Transaction transaction, FunctionContext context) {}

    /// A statement whose meaning is known.
    interface Analyzed {

        ParsedStatement source();

        Effects effects();

        /// Inferred and declared, `$1` first.
        List<Type> parameterTypes();

        /// Empty when the statement returns no rows.
        List<OutputColumn> columns();

        /// Whether a run is known to be over within microseconds, unless it has to wait for a lock. False until
        /// it has run once.
        boolean isShort();

        /// Whether it must be analyzed again because the catalog it saw has changed.
        boolean isStale(Scope scope);
    }

    /// An INSERT that runs, row by row. Closed before it is finished, it leaves nothing.
    interface Bulk extends AutoCloseable {

        /// Inserts a row, with all its checks but those made at the end of a statement.
        ///
        /// @param values one per parameter; not kept
        void add(@Nullable Object[] values);

        /// Makes the checks of the statement's end; returns the number of rows.
        long finish();

        @Override
        void close();
    }

    /// A running statement.
    interface Execution extends AutoCloseable {

        /// The next row, or null after the last; values as `Type` describes them, valid until the next call.
        @Nullable
        Object @Nullable [] next();

        /// The command tag, such as `INSERT 0 1`; for a query, with the rows returned so far. Final after the
        /// last row.
        String commandTag();

        @Override
        void close();
    }
}
