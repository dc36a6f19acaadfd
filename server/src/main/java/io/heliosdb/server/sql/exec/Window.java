package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.ExternalSort;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowFormat;
import io.heliosdb.server.sql.exec.spill.RowList;
import io.heliosdb.server.sql.exec.spill.RowStream;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Computes window functions that share one window: sorts by partition and order, then goes through each
/// partition.
///
/// @param carried the slots of the input, there again with each row
/// @param slot gets one column per call
public record Window(PlanNode child, WindowSpec spec, List<Call> calls, int[] carried, int slot) implements OneInput {

    /// @param keys partition columns first, then order columns, over the values that `evals` give
    public record WindowSpec(List<Eval> evals, int partitionKeys, List<SortKeySpec> keys, FrameSpec frame) {

        /// Whether two rows agree in a range of the keys.
        boolean same(Row a, Row b, int from, int to) {
            for (int i = from; i < to; i++) {
                if (keys.get(i).compare(a.keys[i], b.keys[i]) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /// One function.
    ///
    /// @param window null for an aggregate
    public record Call(
            Implementation.@Nullable WindowFunction window,
            @Nullable AggregateCall aggregate,
            List<Eval> arguments,
            @Nullable Eval filter) {}

    /// A row of the input with what is asked of it.
    record Row(
            Tuple[] tuples,
            @Nullable Object[] keys,
            @Nullable Object[][] arguments) {}

    private record Format(TupleFormat tuples, int calls, int carried) implements RowFormat<Row> {
        @Override
        public void write(Row row, RowWriter out) {
            tuples.writeAll(row.tuples, out);
            tuples.values().writeRow(row.keys, out);
            for (@Nullable Object[] call : row.arguments) {
                tuples.values().writeRow(call, out);
            }
        }

        @Override
        public Row read(RowReader in) {
            Tuple[] rows = tuples.readAll(in, carried);
            @Nullable Object[] keys = tuples.values().readRow(in);
            @Nullable Object[][] arguments = new @Nullable Object[calls][];
            for (int i = 0; i < calls; i++) {
                arguments[i] = tuples.values().readRow(in);
            }
            return new Row(rows, keys, arguments);
        }

        @Override
        public long size(Row row) {
            long size = 48 + TupleFormat.sizeOf(row.tuples) + ValueSizes.ofRow(row.keys);
            for (@Nullable Object[] call : row.arguments) {
                size += 8 + ValueSizes.ofRow(call);
            }
            return size;
        }
    }

    @Override
    public RowSource start(Frame frame) {
        return new Source(this, frame);
    }

    private static final class Source extends RowSource {
        private final Window window;
        private final Frame frame;
        private final ExternalSort<Row> sorter;
        private final RowStream<Row> rows;
        private final RowList<Row> partitionRows;
        private @Nullable WindowPartition partition;
        private @Nullable Row ahead;
        private long at;

        Source(Window window, Frame frame) {
            this.window = window;
            this.frame = frame;
            MemoryBudget memory = frame.execution().memory();
            Format format = new Format(new TupleFormat(memory), window.calls.size(), window.carried.length);
            this.sorter = new ExternalSort<>(
                    memory,
                    format,
                    (a, b) -> SortKeySpec.compare(window.spec.keys, a.keys, b.keys),
                    frame.execution().context()::checkCancelled);
            read();
            this.rows = sorter.finish();
            this.partitionRows = new RowList<>(memory, format);
            this.ahead = rows.next();
        }

        private void read() {
            Eval[] keyEvals = window.spec.evals.toArray(Eval[]::new);
            Eval[][] argumentEvals = window.calls.stream()
                    .map(call -> call.arguments.toArray(Eval[]::new))
                    .toArray(Eval[][]::new);
            int count = 0;
            try (RowSource source = window.child.open(frame)) {
                while (source.next()) {
                    if ((++count & 0xFF) == 0) {
                        frame.execution().context().checkCancelled();
                    }
                    @Nullable Object[][] arguments = new @Nullable Object[argumentEvals.length][];
                    for (int i = 0; i < arguments.length; i++) {
                        arguments[i] = Calls.evaluate(argumentEvals[i], frame);
                    }
                    sorter.add(new Row(frame.save(window.carried), Calls.evaluate(keyEvals, frame), arguments));
                }
            }
        }

        // Reads the rows of the next partition; false when there is none.
        private boolean nextPartition() {
            Row first = ahead;
            if (first == null) {
                return false;
            }
            close(partition);
            partitionRows.clear();
            Row row = first;
            while (row != null && window.spec.same(first, row, 0, window.spec.partitionKeys)) {
                partitionRows.add(row);
                row = rows.next();
            }
            ahead = row;
            partition = new WindowPartition(window, frame, partitionRows);
            at = 0;
            return true;
        }

        private static void close(@Nullable WindowPartition done) {
            if (done != null) {
                done.close();
            }
        }

        @Override
        public boolean next() {
            if (at >= partitionRows.size() && !nextPartition()) {
                return false;
            }
            WindowPartition current = partition;
            if (current == null) {
                return false;
            }
            if ((at & 0xFF) == 0) {
                frame.execution().context().checkCancelled();
            }
            Row row = partitionRows.get(at);
            frame.restore(window.carried, row.tuples);
            @Nullable Object[] values = current.compute(at);
            frame.restore(window.carried, row.tuples);
            frame.set(window.slot, new ArrayTuple(values));
            at++;
            return true;
        }

        @Override
        public void close() {
            close(partition);
            partition = null;
            partitionRows.close();
            sorter.close();
        }
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
