package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.ExternalSort;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowFormat;
import io.heliosdb.server.sql.exec.spill.RowStream;
import io.heliosdb.server.sql.exec.spill.Workspace;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Sorts rows, on disk when they need more than `work_mem`; with a limit keeps only that many.
///
/// @param keys over the columns of `slot`
/// @param carried other slots whose rows are to be there again after the sort (rows to be locked)
/// @param count how many rows are wanted at most, null for all
/// @param shown the keys' expressions
public record Sort(
        PlanNode child,
        List<SortKeySpec> keys,
        int slot,
        int[] carried,
        @Nullable Eval count,
        List<Expr> shown) implements OneInput {

    // Above that many rows a heap costs more than it saves.
    private static final long MAX_HEAP = 100_000;

    private record Row(@Nullable Object[] values, Tuple[] carried, long number) {}

    private record Format(TupleFormat tuples, int width) implements RowFormat<Row> {
        @Override
        public void write(Row row, RowWriter out) {
            tuples.values().writeRow(row.values, out);
            tuples.writeAll(row.carried, out);
        }

        // Only a heap asks for the number: what comes from disk is in order.
        @Override
        public Row read(RowReader in) {
            return new Row(tuples.values().readRow(in), tuples.readAll(in, width), 0);
        }

        @Override
        public long size(Row row) {
            return new ArrayTuple(row.values).size() + TupleFormat.sizeOf(row.carried) + 40;
        }
    }

    @Override
    public RowSource start(Frame frame) {
        return new Source(this, frame);
    }

    private static final class Source extends RowSource {
        private final Sort sort;
        private final Frame frame;
        private final ExternalSort<Row> sorter;
        private final RowStream<Row> rows;
        private final Workspace heapSpace;
        private long number;

        Source(Sort sort, Frame frame) {
            this.sort = sort;
            this.frame = frame;
            MemoryBudget memory = frame.execution().memory();
            this.heapSpace = memory.sortSpace();
            Comparator<Row> order = (a, b) -> SortKeySpec.compare(sort.keys, a.values, b.values);
            Format format = new Format(new TupleFormat(memory), sort.carried.length);
            this.sorter =
                    new ExternalSort<>(memory, format, order, frame.execution().context()::checkCancelled);
            long wanted = sort.wanted(frame);
            try (RowSource source = sort.child.open(frame)) {
                boolean top = wanted <= MAX_HEAP && readTop(source, wanted, format, order);
                while (!top && source.next()) {
                    sorter.add(row());
                }
            }
            this.rows = sorter.finish();
            report();
        }

        private Row row() {
            if ((++number & 0xFF) == 0) {
                frame.execution().context().checkCancelled();
            }
            return new Row(((ArrayTuple) frame.tuple(sort.slot)).values().clone(), frame.save(sort.carried), number);
        }

        /// Reads all rows, keeping the least ones; gives up, with what it has handed on to the sorter, when
        /// these need too much memory.
        private boolean readTop(RowSource source, long wanted, Format format, Comparator<Row> order) {
            Comparator<Row> total = order.thenComparingLong(Row::number);
            PriorityQueue<Row> heap = new PriorityQueue<>(total.reversed());
            boolean fits = true;
            while (fits && source.next()) {
                Row greatest = heap.size() < wanted ? null : heap.peek();
                if (greatest == null ? wanted == 0 : comesAfter(greatest)) {
                    ++number;
                    continue;
                }
                if (greatest != null) {
                    heap.poll();
                    heapSpace.release(format.size(greatest));
                }
                Row row = row();
                fits = heapSpace.tryTake(format.size(row));
                heap.add(row);
            }
            List<Row> kept = new ArrayList<>(heap);
            kept.sort(total);
            heapSpace.close();
            kept.forEach(sorter::add);
            return fits;
        }

        // An equal row that comes later is not wanted either.
        private boolean comesAfter(Row greatest) {
            if ((number & 0xFF) == 0) {
                frame.execution().context().checkCancelled();
            }
            return SortKeySpec.compare(sort.keys, ((ArrayTuple) frame.tuple(sort.slot)).values(), greatest.values) >= 0;
        }

        private void report() {
            Instrumentation.Measure measure = frame.measure(sort);
            if (measure != null) {
                ExternalSort.Report report = sorter.report();
                boolean top = sort.count != null && !report.onDisk();
                measure.sorted(top ? "top-N heapsort" : report.method(), report.bytes(), report.onDisk());
            }
        }

        @Override
        public boolean next() {
            Row row = rows.next();
            if (row == null) {
                return false;
            }
            frame.set(sort.slot, new ArrayTuple(row.values));
            frame.restore(sort.carried, row.carried);
            return true;
        }

        @Override
        public void close() {
            sorter.close();
        }
    }

    private long wanted(Frame frame) {
        if (count == null) {
            return Long.MAX_VALUE;
        }
        Object value = count.eval(frame);
        return value == null ? Long.MAX_VALUE : Math.max(0, ((Number) value).longValue());
    }

    @Override
    public void describe(Description description) {
        description.title("Sort", "");
        description.expressions("Sort Key", shown);
    }
}
