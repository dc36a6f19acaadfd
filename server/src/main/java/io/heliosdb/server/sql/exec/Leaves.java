package io.heliosdb.server.sql.exec;

import org.jspecify.annotations.Nullable;

/// Expressions without operands.
public final class Leaves {

    private Leaves() {}

    /// The value that stands for a column of a slot.
    public static Eval column(int slot, int column) {
        return new Column(slot, column);
    }

    public static Eval constant(@Nullable Object value) {
        return new Constant(value);
    }

    public static Eval parameter(int number) {
        return new Parameter(number);
    }

    private static final class Constant extends Eval {
        private final @Nullable Object value;
        private final long number;
        private final double floating;

        Constant(@Nullable Object value) {
            this.value = value;
            this.number = value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : 0;
            this.floating = value instanceof Number n ? n.doubleValue() : 0;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            return value;
        }

        @Override
        public long evalLong(Frame frame) {
            frame.isNull |= value == null;
            return number;
        }

        @Override
        public double evalDouble(Frame frame) {
            frame.isNull |= value == null;
            return floating;
        }
    }

    private static final class Column extends Eval {
        private final int slot;
        private final int column;

        Column(int slot, int column) {
            this.slot = slot;
            this.column = column;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            return frame.tuple(slot).get(column);
        }

        @Override
        public long evalLong(Frame frame) {
            return frame.tuple(slot).getLong(column, frame);
        }

        @Override
        public double evalDouble(Frame frame) {
            return frame.tuple(slot).getDouble(column, frame);
        }
    }

    private static final class Parameter extends Eval {
        private final int number;

        Parameter(int number) {
            this.number = number;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            return frame.parameter(number);
        }
    }
}
