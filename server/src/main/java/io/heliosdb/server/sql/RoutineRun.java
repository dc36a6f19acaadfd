package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.function.SqlRoutines;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.sql.type.VoidType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs the bodies of routines for one statement, nested as they call each other. Used by one thread at a time.
final class RoutineRun implements SqlRoutines {

    // Deeper recursion would come near the end of a thread's stack.
    private static final int MAX_DEPTH = 400;
    // Of a deep recursion the innermost calls are enough.
    private static final int MAX_CONTEXT = 1000;

    private final LocalSqlEngine engine;
    private final SqlEngine.Scope scope;
    private final RoutineContext context;
    private int depth;

    RoutineRun(LocalSqlEngine engine, SqlEngine.Scope scope, RoutineContext context) {
        this.engine = engine;
        this.scope = scope;
        this.context = context;
    }

    @Override
    public @Nullable Object value(Call call, @Nullable Object[] arguments) {
        boolean isVoid = call.result().equals(Types.VOID);
        List<@Nullable Object> rows = new ArrayList<>(1);
        run(call, arguments, isVoid ? 0 : 1, rows);
        return isVoid ? VoidType.VALUE : rows.isEmpty() ? null : rows.getFirst();
    }

    @Override
    public Iterator<@Nullable Object[]> rows(Call call, @Nullable Object[] arguments) {
        List<@Nullable Object> rows = new ArrayList<>();
        run(call, arguments, Integer.MAX_VALUE, rows);
        Iterator<@Nullable Object> values = rows.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return values.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                return new @Nullable Object[] {values.next()};
            }
        };
    }

    private void run(Call call, @Nullable Object[] arguments, int limit, List<@Nullable Object> rows) {
        if (++depth > MAX_DEPTH) {
            depth--;
            throw new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                    .withHint("Functions may call each other " + MAX_DEPTH + " deep.");
        }
        try {
            Routine routine = engine.routines().routine(call, scope);
            context.withRightsFor(routine, () -> {
                if (routine.language().equals("plpgsql")) {
                    block(routine, call, arguments, limit, rows);
                } else {
                    statements(call, arguments, limit, rows);
                }
                return true;
            });
        } finally {
            depth--;
        }
    }

    private void block(
            Routine routine, Call call, @Nullable Object[] arguments, int limit, List<@Nullable Object> rows) {
        if (limit == Integer.MAX_VALUE) {
            engine.blockRoutines().run(routine, call, arguments, rows::add, scope);
            return;
        }
        Object value = engine.blockRoutines().run(routine, call, arguments, null, scope);
        if (limit == 1) {
            rows.add(value);
        }
    }

    private void statements(Call call, @Nullable Object[] arguments, int limit, List<@Nullable Object> rows) {
        List<@Nullable Object> parameters = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            parameters.add(argument);
        }
        int count = engine.routines().statements(call, scope);
        boolean written = false;
        for (int i = 0; i < count; i++) {
            try {
                SqlEngine.Analyzed statement = engine.routines().locked(call, i, scope);
                boolean writes = statement.effects().writes();
                if (writes || written) {
                    scope.transaction().nextCommand();
                }
                written |= writes;
                run(call, statement, parameters, i == count - 1 ? limit : 0, rows);
            } catch (SqlException e) {
                throw located(e, call, i);
            }
        }
        if (written) {
            scope.transaction().nextCommand();
        }
    }

    // A position would be one in the text of the body.
    private SqlException located(SqlException e, Call call, int index) {
        String place = "SQL function \"" + engine.routines().name(call, scope) + "\" statement " + (index + 1);
        String around = e.fields().where();
        boolean deep = around != null && around.length() > MAX_CONTEXT;
        String where = around == null ? place : deep ? around : around + "\n" + place;
        return e.with(e.fields().withPosition(0).withWhere(where));
    }

    private void run(
            Call call,
            SqlEngine.Analyzed statement,
            List<@Nullable Object> parameters,
            int limit,
            List<@Nullable Object> rows) {
        try (SqlEngine.Execution execution = engine.execute(statement, scope, parameters)) {
            collect(execution, call, statement.columns(), limit, rows);
        }
    }

    // Statements before the last one run to their end for what they do.
    private static void collect(
            SqlEngine.Execution execution,
            Call call,
            List<OutputColumn> columns,
            int limit,
            List<@Nullable Object> rows) {
        @Nullable Object @Nullable [] row = execution.next();
        while (row != null) {
            if (rows.size() < limit) {
                rows.add(value(call, columns, row));
            }
            if (limit == 1) {
                return;
            }
            row = execution.next();
        }
    }

    private static @Nullable Object value(Call call, List<OutputColumn> columns, @Nullable Object[] row) {
        if (!(Types.baseOf(call.result()) instanceof RowType type)) {
            return row[0];
        }
        boolean whole = row.length == 1
                && columns.getFirst().type().type() instanceof RowType
                && (type.fields().size() != 1
                        || columns.getFirst().type().type().equals(type));
        if (whole) {
            return row[0];
        }
        RowType shown = type.fields().isEmpty()
                ? RowType.record(columns.stream()
                        .map(c -> new RowType.Field(c.name(), c.type()))
                        .toList())
                : type;
        return new RowValue(shown, row.clone());
    }
}
