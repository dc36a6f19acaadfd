package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.function.Implementation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One aggregate of a grouped query.
///
/// @param arguments direct ones first, then those of each row
/// @param distinct how to find equal arguments; null without DISTINCT
/// @param order keys over the arguments followed by `orderKeys`
/// @param orderKeys further values to sort by
public record AggregateCall(
        Implementation.AggregateFunction body,
        boolean strict,
        List<Eval> arguments,
        @Nullable Keys distinct,
        List<SortKeySpec> order,
        List<Eval> orderKeys,
        @Nullable Eval filter) {

    /// The state of one group.
    final class Accumulator {
        private Object state;
        private final @Nullable Set<Object> seen = distinct == null ? null : new HashSet<>();
        private final @Nullable List<@Nullable Object[]> rows = order.isEmpty() ? null : new ArrayList<>();

        Accumulator(Frame frame) {
            state = body.start(frame.execution().context());
        }

        void add(Frame frame) {
            if (filter != null && !filter.isTrue(frame)) {
                return;
            }
            int width = arguments.size();
            @Nullable Object[] values = new @Nullable Object[width + orderKeys.size()];
            for (int i = 0; i < width; i++) {
                Object value = arguments.get(i).eval(frame);
                if (value == null && strict) {
                    return;
                }
                values[i] = value;
            }
            if (seen != null && distinct != null) {
                if (!seen.add(distinct.of(values.length == width ? values.clone() : copy(values, width)))) {
                    return;
                }
                frame.execution().memory().take(64 + 40L * width);
            }
            if (rows == null) {
                state = body.add(frame.execution().context(), state, values);
                return;
            }
            for (int i = 0; i < orderKeys.size(); i++) {
                values[width + i] = orderKeys.get(i).eval(frame);
            }
            frame.execution().memory().take(new ArrayTuple(values).size());
            rows.add(values);
        }

        @Nullable
        Object finish(Frame frame) {
            if (rows != null) {
                rows.sort((a, b) -> SortKeySpec.compare(order, a, b));
                for (@Nullable Object[] row : rows) {
                    state = body.add(frame.execution().context(), state, copy(row, arguments.size()));
                }
                rows.clear();
            }
            return body.finish(frame.execution().context(), state);
        }

        private static @Nullable Object[] copy(@Nullable Object[] values, int width) {
            return Arrays.copyOf(values, width);
        }
    }
}
