package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.TypeErrors;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// `generate_series` and `generate_subscripts` (PostgreSQL 18 manual, 9.26). Rows are made as they are asked for.
final class SeriesFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.set("generate_series_int4", (c, a) -> whole(a, 1, false));
        b.set("generate_series_step_int4", (c, a) -> whole(a, ((Number) a[2]).longValue(), false));
        b.set("generate_series_int8", (c, a) -> whole(a, 1, true));
        b.set("generate_series_step_int8", (c, a) -> whole(a, ((Number) a[2]).longValue(), true));
        b.set("generate_series_numeric", (c, a) -> numeric((Numeric) a[0], (Numeric) a[1], Numeric.ONE));
        b.set("generate_series_step_numeric", (c, a) -> numeric((Numeric) a[0], (Numeric) a[1], (Numeric) a[2]));
        b.set("generate_series_timestamp", (c, a) -> times(c, a, false));
        b.set("generate_series_timestamptz", (c, a) -> times(c, a, true));
        b.set("generate_subscripts_nodir", (c, a) -> subscripts((ArrayValue) a[0], (Integer) a[1], false));
        b.set(
                "generate_subscripts",
                (c, a) -> subscripts((ArrayValue) a[0], (Integer) a[1], Boolean.TRUE.equals(a[2])));
    }

    private static SqlException zeroStep() {
        return TypeErrors.invalidParameter("step size cannot equal zero");
    }

    private static Iterator<@Nullable Object[]> whole(@Nullable Object[] a, long step, boolean wide) {
        if (step == 0) {
            throw zeroStep();
        }
        return new WholeSeries(((Number) a[0]).longValue(), ((Number) a[1]).longValue(), step, wide);
    }

    /// Whole numbers up or down to a bound; ends rather than overflow.
    private static final class WholeSeries implements Iterator<@Nullable Object[]> {
        private long next;
        private final long bound;
        private final long step;
        private final boolean wide;
        private boolean done;

        WholeSeries(long start, long bound, long step, boolean wide) {
            next = start;
            this.bound = bound;
            this.step = step;
            this.wide = wide;
            done = step > 0 ? start > bound : start < bound;
        }

        @Override
        public boolean hasNext() {
            return !done;
        }

        @Override
        public @Nullable Object[] next() {
            if (done) {
                throw new NoSuchElementException();
            }
            long value = next;
            next += step;
            boolean overflow = ((value ^ next) & (step ^ next)) < 0;
            done = overflow || (step > 0 ? next > bound : next < bound);
            return new Object[] {wide ? (Object) value : (Object) (int) value};
        }
    }

    /// Values that follow from each other while a condition holds.
    private static final class Series<T> implements Iterator<@Nullable Object[]> {
        private T next;
        private final UnaryOperator<T> step;
        private final Predicate<T> within;

        Series(T start, UnaryOperator<T> step, Predicate<T> within) {
            next = start;
            this.step = step;
            this.within = within;
        }

        @Override
        public boolean hasNext() {
            return within.test(next);
        }

        @Override
        public @Nullable Object[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object[] row = {next};
            next = step.apply(next);
            return row;
        }
    }

    private static Iterator<@Nullable Object[]> numeric(Numeric start, Numeric stop, Numeric step) {
        checkFinite(start, "start");
        checkFinite(stop, "stop");
        if (!step.isFinite()) {
            throw TypeErrors.invalidParameter("step size cannot be " + (step.isNaN() ? "NaN" : "infinity"));
        }
        if (step.signum() == 0) {
            throw zeroStep();
        }
        boolean up = step.signum() > 0;
        return new Series<>(
                start,
                value -> NumericMath.add(value, step),
                value -> up ? value.compareTo(stop) <= 0 : value.compareTo(stop) >= 0);
    }

    private static void checkFinite(Numeric bound, String name) {
        if (!bound.isFinite()) {
            throw TypeErrors.invalidParameter(name + " value cannot be " + (bound.isNaN() ? "NaN" : "infinity"));
        }
    }

    private static Iterator<@Nullable Object[]> times(FunctionContext c, @Nullable Object[] a, boolean zoned) {
        Long start = (Long) a[0];
        Long stop = (Long) a[1];
        Interval step = (Interval) a[2];
        int direction = step.compareTo(Interval.ZERO);
        if (direction == 0) {
            throw zeroStep();
        }
        return new Series<>(
                start,
                t -> zoned ? Timestamps.plusZoned(t, step, c.timeZone()) : Timestamps.plus(t, step),
                t -> direction > 0 ? t <= stop : t >= stop);
    }

    private static Iterator<@Nullable Object[]> subscripts(ArrayValue array, int dimension, boolean reverse) {
        if (dimension < 1 || dimension > array.dimensions()) {
            return Collections.emptyIterator();
        }
        long low = array.lowerBound(dimension - 1);
        long high = low + array.length(dimension - 1) - 1;
        return reverse ? new WholeSeries(high, low, -1, false) : new WholeSeries(low, high, 1, false);
    }
}
