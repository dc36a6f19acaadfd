package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of functions in FROM, side by side, the shorter ones filled with nulls.
public record FunctionScan(List<Call> calls, boolean ordinality, int slot, Shown shown) implements PlanNode {

    /// Name of the function and alias, for EXPLAIN.
    public record Shown(String function, String alias, double rows) {}

    /// One call.
    ///
    /// @param body null when `arguments` has one expression whose value is the only row
    /// @param expand whether a row value is to be spread over columns
    /// @param declared types of the columns that a query gives to a function of records; else empty
    public record Call(
            Implementation.@Nullable SetFunction body,
            List<Eval> arguments,
            boolean strict,
            int width,
            boolean expand,
            List<Type> declared) {

        /// Rows of this call; each has one value or `width` values.
        Iterator<@Nullable Object[]> run(Frame frame) {
            if (body == null) {
                return List.<@Nullable Object[]>of(
                                new @Nullable Object[] {arguments.getFirst().eval(frame)})
                        .iterator();
            }
            @Nullable Object[] values = Calls.evaluate(arguments.toArray(Eval[]::new), frame);
            if (strict && Keys.hasNull(values)) {
                return List.<@Nullable Object[]>of().iterator();
            }
            return body.call(frame.execution().context(), values);
        }
    }

    @Override
    public RowSource start(Frame frame) {
        List<Iterator<@Nullable Object[]>> iterators = new ArrayList<>();
        int width = ordinality ? 1 : 0;
        for (Call call : calls) {
            iterators.add(call.run(frame));
            width += call.width;
        }
        return new Source(frame, iterators, width);
    }

    private final class Source extends RowSource {
        private final Frame frame;
        private final List<Iterator<@Nullable Object[]>> iterators;
        private final int width;
        private long number;

        Source(Frame frame, List<Iterator<@Nullable Object[]>> iterators, int width) {
            this.frame = frame;
            this.iterators = iterators;
            this.width = width;
        }

        @Override
        public boolean next() {
            @Nullable Object[] values = new @Nullable Object[width];
            boolean found = false;
            int at = 0;
            for (int i = 0; i < iterators.size(); i++) {
                Call call = calls.get(i);
                if (iterators.get(i).hasNext()) {
                    found = true;
                    fill(values, at, call, iterators.get(i).next());
                }
                at += call.width;
            }
            if (!found) {
                return false;
            }
            if ((++number & 0xFF) == 0) {
                frame.execution().context().checkCancelled();
            }
            if (ordinality) {
                values[at] = number;
            }
            frame.set(slot, new ArrayTuple(values));
            return true;
        }

        private static void check(RowValue row, List<Type> declared) {
            if (declared.isEmpty()) {
                return;
            }
            SqlException mismatch = new SqlException(
                    SqlState.DATATYPE_MISMATCH, "function return row and query-specified return row do not match");
            if (row.size() != declared.size()) {
                throw mismatch.withDetail("Returned row contains " + row.size()
                        + (row.size() == 1 ? " attribute" : " attributes") + ", but query expects "
                        + declared.size() + ".");
            }
            for (int i = 0; i < declared.size(); i++) {
                Type type = row.type().fields().get(i).type().type();
                if (!type.equals(declared.get(i))) {
                    throw mismatch.withDetail("Returned type " + type.displayName(-1) + " at ordinal position "
                            + (i + 1) + ", but query expects " + declared.get(i).displayName(-1) + ".");
                }
            }
        }

        private static void fill(@Nullable Object[] values, int at, Call call, @Nullable Object[] row) {
            if (call.expand && row.length == 1 && (row[0] == null || row[0] instanceof RowValue)) {
                if (row[0] instanceof RowValue value) {
                    check(value, call.declared);
                    for (int i = 0; i < Math.min(call.width, value.size()); i++) {
                        values[at + i] = value.field(i);
                    }
                }
                return;
            }
            System.arraycopy(row, 0, values, at, Math.min(call.width, row.length));
        }
    }

    @Override
    public double rows() {
        return shown.rows;
    }

    @Override
    public List<PlanNode> children() {
        return List.of();
    }

    @Override
    public void describe(Description description) {
        description.title(
                "Function Scan",
                " on " + shown.function + (shown.alias.equals(shown.function) ? "" : " " + shown.alias));
    }
}
