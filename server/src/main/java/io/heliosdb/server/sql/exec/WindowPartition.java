package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.tree.Query.Frame.Bound;
import io.heliosdb.server.sql.tree.Query.Frame.Exclusion;
import io.heliosdb.server.sql.tree.Query.Frame.Unit;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// One partition of a window: finds peers and frames, runs the functions. All positions are in the partition, from 0.
final class WindowPartition {

    private final Window window;
    private final Window.FrameSpec spec;
    private final Frame frame;
    private final List<Window.Row> rows;
    private final int first;
    private final int size;
    private final int[] peerStart;
    private final int[] peerEnd;
    private final int[] group;
    private final @Nullable Running[] running;

    WindowPartition(Window window, Frame frame, List<Window.Row> all, int first) {
        this.window = window;
        this.spec = window.spec().frame();
        this.frame = frame;
        this.first = first;
        int end = first + 1;
        while (end < all.size()
                && same(all.get(first), all.get(end), 0, window.spec().partitionKeys())) {
            end++;
        }
        this.rows = all.subList(first, end);
        this.size = end - first;
        this.peerStart = new int[size];
        this.peerEnd = new int[size];
        this.group = new int[size];
        findPeers();
        this.running = new @Nullable Running[window.calls().size()];
    }

    private boolean same(Window.Row a, Window.Row b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (window.spec().keys().get(i).compare(a.keys[i], b.keys[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    private void findPeers() {
        int keys = window.spec().keys().size();
        int number = 0;
        int start = 0;
        while (start < size) {
            int end = start + 1;
            while (end < size
                    && same(rows.get(start), rows.get(end), window.spec().partitionKeys(), keys)) {
                end++;
            }
            for (int i = start; i < end; i++) {
                peerStart[i] = start;
                peerEnd[i] = end;
                group[i] = number;
            }
            number++;
            start = end;
        }
    }

    /// Where the partition ends among all rows.
    int end() {
        return first + size;
    }

    @Nullable
    Object[] compute(int absolute) {
        int row = absolute - first;
        List<Window.Call> calls = window.calls();
        @Nullable Object[] values = new @Nullable Object[calls.size()];
        int from = bound(row, spec.start(), spec.startOffset(), true);
        int to = Math.max(from, bound(row, spec.end(), spec.endOffset(), false));
        for (int i = 0; i < values.length; i++) {
            Window.Call call = calls.get(i);
            Implementation.WindowFunction function = call.window();
            AggregateCall aggregate = call.aggregate();
            if (function != null) {
                values[i] = function.evaluate(frame.execution().context(), new View(i, row, from, to));
            } else if (aggregate != null) {
                values[i] = aggregate(i, aggregate, new int[] {row, from, to});
            }
        }
        return values;
    }

    private boolean excluded(int row, int candidate) {
        return switch (spec.exclusion()) {
            case NO_OTHERS -> false;
            case CURRENT_ROW -> candidate == row;
            case GROUP -> candidate >= peerStart[row] && candidate < peerEnd[row];
            case TIES -> candidate != row && candidate >= peerStart[row] && candidate < peerEnd[row];
        };
    }

    // The end is exclusive.
    private int bound(int row, Bound bound, @Nullable Eval offset, boolean start) {
        boolean byRow = spec.unit() == Unit.ROWS;
        return switch (bound) {
            case UNBOUNDED_PRECEDING -> 0;
            case UNBOUNDED_FOLLOWING -> size;
            case CURRENT_ROW -> byRow ? row + (start ? 0 : 1) : start ? peerStart[row] : peerEnd[row];
            case PRECEDING -> offsetBound(row, offset, true, start);
            case FOLLOWING -> offsetBound(row, offset, false, start);
        };
    }

    private int offsetBound(int row, @Nullable Eval offset, boolean preceding, boolean start) {
        Object value = offset == null ? null : offset.eval(frame);
        String side = start ? "starting" : "ending";
        if (value == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "frame " + side + " offset must not be null");
        }
        if (spec.unit() == Unit.RANGE) {
            return rangeBound(row, value, preceding, start);
        }
        long number = ((Number) value).longValue();
        if (number < 0) {
            throw new SqlException(
                    SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE, "frame " + side + " offset must not be negative");
        }
        long signed = preceding ? -number : number;
        if (spec.unit() == Unit.ROWS) {
            return (int) Math.clamp(row + signed + (start ? 0 : 1), 0L, (long) size);
        }
        long wanted = group[row] + signed;
        return firstWhere(i -> start ? group[(int) i] >= wanted : group[(int) i] > wanted);
    }

    private int firstWhere(LongPredicate condition) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (condition.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    // Nulls stand at one end, outside of every frame around a value.
    private static int nullOrder(SortKeySpec key) {
        return key.nullsFirst() ? -1 : 1;
    }

    private int rangeBound(int row, Object offset, boolean preceding, boolean start) {
        SortKeySpec key = window.spec().keys().getLast();
        int column = key.column();
        Object current = rows.get(row).keys[column];
        if (current == null) {
            return start ? peerStart[row] : peerEnd[row];
        }
        Eval shift = preceding != key.descending() ? spec.rangeMinus() : spec.rangePlus();
        if (shift == null) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "RANGE with offset is not supported for this column type");
        }
        boolean minus = preceding != key.descending();
        RangeEdge edge = RangeEdge.of(key.type(), current, offset, minus, shift, frame);
        return firstWhere(i -> {
            Object value = rows.get((int) i).keys[column];
            int order = value == null ? nullOrder(key) : key.descending() ? -edge.compare(value) : edge.compare(value);
            return start ? order >= 0 : order > 0;
        });
    }

    /// An aggregate whose frame only grew since the row before goes on from there.
    private static final class Running {
        AggregateCall.Accumulator accumulator;
        int to;

        @Nullable
        Object value;

        Running(AggregateCall.Accumulator accumulator, int from) {
            this.accumulator = accumulator;
            this.to = from;
        }
    }

    private @Nullable Object aggregate(int index, AggregateCall aggregate, int[] place) {
        int row = place[0];
        int from = place[1];
        int to = place[2];
        boolean grows = spec.start() == Bound.UNBOUNDED_PRECEDING && spec.exclusion() == Exclusion.NO_OTHERS;
        Running known = running[index];
        if (grows && known != null && known.to == to) {
            return known.value;
        }
        boolean whole = from == 0 && to == size && grows;
        if (!whole && !grows || known == null) {
            known = new Running(aggregate.new Accumulator(frame), from);
            running[index] = known;
        }
        for (int i = known.to; i < to; i++) {
            if (!excluded(row, i)) {
                frame.restore(window.carried(), rows.get(i).tuples);
                known.accumulator.add(frame);
            }
        }
        known.to = to;
        known.value = known.accumulator.finish(frame);
        return known.value;
    }

    private final class View implements Implementation.WindowFrame {
        private final int call;
        private final int row;
        private final int from;
        private final int to;

        View(int call, int row, int from, int to) {
            this.call = call;
            this.row = row;
            this.from = from;
            this.to = to;
        }

        @Override
        public long row() {
            return row;
        }

        @Override
        public long partitionSize() {
            return size;
        }

        @Override
        public long peerStart() {
            return peerStart[row];
        }

        @Override
        public long peerEnd() {
            return peerEnd[row];
        }

        @Override
        public long frameStart() {
            return from;
        }

        @Override
        public long frameEnd() {
            return to;
        }

        @Override
        public long peerGroup() {
            return group[row];
        }

        @Override
        public int argumentCount() {
            return window.calls().get(call).arguments().size();
        }

        @Override
        public @Nullable Object argument(int index, long at) {
            return rows.get((int) at).arguments[call][index];
        }
    }
}
