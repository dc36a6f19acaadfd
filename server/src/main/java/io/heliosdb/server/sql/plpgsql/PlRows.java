package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements of one run and what their rows are put into.
final class PlRows implements AutoCloseable {

    private final PlHost host;
    private final PlFrame frame;
    private final PlRun run;
    private final PlCursors cursors;

    PlRows(PlHost host, PlFrame frame, PlRun run) {
        this.host = host;
        this.frame = frame;
        this.run = run;
        this.cursors = new PlCursors(host, frame, this);
    }

    PlCursors cursors() {
        return cursors;
    }

    /// Rows that were read to the end.
    record KeptRows(List<OutputColumn> columns, PlHost.Kept rows) implements AutoCloseable {
        @Override
        public void close() {
            rows.close();
        }
    }

    KeptRows kept(PlHost.Rows source) {
        PlHost.Kept kept = host.keep();
        try (source) {
            @Nullable Object @Nullable [] row = source.next();
            while (row != null) {
                kept.add(row.clone());
                row = source.next();
            }
            return new KeptRows(source.columns(), kept);
        } catch (SqlException e) {
            kept.close();
            throw e;
        }
    }

    PlHost.Rows open(PlNode.Source source) {
        return switch (source) {
            case PlNode.Source.Static query -> host.run(query.query(), frame);
            case PlNode.Source.Dynamic text -> dynamic(text.text(), text.using());
            case PlNode.Source.OfCursor cursor -> cursors.bound(cursor.variable(), cursor.arguments());
        };
    }

    PlHost.Rows dynamic(PlSql text, List<PlSql> using) {
        Object sql = host.value(text, DataType.of(Types.TEXT), frame).value();
        if (sql == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "query string argument of EXECUTE is null");
        }
        List<PlHost.Typed> values = new ArrayList<>();
        for (PlSql value : using) {
            values.add(host.value(value, null, frame));
        }
        return host.run(sql.toString(), values);
    }

    void sql(PlNode.Sql node) {
        try (PlHost.Rows rows = host.run(node.statement(), frame)) {
            boolean gives = !rows.columns().isEmpty();
            if (node.into().isEmpty() && gives && !node.perform()) {
                throw PlErrors.syntax("query has no destination for result data")
                        .withHint("If you want to discard the results of a SELECT, use PERFORM instead.");
            }
            if (!node.into().isEmpty() && !gives) {
                throw PlErrors.syntax("INTO used with a command that cannot return data");
            }
            long count = node.into().isEmpty() ? drain(rows) : into(rows, node.into(), node.strict());
            run.setRowCount(count);
            run.setFound(count > 0);
        }
    }

    void execute(PlNode.Execute node) {
        try (PlHost.Rows rows = dynamic(node.text(), node.using())) {
            if (!node.into().isEmpty() && rows.columns().isEmpty()) {
                throw PlErrors.syntax("INTO used with a command that cannot return data");
            }
            run.setRowCount(node.into().isEmpty() ? drain(rows) : into(rows, node.into(), node.strict()));
        }
    }

    private static long drain(PlHost.Rows rows) {
        while (rows.next() != null) {
            // Only what it does is wanted.
        }
        return rows.count();
    }

    private long into(PlHost.Rows rows, List<PlNode.Target> targets, boolean strict) {
        @Nullable Object @Nullable [] row = rows.next();
        if (row == null && strict) {
            throw new SqlException(SqlState.NO_DATA_FOUND, "query returned no rows");
        }
        assign(targets, rows.columns(), row == null ? null : row.clone());
        if (row == null) {
            return 0;
        }
        if (strict && rows.next() != null) {
            throw new SqlException(SqlState.TOO_MANY_ROWS, "query returned more than one row")
                    .withHint("Make sure the query returns a single row, or use LIMIT 1.");
        }
        return 1;
    }

    /// Puts a row into variables; null for no row at all.
    void assign(List<PlNode.Target> targets, List<OutputColumn> columns, @Nullable Object @Nullable [] row) {
        if (targets.size() == 1 && isRow(targets.getFirst())) {
            whole(targets.getFirst().variable(), columns, row);
            return;
        }
        for (int i = 0; i < targets.size(); i++) {
            boolean there = row != null && i < columns.size();
            boolean part = targets.get(i).assignment() != null;
            DataType type = there ? columns.get(i).type() : DataType.of(part ? Types.TEXT : Types.UNKNOWN);
            set(targets.get(i), new PlHost.Typed(type, there && row != null ? row[i] : null));
        }
    }

    private boolean isRow(PlNode.Target target) {
        return target.path().isEmpty() && frame.type(target.variable().slot()).type() instanceof RowType;
    }

    private void whole(PlVariable variable, List<OutputColumn> columns, @Nullable Object @Nullable [] row) {
        if (variable.type() instanceof PlVariable.Declared.AnyRow) {
            RowType type = RowType.record(columns.stream()
                    .map(c -> new RowType.Field(c.name(), c.type()))
                    .toList());
            @Nullable Object[] fields = row == null ? new @Nullable Object[columns.size()] : row;
            frame.set(variable.slot(), DataType.of(type), new RowValue(type, fields));
            return;
        }
        RowType type = (RowType) frame.type(variable.slot()).type();
        if (row != null
                && row.length == 1
                && row[0] instanceof RowValue value
                && value.type().equals(type)) {
            frame.set(variable, value);
            return;
        }
        @Nullable Object[] fields = new @Nullable Object[type.fields().size()];
        for (int i = 0; row != null && i < Math.min(fields.length, row.length); i++) {
            fields[i] = host.convert(
                    row[i], columns.get(i).type(), type.fields().get(i).type());
        }
        frame.set(variable, row == null ? null : new RowValue(type, fields));
    }

    /// Assigns to a variable or a part of it.
    void set(PlNode.Target target, PlHost.Typed value) {
        PlVariable variable = target.variable();
        PlSql assignment = target.assignment();
        if (assignment != null) {
            checkAssigned(variable);
            frame.set(target.valueSlot(), value.type(), value.value());
            setPart(variable, assignment);
        } else if (variable.type() instanceof PlVariable.Declared.AnyRow) {
            setRecord(variable, value);
        } else {
            DataType type = frame.type(variable.slot());
            frame.set(variable, host.convert(value.value(), value.type(), type));
        }
    }

    /// Assigns to a part of a variable; what is made of the variable fits its declared length.
    void setPart(PlVariable variable, PlSql assignment) {
        Object whole = host.assigned(assignment, variable.slot(), frame);
        DataType type = frame.type(variable.slot());
        frame.set(variable, type.typmod() < 0 ? whole : host.convert(whole, type, type));
    }

    void setRecord(PlVariable variable, PlHost.Typed value) {
        if (value.value() == null) {
            DataType type = value.type().type() instanceof RowType ? value.type() : DataType.of(Types.RECORD);
            frame.set(variable.slot(), type, null);
        } else if (value.value() instanceof RowValue row) {
            frame.set(variable.slot(), DataType.of(row.type()), row);
        } else {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "cannot assign non-composite value to a record variable");
        }
    }

    /// @throws SqlException 55000 when a record has no fields yet
    void checkAssigned(PlVariable variable) {
        boolean empty = variable.type() instanceof PlVariable.Declared.AnyRow
                && frame.type(variable.slot()).type() instanceof RowType type
                && type.fields().isEmpty();
        if (empty) {
            throw new SqlException(
                            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "record \"" + variable.name() + "\" is not assigned yet")
                    .withDetail("The tuple structure of a not-yet-assigned record is indeterminate.");
        }
    }

    @Override
    public void close() {
        cursors.closeAll();
    }
}
