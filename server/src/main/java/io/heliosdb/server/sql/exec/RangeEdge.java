package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.Floats;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import org.jspecify.annotations.Nullable;

/// The edge of a RANGE frame that lies some offset away from a row's value (PostgreSQL's `in_range` functions).
/// An edge beyond what the type can hold is as good as one at its end.
final class RangeEdge {

    private final Type type;
    private final Object edge;

    private RangeEdge(Type type, Object edge) {
        this.type = type;
        this.edge = edge;
    }

    /// @param shift adds or takes away the two operands of the frame, for types that need more than this class
    /// knows
    /// @throws SqlException 22013 when the offset is negative
    static RangeEdge of(Type type, Object value, Object offset, boolean minus, Eval shift, Frame frame) {
        if (isNegative(offset)) {
            throw new SqlException(
                    SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
                    "invalid preceding or following size in window function");
        }
        if (Keys.isInteger(type)) {
            long way = ((Number) offset).longValue();
            long from = ((Number) value).longValue();
            long sum = minus ? from - way : from + way;
            boolean overflow = minus ? sum > from : sum < from;
            return new RangeEdge(type, overflow ? minus ? Long.MIN_VALUE : Long.MAX_VALUE : sum);
        }
        if (value instanceof Float || value instanceof Double) {
            double way = ((Number) offset).doubleValue();
            double from = ((Number) value).doubleValue();
            return new RangeEdge(type, minus ? from - way : from + way);
        }
        frame.operands = new @Nullable Object[] {value, offset};
        Object shifted = shift.eval(frame);
        return new RangeEdge(type, shifted == null ? value : shifted);
    }

    private static boolean isNegative(Object offset) {
        return switch (offset) {
            case Interval interval -> interval.compareTo(Interval.ZERO) < 0;
            case Numeric number -> number.signum() < 0;
            case Number number -> number.doubleValue() < 0 || Double.isNaN(number.doubleValue());
            default -> false;
        };
    }

    /// How a value compares with the edge; nulls are beside it.
    int compare(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (Keys.isInteger(type)) {
            return Long.compare(((Number) value).longValue(), (Long) edge);
        }
        if (edge instanceof Double number) {
            return Floats.compare(((Number) value).doubleValue(), number);
        }
        if (type.equals(Types.DATE) && edge instanceof Long moment) {
            int days = (Integer) value;
            long start = DateMath.isFinite(days)
                    ? days * DateMath.MICROS_PER_DAY
                    : days > 0 ? DateMath.INFINITY : DateMath.MINUS_INFINITY;
            return Long.compare(start, moment);
        }
        return type.compare(value, edge);
    }
}
