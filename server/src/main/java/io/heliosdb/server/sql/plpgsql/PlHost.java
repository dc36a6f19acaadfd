package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run asks of the engine, within the transaction of the statement that calls it. Used by one thread.
public interface PlHost {

    /// A value with its type.
    record Typed(DataType type, @Nullable Object value) {}

    /// Rows of a statement.
    interface Rows extends AutoCloseable {
        List<OutputColumn> columns();

        /// The next row, valid until the next call; null after the last.
        @Nullable
        Object @Nullable [] next();

        /// How many rows the statement has changed or given so far.
        long count();

        @Override
        void close();
    }

    /// Rows that are kept while others are made.
    interface Kept extends AutoCloseable {
        void add(@Nullable Object[] row);

        long size();

        @Nullable
        Object[] get(long index);

        @Override
        void close();
    }

    /// Runs a statement; changes without RETURNING are done when this returns.
    Rows run(PlSql statement, PlFrame frame);

    /// Runs a text made at run time, with `$1…`.
    Rows run(String text, List<Typed> using);

    /// The value of an expression.
    ///
    /// @param wanted what it is converted to, as by an assignment; null to take it as it is
    Typed value(PlSql expression, @Nullable DataType wanted, PlFrame frame);

    /// The value of a variable after an assignment to a part of it.
    @Nullable
    Object assigned(PlSql assignment, int slot, PlFrame frame);

    /// A value as an assignment converts it.
    @Nullable
    Object convert(@Nullable Object value, DataType from, DataType to);

    /// What a declaration comes to.
    DataType type(PlVariable.Declared declared, PlFrame frame);

    /// As `%` of RAISE shows a value.
    String text(Typed value);

    Kept keep();

    /// A point to which a block with handlers goes back.
    Object mark();

    void rollbackTo(Object mark);

    void release(Object mark);

    /// Whether this is the end of the client itself, which no handler stops.
    void checkCancelled();

    /// @param level `DEBUG`, `LOG`, `INFO`, `NOTICE` or `WARNING`
    void notice(String level, String code, String message, ErrorFields fields);
}
