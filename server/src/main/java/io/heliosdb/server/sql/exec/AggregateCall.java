package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.ExternalSort;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowStream;
import io.heliosdb.server.sql.exec.spill.Workspace;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One aggregate of a grouped query.
///
/// @param arguments direct ones first, then those of each row
/// @param distinct how to find equal arguments; null without DISTINCT
/// @param order keys over the arguments followed by `orderKeys`; with DISTINCT all arguments are among them
/// @param orderKeys further values to sort by
public record AggregateCall(
        Implementation.AggregateFunction body,
        boolean strict,
        List<Eval> arguments,
        @Nullable Keys distinct,
        List<SortKeySpec> order,
        List<Eval> orderKeys,
        @Nullable Eval filter) {

    /// Whether a group needs memory for each of its rows, so that one group after the other must be computed.
    boolean isLarge(Frame frame) {
        return !order.isEmpty() || body.start(frame.execution().context()) instanceof Implementation.GrowingState;
    }

    /// What this call needs of the current row: its arguments and sort keys; null when the row does not count.
    @Nullable
    Object @Nullable [] input(Frame frame) {
        if (filter != null && !filter.isTrue(frame)) {
            return null;
        }
        int width = arguments.size();
        @Nullable Object[] values = new @Nullable Object[width + orderKeys.size()];
        for (int i = 0; i < width; i++) {
            Object value = arguments.get(i).eval(frame);
            if (value == null && strict) {
                return null;
            }
            values[i] = value;
        }
        for (int i = 0; i < orderKeys.size(); i++) {
            values[width + i] = orderKeys.get(i).eval(frame);
        }
        return values;
    }

    /// The state of one group.
    final class Accumulator {
        private final FunctionContext context;
        private final MemoryBudget memory;
        private final @Nullable Sorted sorted;
        private Object state;
        private long counted;

        Accumulator(Frame frame) {
            context = frame.execution().context();
            memory = frame.execution().memory();
            state = body.start(context);
            sorted = order.isEmpty() ? null : new Sorted(memory, context);
        }

        void add(Frame frame) {
            @Nullable Object[] values = input(frame);
            if (values != null) {
                add(values);
            }
        }

        /// Takes what {@link #input} gave.
        void add(@Nullable Object[] values) {
            if (sorted == null) {
                step(values);
            } else {
                sorted.add(values);
            }
        }

        private void step(@Nullable Object[] values) {
            state = body.add(context, state, values);
            if (state instanceof Implementation.GrowingState growing) {
                long bytes = growing.bytes();
                if (bytes > counted) {
                    memory.take(bytes - counted);
                    counted = bytes;
                }
            }
        }

        @Nullable
        Object finish() {
            if (sorted != null) {
                sorted.drain(this::step);
            }
            return body.finish(context, state);
        }

        /// Gives memory back; the state must not be used afterwards.
        void release() {
            memory.release(counted);
            counted = 0;
            if (sorted != null) {
                sorted.close();
            }
        }
    }

    /// The rows of one group, to be taken in order and, with DISTINCT, once.
    private final class Sorted implements AutoCloseable {
        private final ExternalSort<@Nullable Object[]> rows;
        private final Workspace seenSpace;
        private @Nullable Set<Object> seen;

        Sorted(MemoryBudget memory, FunctionContext context) {
            rows = new ExternalSort<>(
                    memory,
                    memory.values().rows(),
                    (a, b) -> SortKeySpec.compare(order, a, b),
                    context::checkCancelled);
            seenSpace = memory.hashSpace();
            seen = distinct == null ? null : new HashSet<>();
        }

        void add(@Nullable Object[] values) {
            if (seen == null || isNew(seen, values)) {
                rows.add(values);
            }
        }

        // Only spares sorting what is equal; when there is no memory for that, sorting finds it.
        private boolean isNew(Set<Object> known, @Nullable Object[] values) {
            if (distinct == null) {
                return true;
            }
            if (!known.add(distinct.of(Arrays.copyOf(values, arguments.size())))) {
                return false;
            }
            if (!seenSpace.tryTake(64 + ValueSizes.ofRow(values))) {
                seen = null;
                seenSpace.close();
            }
            return true;
        }

        void drain(Consumer<@Nullable Object[]> step) {
            seen = null;
            seenSpace.close();
            RowStream<@Nullable Object[]> stream = rows.finish();
            @Nullable Object[] last = null;
            for (@Nullable Object[] row = stream.next(); row != null; row = stream.next()) {
                @Nullable Object[] values = row.length == arguments.size() ? row : Arrays.copyOf(row, arguments.size());
                if (distinct == null || last == null || !distinct.same(last, values)) {
                    step.accept(values);
                }
                last = values;
            }
            rows.close();
        }

        @Override
        public void close() {
            seenSpace.close();
            rows.close();
        }
    }
}
