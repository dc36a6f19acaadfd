package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.exec.spill.RowList;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.tree.Query.Frame.Bound;
import io.heliosdb.server.sql.tree.Query.Frame.Exclusion;
import io.heliosdb.server.sql.tree.Query.Frame.Unit;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// One partition of a window: finds peers and frames, runs the functions. All positions are in the partition,
/// from 0.
///
/// Rows are asked for in order, so that peers are found as they come; only frames counted in groups need to know
/// where every group begins.
final class WindowPartition implements AutoCloseable {

    private final Window window;
    private final Window.FrameSpec spec;
    private final Frame frame;
    private final RowList<Window.Row> rows;
    private final long size;
    private final @Nullable Running[] running;
    private final @Nullable GroupStarts groups;
    private final long[] hints = new long[2];
    // The current row's peers.
    private long peerStart;
    private long peerEnd;
    private long group = -1;

    /// @param rows of the partition and no others
    WindowPartition(Window window, Frame frame, RowList<Window.Row> rows) {
        this.window = window;
        this.spec = window.spec().frame();
        this.frame = frame;
        this.rows = rows;
        this.size = rows.size();
        this.running = new @Nullable Running[window.calls().size()];
        this.groups = spec.unit() == Unit.GROUPS ? groupStarts() : null;
    }

    private GroupStarts groupStarts() {
        GroupStarts starts = new GroupStarts(frame.execution().memory());
        for (long at = 0; at < size; at = endOfPeers(at)) {
            starts.add(at);
        }
        return starts;
    }

    private long endOfPeers(long start) {
        Window.Row first = rows.get(start);
        int keys = window.spec().keys().size();
        long end = start + 1;
        while (end < size
                && window.spec().same(first, rows.get(end), window.spec().partitionKeys(), keys)) {
            end++;
        }
        return end;
    }

    /// The values of all calls at a row; rows must be asked for in order.
    @Nullable
    Object[] compute(long row) {
        while (row >= peerEnd) {
            peerStart = peerEnd;
            peerEnd = endOfPeers(peerStart);
            group++;
        }
        List<Window.Call> calls = window.calls();
        @Nullable Object[] values = new @Nullable Object[calls.size()];
        long from = bound(row, spec.start(), spec.startOffset(), true);
        long to = Math.max(from, bound(row, spec.end(), spec.endOffset(), false));
        for (int i = 0; i < values.length; i++) {
            Window.Call call = calls.get(i);
            Implementation.WindowFunction function = call.window();
            AggregateCall aggregate = call.aggregate();
            if (function != null) {
                values[i] = function.evaluate(frame.execution().context(), new View(i, row, from, to));
            } else if (aggregate != null) {
                values[i] = aggregate(i, aggregate, new long[] {row, from, to});
            }
        }
        return values;
    }

    @Override
    public void close() {
        for (Running known : running) {
            if (known != null) {
                known.accumulator.release();
            }
        }
        if (groups != null) {
            groups.release();
        }
    }

    private boolean excluded(long row, long candidate) {
        boolean peer = candidate >= peerStart && candidate < peerEnd;
        return switch (spec.exclusion()) {
            case NO_OTHERS -> false;
            case CURRENT_ROW -> candidate == row;
            case GROUP -> peer;
            case TIES -> candidate != row && peer;
        };
    }

    // The end is exclusive.
    private long bound(long row, Bound bound, @Nullable Eval offset, boolean start) {
        boolean byRow = spec.unit() == Unit.ROWS;
        return switch (bound) {
            case UNBOUNDED_PRECEDING -> 0;
            case UNBOUNDED_FOLLOWING -> size;
            case CURRENT_ROW -> byRow ? row + (start ? 0 : 1) : start ? peerStart : peerEnd;
            case PRECEDING -> offsetBound(row, offset, true, start);
            case FOLLOWING -> offsetBound(row, offset, false, start);
        };
    }

