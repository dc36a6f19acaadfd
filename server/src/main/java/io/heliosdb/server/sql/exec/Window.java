package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.tree.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Computes window functions that share one window: sorts by partition and order, then goes through each partition.
///
/// @param carried the slots of the input, there again with each row
/// @param slot gets one column per call
public record Window(PlanNode child, WindowSpec spec, List<Call> calls, int[] carried, int slot) implements PlanNode {

    /// @param keys partition columns first, then order columns, over the values that `evals` give
    public record WindowSpec(List<Eval> evals, int partitionKeys, List<SortKeySpec> keys, FrameSpec frame) {}

    /// One function.
    ///
    /// @param window null for an aggregate
    public record Call(
            Implementation.@Nullable WindowFunction window,
            @Nullable AggregateCall aggregate,
            List<Eval> arguments,
            @Nullable Eval filter) {}

    static final class Row {
        final Tuple[] tuples;
        final @Nullable Object[] keys;
        final @Nullable Object[][] arguments;

        Row(Tuple[] tuples, @Nullable Object[] keys, @Nullable Object[][] arguments) {
            this.tuples = tuples;
            this.keys = keys;
            this.arguments = arguments;
        }
    }

    @Override
    public RowSource start(Frame frame) {
        List<Row> rows = read(frame);
        rows.sort((a, b) -> SortKeySpec.compare(spec.keys, a.keys, b.keys));
        return new Source(frame, rows);
    }

    private List<Row> read(Frame frame) {
        List<Row> rows = new ArrayList<>();
        Eval[] keyEvals = spec.evals.toArray(Eval[]::new);
        int count = 0;
        try (RowSource source = child.open(frame)) {
            while (source.next()) {
                if ((++count & 0xFF) == 0) {
                    frame.execution().context().checkCancelled();
                }
                @Nullable Object[] keys = Calls.evaluate(keyEvals, frame);
                @Nullable Object[][] arguments = new @Nullable Object[calls.size()][];
                for (int i = 0; i < arguments.length; i++) {
                    Call call = calls.get(i);
                    arguments[i] = Calls.evaluate(call.arguments.toArray(Eval[]::new), frame);
                }
                frame.execution().memory().take(100 + 40L * (keys.length + arguments.length));
                rows.add(new Row(Basics.saved(frame, carried), keys, arguments));
            }
        }
        return rows;
    }

    private final class Source extends RowSource {
        private final Frame frame;
        private final List<Row> rows;
        private @Nullable WindowPartition partition;
        private int at;

        Source(Frame frame, List<Row> rows) {
            this.frame = frame;
            this.rows = rows;
        }

        @Override
        public boolean next() {
            if (at == rows.size()) {
                return false;
            }
            WindowPartition current = partition;
            if (current == null || at >= current.end()) {
                current = new WindowPartition(Window.this, frame, rows, at);
                partition = current;
            }
            Row row = rows.get(at);
            frame.restore(carried, row.tuples);
            @Nullable Object[] values = current.compute(at);
            frame.restore(carried, row.tuples);
            frame.set(slot, new ArrayTuple(values));
            at++;
            return true;
        }
    }

    @Override
    public double rows() {
        return child.rows();
    }

    @Override
    public List<PlanNode> children() {
        return List.of(child);
    }

    @Override
    public void describe(Description description) {
        description.title("WindowAgg", "");
    }

    /// The frame clause, compiled.
    ///
    /// @param order the one sort key of RANGE with an offset, else null
    public record FrameSpec(
            Query.Frame.Unit unit,
            Query.Frame.Bound start,
            @Nullable Eval startOffset,
            Query.Frame.Bound end,
            @Nullable Eval endOffset,
            Query.Frame.Exclusion exclusion,
            @Nullable Eval rangeMinus,
            @Nullable Eval rangePlus) {}
}
