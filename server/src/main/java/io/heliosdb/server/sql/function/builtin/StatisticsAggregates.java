package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.TypeErrors;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Variances, deviations and the regression aggregates (PostgreSQL 18 manual, table 9.62).
final class StatisticsAggregates implements FunctionModule {

    /// Sums of numeric values and their squares.
    private static final class NumericMoments {
        long rows;
        Numeric sum = Numeric.ZERO;
        Numeric squares = Numeric.ZERO;

        void add(Numeric x) {
            rows++;
            sum = NumericMath.add(sum, x);
            squares = NumericMath.add(squares, NumericMath.multiply(x, x));
        }

        // (n * sum of squares - square of sum) / (n * n) or (n * (n - 1))
        @Nullable
        Numeric result(boolean sample, boolean root) {
            if (rows == 0 || (sample && rows == 1)) {
                return null;
            }
            if (!sum.isFinite() || !squares.isFinite()) {
                return Numeric.NAN;
            }
            Numeric n = Numeric.of(rows);
            Numeric numerator = NumericMath.subtract(NumericMath.multiply(n, squares), NumericMath.multiply(sum, sum));
            if (numerator.signum() <= 0) {
                return Numeric.ZERO;
            }
            Numeric variance =
                    NumericMath.divide(numerator, NumericMath.multiply(n, sample ? Numeric.of(rows - 1) : n));
            return root ? NumericSeries.sqrt(variance) : variance;
        }
    }

    /// Youngs and Cramer's running sums of pairs (x, y); for one variable only x is used.
    private static final class Moments {
        double n;
        double sumX;
        double sumXx;
        double sumY;
        double sumYy;
        double sumXy;

        void add(double x, double y) {
            n++;
            sumX += x;
            sumY += y;
            if (n > 1) {
                double dx = x * n - sumX;
                double dy = y * n - sumY;
                double scale = 1 / (n * (n - 1));
                sumXx += dx * dx * scale;
                sumYy += dy * dy * scale;
                sumXy += dx * dy * scale;
                if (Double.isInfinite(sumXx) || Double.isInfinite(sumX)) {
                    if (!Double.isInfinite(x)) {
                        throw TypeErrors.overflow();
                    }
                    sumXx = Double.NaN;
                }
            } else {
                // NaN and infinities have no deviation.
                sumXx = Double.isFinite(x) ? 0 : Double.NaN;
                sumYy = Double.isFinite(y) ? 0 : Double.NaN;
                sumXy = Double.isFinite(x) && Double.isFinite(y) ? 0 : Double.NaN;
            }
        }
    }

    @Override
    public void register(Bindings b) {
        spread(b, "var_pop", false, false);
        spread(b, "var_samp", true, false);
        spread(b, "variance", true, false);
        spread(b, "stddev_pop", false, true);
        spread(b, "stddev_samp", true, true);
        spread(b, "stddev", true, true);
        regression(b, "regr_sxx", 1, m -> m.sumXx);
        regression(b, "regr_syy", 1, m -> m.sumYy);
        regression(b, "regr_sxy", 1, m -> m.sumXy);
        regression(b, "regr_avgx", 1, m -> m.sumX / m.n);
        regression(b, "regr_avgy", 1, m -> m.sumY / m.n);
        regression(b, "covar_pop", 1, m -> m.sumXy / m.n);
        regression(b, "covar_samp", 2, m -> m.sumXy / (m.n - 1));
        nullable(b, "corr", m -> m.sumXx == 0 || m.sumYy == 0 ? null : m.sumXy / Math.sqrt(m.sumXx * m.sumYy));
        nullable(b, "regr_slope", m -> m.sumXx == 0 ? null : m.sumXy / m.sumXx);
        nullable(b, "regr_intercept", m -> m.sumXx == 0 ? null : (m.sumY - m.sumX * m.sumXy / m.sumXx) / m.n);
        nullable(b, "regr_r2", m -> {
            if (m.sumXx == 0) {
                return null;
            }
            return m.sumYy == 0 ? 1.0 : m.sumXy * m.sumXy / (m.sumXx * m.sumYy);
        });
        b.aggregate("regr_count(float8,float8)", true, Aggregates.of(Moments::new, (c, s, a) -> s.n++, (c, s) ->
                (long) s.n));
    }

    private static void spread(Bindings b, String name, boolean sample, boolean root) {
        for (String type : new String[] {"int2", "int4", "int8", "numeric"}) {
            b.aggregate(
                    name + "(" + type + ")",
                    true,
                    Aggregates.of(
                            NumericMoments::new,
                            (c, s, a) -> s.add(a[0] instanceof Numeric x ? x : Numeric.of(((Number) a[0]).longValue())),
                            (c, s) -> s.result(sample, root)));
        }
        for (String type : new String[] {"float4", "float8"}) {
            b.aggregate(
                    name + "(" + type + ")",
                    true,
                    Aggregates.of(Moments::new, (c, s, a) -> s.add(((Number) a[0]).doubleValue(), 0), (c, s) -> {
                        if (s.n == 0 || (sample && s.n == 1)) {
                            return null;
                        }
                        double variance = s.sumXx / (sample ? s.n - 1 : s.n);
                        return root ? Math.sqrt(variance) : variance;
                    }));
        }
    }

    /// @param least how many rows there must be
    private static void regression(Bindings b, String name, int least, ToDoubleFunction<Moments> result) {
        bind(b, name, (c, s) -> s.n < least ? null : result.applyAsDouble(s));
    }

    /// A result that can be NULL of a state.
    @FunctionalInterface
    private interface NullableResult {
        @Nullable
        Double of(Moments moments);
    }

    private static void nullable(Bindings b, String name, NullableResult result) {
        bind(b, name, (c, s) -> s.n < 1 ? null : result.of(s));
    }

    // The aggregates take (y, x).
    private static void bind(Bindings b, String name, Aggregates.Finish<Moments> finish) {
        b.aggregate(
                name + "(float8,float8)",
                true,
                Aggregates.of(Moments::new, (c, s, a) -> s.add((Double) a[1], (Double) a[0]), finish));
    }
}
