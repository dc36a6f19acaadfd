package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.TypeErrors;
import io.heliosdb.server.sql.type.Types;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Arithmetic, rounding, roots and conversions of numeric (PostgreSQL 18 manual, 9.3).
final class NumericFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.f2("numeric_add", NumericMath::add);
        b.f2("numeric_sub", NumericMath::subtract);
        b.f2("numeric_mul", NumericMath::multiply);
        b.f2("numeric_div", NumericMath::divide);
        b.f2("numeric_mod", NumericMath::remainder);
        b.f2("numeric_div_trunc", NumericMath::divideTruncated);
        b.f1("numeric_uminus", NumericMath::negate);
        b.f1("numeric_uplus", (Numeric x) -> x);
        b.f1("numeric_abs", (Numeric x) -> x.signum() < 0 ? NumericMath.negate(x) : x);
        b.f1("numeric_sign", (Numeric x) -> x.isNaN() ? x : Numeric.of(x.signum()));
        b.f1("numeric_inc", (Numeric x) -> NumericMath.add(x, Numeric.ONE));
        b.f1("numeric_ceil", (Numeric x) -> NumericMath.whole(x, RoundingMode.CEILING));
        b.f1("numeric_floor", (Numeric x) -> NumericMath.whole(x, RoundingMode.FLOOR));
        b.f2("numeric_round", (Numeric x, Integer scale) -> NumericMath.round(x, scale));
        b.f1("round(numeric)", (Numeric x) -> NumericMath.round(x, 0));
        b.f2("numeric_trunc", (Numeric x, Integer scale) -> NumericMath.truncate(x, scale));
        b.f1("trunc(numeric)", (Numeric x) -> NumericMath.truncate(x, 0));
        b.f1("numeric_sqrt", NumericSeries::sqrt);
        b.f1("numeric_exp", NumericSeries::exp);
        b.f1("numeric_ln", NumericSeries::ln);
        b.f2("numeric_log", NumericSeries::log);
        b.f1("log(numeric)", NumericSeries::log10);
        b.f1("log10(numeric)", NumericSeries::log10);
        b.f2("numeric_power", NumericSeries::power);
        b.f1("numeric_fac", NumericFunctions::factorial);
        b.f1("numeric_scale", (Numeric x) -> x.isFinite() ? x.scale() : null);
        b.f1("numeric_min_scale", (Numeric x) -> x.isFinite() ? minScale(x) : null);
        b.f1(
                "numeric_trim_scale",
                (Numeric x) -> x.isFinite() ? Numeric.of(x.value().setScale(minScale(x))) : x);
        b.f2("numeric_gcd", NumericFunctions::gcd);
        b.f2("numeric_lcm", NumericFunctions::lcm);
        conversions(b);
        money(b);
        buckets(b);
    }

    private static void conversions(Bindings b) {
        b.f1("int2_numeric", (Integer x) -> Numeric.of((long) x));
        b.f1("int4_numeric", (Integer x) -> Numeric.of((long) x));
        b.f1("int8_numeric", (Long x) -> Numeric.of((long) x));
        b.f1("float4_numeric", (Float x) -> Numeric.of((float) x));
        b.f1("float8_numeric", (Double x) -> Numeric.of((double) x));
        b.f1("numeric_int2", (Numeric x) -> (int) NumericMath.toLong(x, 16, "smallint"));
        b.f1("numeric_int4", (Numeric x) -> (int) NumericMath.toLong(x, 32, "integer"));
        b.f1("numeric_int8", (Numeric x) -> NumericMath.toLong(x, 64, "bigint"));
        b.f1("numeric_float8", (Numeric x) -> {
            double value = x.doubleValue();
            if (Double.isInfinite(value) && x.isFinite()) {
                throw outOfRange(x, "double precision");
            }
            return value;
        });
        b.f1("numeric_float4", (Numeric x) -> {
            float value = x.isFinite() ? x.value().floatValue() : (float) x.doubleValue();
            if (Float.isInfinite(value) && x.isFinite()) {
                throw outOfRange(x, "real");
            }
            return value;
        });
        b.f2("numeric", (Numeric x, Integer typmod) -> Types.NUMERIC.applyModifier(x, typmod, false));
    }

    private static SqlException outOfRange(Numeric x, String type) {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"" + x + "\" is out of range for type " + type);
    }

    private static int minScale(Numeric x) {
        return x.signum() == 0 ? 0 : Math.max(0, x.value().stripTrailingZeros().scale());
    }

    private static Numeric factorial(Long n) {
        if (n < 0) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "factorial of a negative number is undefined");
        }
        if (n > 32177) {
            throw Numeric.overflow();
        }
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= n; i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return Numeric.of(product);
    }

    private static Numeric gcd(Numeric x, Numeric y) {
        if (!x.isFinite() || !y.isFinite()) {
            return Numeric.NAN;
        }
        int scale = Math.max(x.scale(), y.scale());
        BigInteger divisor = unscaled(x, scale).gcd(unscaled(y, scale));
        return Numeric.of(new BigDecimal(divisor, scale));
    }

    private static BigInteger unscaled(Numeric x, int scale) {
        return x.value().setScale(scale).unscaledValue();
    }

    private static Numeric lcm(Numeric x, Numeric y) {
        if (!x.isFinite() || !y.isFinite()) {
            return Numeric.NAN;
        }
        int scale = Math.max(x.scale(), y.scale());
        if (x.signum() == 0 || y.signum() == 0) {
            return Numeric.of(BigDecimal.ZERO.setScale(scale));
        }
        BigInteger divisor = unscaled(x, scale).gcd(unscaled(y, scale));
        BigInteger multiple =
                unscaled(x, scale).divide(divisor).multiply(unscaled(y, scale)).abs();
        return Numeric.of(new BigDecimal(multiple, scale));
    }

    private static void money(Bindings b) {
        b.longs("cash_pl", (x, y) -> x + y);
        b.longs("cash_mi", (x, y) -> x - y);
        b.f2("cash_div_cash", (Long x, Long y) -> {
            if (y == 0) {
                throw TypeErrors.divisionByZero();
            }
            return (double) x / (double) y;
        });
        for (String type : new String[] {"int2", "int4", "int8"}) {
            b.f2("cash_mul_" + type, (Long x, Number y) -> IntegerFunctions.multiply(x, y.longValue()));
            b.f2(type + "_mul_cash", (Number x, Long y) -> IntegerFunctions.multiply(y, x.longValue()));
            b.f2("cash_div_" + type, (Long x, Number y) -> {
                if (y.longValue() == 0) {
                    throw TypeErrors.divisionByZero();
                }
                return x / y.longValue();
            });
        }
        for (String type : new String[] {"flt4", "flt8"}) {
            b.f2("cash_mul_" + type, (Long x, Number y) -> (long) Math.rint(x * y.doubleValue()));
            b.f2(type + "_mul_cash", (Number x, Long y) -> (long) Math.rint(y * x.doubleValue()));
            b.f2("cash_div_" + type, (Long x, Number y) -> {
                if (y.doubleValue() == 0) {
                    throw TypeErrors.divisionByZero();
                }
                return (long) Math.rint(x / y.doubleValue());
            });
        }
        b.f1("cash_numeric", (Long x) -> Numeric.of(BigDecimal.valueOf(x, 2)));
        b.f1("numeric_cash", (Numeric x) -> NumericMath.toLong(NumericMath.multiply(x, Numeric.of(100)), 64, "bigint"));
        b.f1("int4_cash", (Integer x) -> x * 100L);
        b.f1("int8_cash", (Long x) -> IntegerFunctions.multiply(x, 100));
    }

    private static void buckets(Bindings b) {
        b.f4("width_bucket_numeric", (Numeric x, Numeric low, Numeric high, Integer count) -> {
            checkBuckets(count, low.isNaN() || high.isNaN() || x.isNaN(), low.isInfinite() || high.isInfinite());
            int order = low.compareTo(high);
            if (order == 0) {
                throw badBuckets("lower bound cannot equal upper bound");
            }
            boolean rising = order < 0;
            if (rising ? x.compareTo(low) < 0 : x.compareTo(low) > 0) {
                return 0;
            }
            if (rising ? x.compareTo(high) >= 0 : x.compareTo(high) <= 0) {
                return (int) IntegerFunctions.fit(count + 1L, false);
            }
            BigDecimal position = x.value().subtract(low.value()).multiply(BigDecimal.valueOf(count));
            return position.divide(high.value().subtract(low.value()), 0, RoundingMode.DOWN)
                            .intValue()
                    + 1;
        });
        b.f4("width_bucket_float8", (Double x, Double low, Double high, Integer count) -> {
            checkBuckets(count, x.isNaN() || low.isNaN() || high.isNaN(), low.isInfinite() || high.isInfinite());
            if (low.equals(high)) {
                throw badBuckets("lower bound cannot equal upper bound");
            }
            boolean rising = low < high;
            if (rising ? x < low : x > low) {
                return 0;
            }
            if (rising ? x >= high : x <= high) {
                return (int) IntegerFunctions.fit(count + 1L, false);
            }
            return (int) Math.floor(count * ((x - low) / (high - low))) + 1;
        });
    }

    private static void checkBuckets(int count, boolean nan, boolean infinite) {
        if (count <= 0) {
            throw badBuckets("count must be greater than zero");
        }
        if (nan) {
            throw badBuckets("operand, lower bound, and upper bound cannot be NaN");
        }
        if (infinite) {
            throw badBuckets("lower and upper bounds must be finite");
        }
    }

    private static SqlException badBuckets(String message) {
        return new SqlException(SqlState.INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION, message);
    }
}
