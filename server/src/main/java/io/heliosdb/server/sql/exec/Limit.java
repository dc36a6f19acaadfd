package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// LIMIT and OFFSET.
///
/// @param tieKeys with WITH TIES, the sort keys over the columns of `slot`; else null
public record Limit(
        PlanNode child,
        @Nullable Eval limit,
        @Nullable Eval offset,
        @Nullable List<SortKeySpec> tieKeys,
        int slot) implements OneInput {

    @Override
    public RowSource start(Frame frame) {
        long skipped = number(offset, frame, SqlState.INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE, "OFFSET");
        long wanted = number(limit, frame, SqlState.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT");
        long most = wanted < 0 ? Long.MAX_VALUE : wanted;
        RowSource source = child.open(frame);
        return new RowSource() {
            private long toSkip = Math.max(0, skipped);
            private long left = most;
            private @Nullable Object @Nullable [] last;

            @Override
            public boolean next() {
                while (toSkip > 0) {
                    toSkip--;
                    if (!source.next()) {
                        toSkip = 0;
                        left = 0;
                        return false;
                    }
                }
                if (left > 0) {
                    left--;
                    if (!source.next()) {
                        left = 0;
                        return false;
                    }
                    if (left == 0 && tieKeys != null) {
                        last = values().clone();
                    }
                    return true;
                }
                if (last == null || tieKeys == null) {
                    return false;
                }
                if (source.next() && SortKeySpec.compare(tieKeys, last, values()) == 0) {
                    return true;
                }
                last = null;
                return false;
            }

            private @Nullable Object[] values() {
                return ((ArrayTuple) frame.tuple(slot)).values();
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    /// How many rows a sort below must give: the limit and what is skipped; null when that is all.
    public static Eval total(Eval limit, @Nullable Eval offset) {
        return new Eval() {
            @Override
            public @Nullable Object eval(Frame frame) {
                long most = number(limit, frame, SqlState.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT");
                long skipped = number(offset, frame, SqlState.INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE, "OFFSET");
                return most < 0 || most + skipped < 0 ? null : (Long) (most + Math.max(0, skipped));
            }
        };
    }

    // -1 when there is none.
    private static long number(@Nullable Eval eval, Frame frame, SqlState state, String word) {
        if (eval == null) {
            return -1;
        }
        Object value = eval.eval(frame);
        if (value == null) {
            return -1;
        }
        long number = ((Number) value).longValue();
        if (number < 0) {
            throw new SqlException(state, word + " must not be negative");
        }
        return number;
    }

    @Override
    public double rows() {
        return Math.min(child.rows(), 1000);
    }

    @Override
    public void describe(Description description) {
        description.title("Limit", "");
    }
}
