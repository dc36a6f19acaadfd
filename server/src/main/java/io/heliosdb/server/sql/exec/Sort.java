package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Sorts rows; with a limit keeps only that many.
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
        List<Expr> shown) implements PlanNode {

    // Above that many rows a heap costs more than it saves.
    private static final long MAX_HEAP = 100_000;

    private record Row(@Nullable Object[] values, Tuple[] carried, long number) {}

    @Override
    public RowSource start(Frame frame) {
        List<Row> rows = read(frame);
        return new RowSource() {
            private int at;

            @Override
            public boolean next() {
                if (at == rows.size()) {
                    return false;
                }
                Row row = rows.get(at++);
                frame.set(slot, new ArrayTuple(row.values));
                frame.restore(carried, row.carried);
                return true;
            }
        };
    }

    private List<Row> read(Frame frame) {
        Comparator<Row> order = (a, b) -> {
            int byKeys = SortKeySpec.compare(keys, a.values, b.values);
            return byKeys != 0 ? byKeys : Long.compare(a.number, b.number);
        };
        long wanted = wanted(frame);
        long number = 0;
        List<Row> rows = new ArrayList<>();
        PriorityQueue<Row> heap = wanted > MAX_HEAP ? null : new PriorityQueue<>(order.reversed());
        try (RowSource source = child.open(frame)) {
            while (source.next()) {
                if ((++number & 0xFF) == 0) {
                    frame.execution().context().checkCancelled();
                }
                if (heap == null) {
                    rows.add(row(frame, number));
                } else if (heap.size() < wanted) {
                    heap.add(row(frame, number));
                } else {
                    replaceGreatest(heap, frame, number);
                }
            }
        }
        if (heap != null) {
            rows.addAll(heap);
        }
        rows.sort(order);
        return rows;
    }

    private void replaceGreatest(PriorityQueue<Row> heap, Frame frame, long number) {
        Row greatest = heap.peek();
        if (greatest != null
                && SortKeySpec.compare(keys, ((ArrayTuple) frame.tuple(slot)).values(), greatest.values) < 0) {
            heap.poll();
            heap.add(new Row(((ArrayTuple) frame.tuple(slot)).values().clone(), frame.save(carried), number));
        }
    }

    private Row row(Frame frame, long number) {
        ArrayTuple tuple = (ArrayTuple) frame.tuple(slot);
        frame.execution().memory().take(tuple.size() + 40);
        return new Row(tuple.values().clone(), Basics.saved(frame, carried), number);
    }

    private long wanted(Frame frame) {
        if (count == null) {
            return Long.MAX_VALUE;
        }
        Object value = count.eval(frame);
        return value == null ? Long.MAX_VALUE : Math.max(0, ((Number) value).longValue());
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
        description.title("Sort", "");
        description.expressions("Sort Key", shown);
    }
}
