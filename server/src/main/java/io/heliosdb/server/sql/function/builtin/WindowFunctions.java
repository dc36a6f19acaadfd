package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.Implementation.WindowFrame;
import org.jspecify.annotations.Nullable;

/// The window functions (PostgreSQL 18 manual, 9.22). They keep nothing between rows.
final class WindowFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.window("window_row_number", (c, w) -> w.row() + 1);
        b.window("window_rank", (c, w) -> w.peerStart() + 1);
        b.window("window_dense_rank", (c, w) -> w.peerGroup() + 1);
        b.window(
                "window_percent_rank",
                (c, w) -> w.partitionSize() <= 1 ? 0.0 : (double) w.peerStart() / (w.partitionSize() - 1));
        b.window("window_cume_dist", (c, w) -> (double) w.peerEnd() / w.partitionSize());
        b.window("window_ntile", (c, w) -> bucket(w));
        for (String ending : new String[] {"", "_with_offset", "_with_offset_and_default"}) {
            b.window("window_lag" + ending, (c, w) -> shifted(w, -1));
            b.window("window_lead" + ending, (c, w) -> shifted(w, 1));
        }
        b.window("window_first_value", (c, w) -> w.frameStart() < w.frameEnd() ? w.argument(0, w.frameStart()) : null);
        b.window("window_last_value", (c, w) -> w.frameStart() < w.frameEnd() ? w.argument(0, w.frameEnd() - 1) : null);
        b.window("window_nth_value", (c, w) -> nth(w));
    }

    private static @Nullable Object bucket(WindowFrame w) {
        Integer buckets = (Integer) w.argument(0, w.row());
        if (buckets == null) {
            return null;
        }
        if (buckets <= 0) {
            throw new SqlException(SqlState.INVALID_ARGUMENT_FOR_NTILE, "argument of ntile must be greater than zero");
        }
        long small = w.partitionSize() / buckets;
        long larger = w.partitionSize() % buckets;
        long inLarger = larger * (small + 1);
        long bucket = w.row() < inLarger ? w.row() / (small + 1) : larger + (w.row() - inLarger) / small;
        return (int) (bucket + 1);
    }

    private static @Nullable Object shifted(WindowFrame w, int direction) {
        long offset = 1;
        if (w.argumentCount() > 1) {
            Integer given = (Integer) w.argument(1, w.row());
            if (given == null) {
                return null;
            }
            offset = given;
        }
        long row = w.row() + direction * offset;
        if (row >= 0 && row < w.partitionSize()) {
            return w.argument(0, row);
        }
        return w.argumentCount() > 2 ? w.argument(2, w.row()) : null;
    }

    private static @Nullable Object nth(WindowFrame w) {
        Integer n = (Integer) w.argument(1, w.row());
        if (n == null) {
            return null;
        }
        if (n <= 0) {
            throw new SqlException(
                    SqlState.INVALID_ARGUMENT_FOR_NTH_VALUE, "argument of nth_value must be greater than zero");
        }
        long row = w.frameStart() + n - 1;
        return row < w.frameEnd() ? w.argument(0, row) : null;
    }
}
