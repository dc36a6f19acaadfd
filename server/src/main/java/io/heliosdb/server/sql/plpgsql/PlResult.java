package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one run returns.
public final class PlResult {

    private final PlHost host;
    private final PlFrame frame;
    private final Wanted wanted;
    private @Nullable Object value;

    /// What a function was declared to return.
    ///
    /// @param type of the value, or of each row
    /// @param outputs slots of the variables that make up the row; empty without OUT arguments
    /// @param rows takes each value of a set; null when one value is returned
    /// @param trigger whether it is a trigger's, which returns a row or NULL
    public record Wanted(
            DataType type, List<Integer> outputs, @Nullable Consumer<@Nullable Object> rows, boolean trigger) {

        boolean isVoid() {
            return type.type().equals(Types.VOID);
        }
    }

    PlResult(PlHost host, PlFrame frame, Wanted wanted) {
        this.host = host;
        this.frame = frame;
        this.wanted = wanted;
    }

    /// RETURN.
    void set(@Nullable PlSql expression) {
        if (expression == null) {
            boolean needsNone = wanted.isVoid() || wanted.rows != null || !wanted.outputs.isEmpty();
            if (!needsNone) {
                throw PlErrors.syntax("missing expression at or near \";\"");
            }
            return;
        }
        if (wanted.rows != null) {
            throw PlErrors.syntax("RETURN cannot have a parameter in function returning set")
                    .withHint("Use RETURN NEXT or RETURN QUERY.");
        }
        if (wanted.isVoid()) {
            throw PlErrors.syntax("RETURN cannot have a parameter in function returning void");
        }
        if (!wanted.outputs.isEmpty()) {
            throw PlErrors.syntax("RETURN cannot have a parameter in function with OUT parameters");
        }
        value = evaluated(expression);
    }

    private @Nullable Object evaluated(PlSql expression) {
        Type type = Types.baseOf(wanted.type.type());
        if (!wanted.trigger && !(type instanceof RowType)) {
            return host.value(expression, wanted.type, frame).value();
        }
        PlHost.Typed given = host.value(expression, null, frame);
        if (given.value() == null) {
            return null;
        }
        if (!(given.value() instanceof RowValue row)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "cannot return non-composite value from function returning composite type");
        }
        return type instanceof RowType rowType ? fitted(row, rowType) : row;
    }

    private RowValue fitted(RowValue row, RowType type) {
        if (type.fields().isEmpty()
                || row.type().equals(type) && row.size() == type.fields().size()) {
            return row;
        }
        if (row.size() != type.fields().size()) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH, "returned record type does not match expected record type")
                    .withDetail("Number of returned columns (" + row.size() + ") does not match expected column count ("
                            + type.fields().size() + ").");
        }
        @Nullable Object[] fields = new @Nullable Object[row.size()];
        for (int i = 0; i < fields.length; i++) {
            DataType from = row.type().fields().get(i).type();
            fields[i] = host.convert(row.field(i), from, type.fields().get(i).type());
        }
        return new RowValue(type, fields);
    }

    private @Nullable Object outputs() {
        if (wanted.outputs.size() == 1) {
            return frame.value(wanted.outputs.getFirst());
        }
        List<RowType.Field> fields = new ArrayList<>();
        @Nullable Object[] values = new @Nullable Object[wanted.outputs.size()];
        for (int i = 0; i < values.length; i++) {
            int slot = wanted.outputs.get(i);
            fields.add(new RowType.Field(frame.code().variables().get(slot).name(), frame.type(slot)));
            values[i] = frame.value(slot);
        }
        RowType type =
                wanted.type.type() instanceof RowType row && !row.fields().isEmpty() ? row : RowType.record(fields);
        return new RowValue(type, values);
    }

    private Consumer<@Nullable Object> rows(String statement) {
        Consumer<@Nullable Object> rows = wanted.rows;
        if (rows == null) {
            throw new SqlException(SqlState.DATATYPE_MISMATCH, "cannot use " + statement + " in a non-SETOF function");
        }
        return rows;
    }

    /// RETURN NEXT.
    void add(@Nullable PlSql expression) {
        Consumer<@Nullable Object> rows = rows("RETURN NEXT");
        if (!wanted.outputs.isEmpty()) {
            if (expression != null) {
                throw PlErrors.syntax("RETURN NEXT cannot have a parameter in function with OUT parameters");
            }
            rows.accept(outputs());
        } else if (expression == null) {
            throw PlErrors.syntax("RETURN NEXT must have a parameter");
        } else {
            rows.accept(evaluated(expression));
        }
    }

    /// RETURN QUERY; returns the number of rows.
    long addAll(PlHost.Rows source) {
        Consumer<@Nullable Object> rows = rows("RETURN QUERY");
        long count = 0;
        try (source) {
            List<OutputColumn> columns = source.columns();
            RowType type = Types.baseOf(wanted.type.type()) instanceof RowType row ? row : null;
            check(columns, type);
            @Nullable Object @Nullable [] next = source.next();
            while (next != null) {
                count++;
                rows.accept(type == null ? next[0] : new RowValue(shown(type, columns), next.clone()));
                next = source.next();
            }
        }
        return count;
    }

    private static RowType shown(RowType type, List<OutputColumn> columns) {
        return type.fields().isEmpty()
                ? RowType.record(columns.stream()
                        .map(c -> new RowType.Field(c.name(), c.type()))
                        .toList())
                : type;
    }

    private void check(List<OutputColumn> columns, @Nullable RowType type) {
        if (type != null && type.fields().isEmpty()) {
            return;
        }
        List<Type> expected = type == null
                ? List.of(wanted.type.type())
                : type.fields().stream().map(f -> f.type().type()).toList();
        if (expected.size() != columns.size()) {
            throw mismatch("Number of returned columns (" + columns.size() + ") does not match expected column count ("
                    + expected.size() + ").");
        }
        for (int i = 0; i < columns.size(); i++) {
            Type given = columns.get(i).type().type();
            if (!given.equals(expected.get(i))) {
                throw mismatch("Returned type " + given.displayName(-1) + " does not match expected type "
                        + expected.get(i).displayName(-1) + " in column " + (i + 1) + ".");
            }
        }
    }

    private static SqlException mismatch(String detail) {
        return new SqlException(SqlState.DATATYPE_MISMATCH, "structure of query does not match function result type")
                .withDetail(detail);
    }

    /// The value at the end.
    ///
    /// @param returned whether RETURN was reached
    @Nullable
    Object finish(boolean returned) {
        if (wanted.isVoid() || wanted.rows != null) {
            return null;
        }
        if (!wanted.outputs.isEmpty()) {
            return outputs();
        }
        if (!returned) {
            throw new SqlException(
                    SqlState.S_R_E_FUNCTION_EXECUTED_NO_RETURN_STATEMENT,
                    "control reached end of " + (wanted.trigger ? "trigger procedure" : "function")
                            + " without RETURN");
        }
        return value;
    }
}
