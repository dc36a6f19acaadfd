package io.heliosdb.server.sql;

import io.heliosdb.server.sql.exec.RowSource;
import io.heliosdb.server.sql.type.RowValue;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Running statements as sessions see them.
final class Executions {

    private Executions() {}

    /// Rows of a query, or of a change with RETURNING.
    ///
    /// @param tag null for a query, whose tag counts the rows it gave
    static SqlEngine.Execution rows(PlanRun run, RowSource source, int width, @Nullable String tag) {
        return new SqlEngine.Execution() {
            private long count;

            @Override
            public @Nullable Object @Nullable [] next() {
                if (!source.next()) {
                    return null;
                }
                count++;
                return run.row(width);
            }

            @Override
            public String commandTag() {
                return tag == null ? "SELECT " + count : tag;
            }

            @Override
            public void close() {
                run.close();
            }
        };
    }

    /// A statement that is done.
    static SqlEngine.Execution done(String tag) {
        return lines(List.of(), tag);
    }

    /// What a procedure leaves: a row of its OUT and INOUT arguments.
    ///
    /// @param width how many there are
    static SqlEngine.Execution call(@Nullable Object value, int width) {
        @Nullable
        Object[] row = value instanceof RowValue all ? all.fields().toArray() : new @Nullable Object[] {value};
        return rows(width == 0 ? List.of() : List.<@Nullable Object[]>of(row), "CALL");
    }

    /// Rows of one text each.
    static SqlEngine.Execution lines(List<String> lines, String tag) {
        return rows(lines.stream().map(line -> new @Nullable Object[] {line}).toList(), tag);
    }

    private static SqlEngine.Execution rows(List<@Nullable Object[]> rows, String tag) {
        Iterator<@Nullable Object[]> left = rows.iterator();
        return new SqlEngine.Execution() {
            @Override
            public @Nullable Object @Nullable [] next() {
                return left.hasNext() ? left.next() : null;
            }

            @Override
            public String commandTag() {
                return tag;
            }

            @Override
            public void close() {}
        };
    }
}
