package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Floats;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ordered-set and hypothetical-set aggregates (PostgreSQL 18 manual, tables 9.63 and 9.64).
///
/// Rows come in the order of WITHIN GROUP. A row of a hypothetical-set aggregate begins with how it compares with
/// the hypothetical row (below 0 when it comes before that one) in place of the direct arguments.
final class OrderedSetAggregates implements FunctionModule {

    /// The direct argument and the values that are not null, in order.
    private static final class Ordered implements Implementation.GrowingState {
        @Nullable
        Object direct;

        final List<Object> values = new ArrayList<>();
        private long bytes = 64;

        void add(Object value) {
            values.add(value);
            bytes += 16 + ValueSizes.of(value);
        }

        @Override
        public long bytes() {
            return bytes;
        }
    }

    /// How many rows come before the hypothetical one or beside it, and how many different ones come before.
    private static final class Standing {
        long rows;
        long before;
        long beside;
        long differentBefore;

        @Nullable
        Object @Nullable [] last;
    }

    @Override
    public void register(Bindings b) {
        percentile(b, "percentile_disc(float8,anyelement)", OrderedSetAggregates::discrete);
        percentile(b, "percentile_cont(float8,float8)", OrderedSetAggregates::between);
        percentile(b, "percentile_cont(float8,interval)", OrderedSetAggregates::between);
        percentiles(b, "percentile_disc(_float8,anyelement)", OrderedSetAggregates::discrete);
        percentiles(b, "percentile_cont(_float8,float8)", OrderedSetAggregates::between);
        percentiles(b, "percentile_cont(_float8,interval)", OrderedSetAggregates::between);
        b.aggregateByTypes(
                "mode(anyelement)",
                true,
                (types, result) -> new Implementation.Aggregate(Aggregates.of(
                        Ordered::new, (c, s, a) -> s.add(a[0]), (c, s) -> mode(s.values, types.getFirst()))));
        hypothetical(b, "rank(any)", s -> s.before + 1);
        hypothetical(b, "dense_rank(any)", s -> s.differentBefore + 1);
        hypothetical(b, "percent_rank(any)", s -> s.rows == 0 ? 0.0 : (double) s.before / s.rows);
        hypothetical(b, "cume_dist(any)", s -> (double) (s.before + s.beside + 1) / (s.rows + 1));
    }

    /// The value at a fraction of the way through sorted values.
    @FunctionalInterface
    private interface Percentile {
        Object at(List<Object> values, double fraction);
    }

    private static void collect(Ordered state, @Nullable Object[] a) {
        state.direct = a[0];
        state.add(a[1]);
    }

    private static void percentile(Bindings b, String symbol, Percentile percentile) {
        b.aggregateByTypes(
                symbol,
                true,
                (types, result) -> new Implementation.Aggregate(Aggregates.of(
                        Ordered::new,
                        (c, s, a) -> collect(s, a),
                        (c, s) -> s.direct == null ? null : percentile.at(s.values, checked((Double) s.direct)))));
    }

    private static void percentiles(Bindings b, String symbol, Percentile percentile) {
        b.aggregateByTypes(
                symbol,
                true,
                (types, result) ->
                        new Implementation.Aggregate(Aggregates.of(Ordered::new, (c, s, a) -> collect(s, a), (c, s) -> {
                            if (!(s.direct instanceof ArrayValue fractions)) {
                                return null;
                            }
                            @Nullable Object[] found = new @Nullable Object[fractions.size()];
                            for (int i = 0; i < found.length; i++) {
                                Object fraction = fractions.element(i);
                                found[i] =
                                        fraction == null ? null : percentile.at(s.values, checked((Double) fraction));
                            }
                            return fractions.withElements(
                                    Types.elementOf(result).orElseThrow(), found);
                        })));
    }

    private static double checked(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new SqlException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "percentile value " + Floats.format(fraction, -9) + " is not between 0 and 1");
        }
        return fraction;
    }

    private static Object discrete(List<Object> values, double fraction) {
        int row = (int) Math.ceil(fraction * values.size());
        return values.get(Math.max(0, row - 1));
    }

    private static Object between(List<Object> values, double fraction) {
        double place = fraction * (values.size() - 1);
        Object low = values.get((int) Math.floor(place));
        Object high = values.get((int) Math.ceil(place));
        double part = place - Math.floor(place);
        if (low instanceof Interval from) {
            return from.plus(Intervals.multiply(((Interval) high).minus(from), part));
        }
        double from = (Double) low;
        return part == 0 ? low : (Object) (from + part * ((Double) high - from));
    }

    private static @Nullable Object mode(List<Object> values, Type type) {
        Object best = null;
        int most = 0;
        int run = 0;
        for (int i = 0; i < values.size(); i++) {
            boolean same = i > 0 && type.compare(values.get(i - 1), values.get(i)) == 0;
            run = same ? run + 1 : 1;
            if (run > most) {
                most = run;
                best = same ? values.get(i - run + 1) : values.get(i);
            }
        }
        return best;
    }

    @FunctionalInterface
    private interface Result {
        Object of(Standing standing);
    }

    private static void hypothetical(Bindings b, String symbol, Result result) {
        b.aggregateByTypes(
                symbol,
                false,
                (types, type) -> new Implementation.Aggregate(
                        Aggregates.of(Standing::new, (c, s, a) -> stand(s, a, types), (c, s) -> result.of(s))));
    }

    private static void stand(Standing state, @Nullable Object[] a, List<Type> types) {
        int order = a[0] instanceof Integer comparison ? comparison : 0;
        state.rows++;
        state.before += order < 0 ? 1 : 0;
        state.beside += order == 0 ? 1 : 0;
        if (order < 0 && !equal(state.last, a, types)) {
            state.differentBefore++;
            state.last = a;
        }
    }

    private static boolean equal(@Nullable Object @Nullable [] last, @Nullable Object[] now, List<Type> types) {
        if (last == null) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            Object x = last[i + 1];
            Object y = now[i + 1];
            if (x == null || y == null ? x != y : types.get(i).compare(x, y) != 0) {
                return false;
            }
        }
        return true;
    }
}