    private long offsetBound(long row, @Nullable Eval offset, boolean preceding, boolean start) {
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
        // No partition has so many rows, and sums stay in range.
        long distance = Math.min(number, size + 1);
        long signed = preceding ? -distance : distance;
        GroupStarts starts = groups;
        if (starts == null) {
            return Math.clamp(row + signed + (start ? 0 : 1), 0L, size);
        }
        long wanted = group + signed + (start ? 0 : 1);
        return wanted < 0 ? 0 : wanted >= starts.count() ? size : starts.get((int) wanted);
    }

    /// The first position where a condition holds that holds from there on. The search begins where the last one
    /// ended: bounds of neighbouring rows are close together.
    private long firstWhere(LongPredicate condition, boolean start) {
        int which = start ? 0 : 1;
        long hint = Math.min(hints[which], size);
        long low = 0;
        long high = size;
        long step = 1;
        if (hint < size && !condition.test(hint)) {
            low = hint + 1;
            while (low < size && !condition.test(Math.min(size - 1, low + step))) {
                low = Math.min(size - 1, low + step) + 1;
                step *= 2;
            }
            high = Math.min(size, low + step);
        } else {
            high = hint;
            while (high > 0 && condition.test(Math.max(0, high - step))) {
                high = Math.max(0, high - step);
                step *= 2;
            }
            low = Math.max(0, high - step);
        }
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (condition.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        hints[which] = low;
        return low;
    }

    // Nulls stand at one end, outside of every frame around a value.
    private static int nullOrder(SortKeySpec key) {
        return key.nullsFirst() ? -1 : 1;
    }

    private long rangeBound(long row, Object offset, boolean preceding, boolean start) {
        SortKeySpec key = window.spec().keys().getLast();
        int column = key.column();
        Object current = rows.get(row).keys()[column];
        if (current == null) {
            return start ? peerStart : peerEnd;
        }
        Eval shift = preceding != key.descending() ? spec.rangeMinus() : spec.rangePlus();
        if (shift == null) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "RANGE with offset is not supported for this column type");
        }
        boolean minus = preceding != key.descending();
        RangeEdge edge = RangeEdge.of(key.type(), current, offset, minus, shift, frame);
        return firstWhere(
                i -> {
                    Object value = rows.get(i).keys()[column];
                    int order = value == null
                            ? nullOrder(key)
                            : key.descending() ? -edge.compare(value) : edge.compare(value);
                    return start ? order >= 0 : order > 0;
                },
                start);
    }

    /// An aggregate whose frame only grew since the row before goes on from there.
    private static final class Running {
        AggregateCall.Accumulator accumulator;
        long to;

        @Nullable
        Object value;

        Running(AggregateCall.Accumulator accumulator, long from) {
            this.accumulator = accumulator;
            this.to = from;
        }
    }

    private @Nullable Object aggregate(int index, AggregateCall aggregate, long[] place) {
        long row = place[0];
        long from = place[1];
        long to = place[2];
        boolean grows = spec.start() == Bound.UNBOUNDED_PRECEDING && spec.exclusion() == Exclusion.NO_OTHERS;
        Running known = running[index];
        if (grows && known != null && known.to == to) {
            return known.value;
        }
        boolean whole = from == 0 && to == size && grows;
        if (!whole && !grows || known == null) {
            if (known != null) {
                known.accumulator.release();
            }
            known = new Running(aggregate.new Accumulator(frame), from);
            running[index] = known;
        }
        for (long i = known.to; i < to; i++) {
            if (!excluded(row, i)) {
                frame.restore(window.carried(), rows.get(i).tuples());
                known.accumulator.add(frame);
            }
        }
        known.to = to;
        known.value = known.accumulator.finish();
        return known.value;
    }

    private final class View implements Implementation.WindowFrame {
        private final int call;
        private final long row;
        private final long from;
        private final long to;

        View(int call, long row, long from, long to) {
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
            return peerStart;
        }

        @Override
        public long peerEnd() {
            return peerEnd;
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
            return group;
        }

        @Override
        public int argumentCount() {
            return window.calls().get(call).arguments().size();
        }

        @Override
        public @Nullable Object argument(int index, long at) {
            return rows.get(at).arguments()[call][index];
        }
    }
}
