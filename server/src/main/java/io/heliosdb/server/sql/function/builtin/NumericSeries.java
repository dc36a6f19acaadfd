package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.TypeErrors;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Roots, exponentials, logarithms and powers of numeric, with the scales that PostgreSQL chooses.
final class NumericSeries {

    private static final double LOG10_E = 0.434294481903252;
    private static final int MAX_RESULT_SCALE = 2000;
    private static final int GUARD = 12;

    private NumericSeries() {}

    static Numeric sqrt(Numeric x) {
        if (x.signum() < 0) {
            throw new SqlException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION, "cannot take square root of a negative number");
        }
        if (!x.isFinite()) {
            return x;
        }
        int scale = NumericMath.MIN_SIGNIFICANT - ((NumericMath.weight(x.value()) + 1) * 4 / 2 - 1);
        scale = NumericMath.clampScale(Math.max(scale, x.scale()));
        if (x.signum() == 0) {
            return Numeric.of(BigDecimal.ZERO.setScale(scale));
        }
        BigDecimal shifted = x.value().movePointRight(2 * (scale + 1)).setScale(0, RoundingMode.DOWN);
        BigDecimal root = new BigDecimal(shifted.toBigInteger().sqrt(), scale + 1);
        return Numeric.of(root.setScale(scale, RoundingMode.HALF_UP));
    }

    static Numeric exp(Numeric x) {
        if (!x.isFinite()) {
            return x.isNaN() || x.signum() > 0 ? x : Numeric.ZERO;
        }
        double weight = Math.max(-MAX_RESULT_SCALE, Math.min(MAX_RESULT_SCALE, x.doubleValue() * LOG10_E));
        int scale = NumericMath.clampScale(Math.max(NumericMath.MIN_SIGNIFICANT - (int) weight, x.scale()));
        return Numeric.of(exp(x.value(), scale));
    }

    /// @throws SqlException 22003 when the result is too large
    private static BigDecimal exp(BigDecimal x, int scale) {
        double estimate = x.doubleValue();
        if (Math.abs(estimate) > 6000 * 3.01) {
            if (estimate > 0) {
                throw Numeric.overflow();
            }
            return BigDecimal.ZERO.setScale(scale);
        }
        int whole = (int) Math.max(0, estimate * LOG10_E) + 1;
        // Halving the argument a few times makes the series short; squaring undoes it.
        int halvings = Math.max(0, (int) Math.ceil(Math.log(Math.abs(estimate) + 1) / Math.log(2)) + 8);
        MathContext context = new MathContext(whole + scale + GUARD + halvings, RoundingMode.HALF_EVEN);
        BigDecimal small = x.divide(BigDecimal.TWO.pow(halvings), context);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        BigDecimal limit = BigDecimal.ONE.movePointLeft(context.getPrecision() + 2);
        for (int i = 1; term.abs().compareTo(limit) > 0; i++) {
            term = term.multiply(small, context).divide(BigDecimal.valueOf(i), context);
            sum = sum.add(term, context);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, context);
        }
        return sum.setScale(scale, RoundingMode.HALF_UP);
    }

    static Numeric ln(Numeric x) {
        checkLogarithm(x);
        if (!x.isFinite()) {
            return x;
        }
        int scale =
                NumericMath.clampScale(Math.max(NumericMath.MIN_SIGNIFICANT - logarithmWeight(x.value()), x.scale()));
        return Numeric.of(ln(x.value(), scale).setScale(scale, RoundingMode.HALF_UP));
    }

    private static void checkLogarithm(Numeric x) {
        if (x.isNaN()) {
            return;
        }
        if (x.signum() <= 0) {
            throw new SqlException(
                    SqlState.INVALID_ARGUMENT_FOR_LOG,
                    x.signum() == 0 ? "cannot take logarithm of zero" : "cannot take logarithm of a negative number");
        }
    }

    // With some digits to spare beyond the scale.
    private static BigDecimal ln(BigDecimal x, int scale) {
        int exponent = x.precision() - x.scale() - 1;
        BigDecimal reduced = x.movePointLeft(exponent);
        MathContext context = new MathContext(
                scale + GUARD + 10 + Integer.toString(Math.abs(exponent)).length());
        BigDecimal tens = exponent == 0
                ? BigDecimal.ZERO
                : near1(BigDecimal.TEN, context).multiply(BigDecimal.valueOf(exponent), context);
        return tens.add(near1(reduced, context), context);
    }

    // Takes roots until the argument is near 1, then ln x = 2 artanh((x - 1) / (x + 1)).
    private static BigDecimal near1(BigDecimal x, MathContext context) {
        MathContext wide = new MathContext(context.getPrecision() + 8);
        BigDecimal reduced = x;
        BigDecimal factor = BigDecimal.TWO;
        while (Math.abs(reduced.doubleValue() - 1) > 0.05) {
            reduced = reduced.sqrt(wide);
            factor = factor.multiply(BigDecimal.TWO);
        }
        BigDecimal z = reduced.subtract(BigDecimal.ONE).divide(reduced.add(BigDecimal.ONE), wide);
        BigDecimal square = z.multiply(z, wide);
        BigDecimal power = z;
        BigDecimal sum = z;
        BigDecimal limit = BigDecimal.ONE.movePointLeft(wide.getPrecision() + 2);
        for (int i = 3; power.abs().compareTo(limit) > 0; i += 2) {
            power = power.multiply(square, wide);
            sum = sum.add(power.divide(BigDecimal.valueOf(i), wide), wide);
        }
        return sum.multiply(factor, wide);
    }

    /// PostgreSQL's `estimate_ln_dweight`: the decimal exponent of the logarithm's first digit.
    private static int logarithmWeight(BigDecimal x) {
        if (x.signum() <= 0) {
            return 0;
        }
        if (x.compareTo(new BigDecimal("0.9")) >= 0 && x.compareTo(new BigDecimal("1.1")) <= 0) {
            BigDecimal difference = x.subtract(BigDecimal.ONE);
            return difference.signum() == 0 ? 0 : difference.precision() - difference.scale() - 1;
        }
        double ln = Math.abs(
                x.round(new MathContext(8)).doubleValue() == 0 || x.precision() - x.scale() > 300
                        ? (x.precision() - x.scale()) * 2.302585092994046
                        : Math.log(x.doubleValue()));
        return (int) Math.log10(ln);
    }

    static Numeric log10(Numeric x) {
        return log(Numeric.of(10), x);
    }

    static Numeric log(Numeric base, Numeric x) {
        checkLogarithm(base);
        checkLogarithm(x);
        if (base.isNaN() || x.isNaN()) {
            return Numeric.NAN;
        }
        if (base.isInfinite() || x.isInfinite()) {
            return base.isInfinite() && x.isInfinite() ? Numeric.NAN : base.isInfinite() ? Numeric.ZERO : x;
        }
        int weight = logarithmWeight(x.value()) - logarithmWeight(base.value());
        int scale = NumericMath.clampScale(
                Math.max(NumericMath.MIN_SIGNIFICANT - weight, Math.max(base.scale(), x.scale())));
        int inner = scale + GUARD + Math.abs(weight) + 8;
        BigDecimal divisor = ln(base.value(), inner);
        if (divisor.signum() == 0) {
            throw TypeErrors.divisionByZero();
        }
        return Numeric.of(ln(x.value(), inner).divide(divisor, scale, RoundingMode.HALF_UP));
    }

    static Numeric power(Numeric base, Numeric exponent) {
        if (!base.isFinite() || !exponent.isFinite()) {
            return specialPower(base, exponent);
        }
        if (base.signum() == 0 && exponent.signum() < 0) {
            throw new SqlException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION, "zero raised to a negative power is undefined");
        }
        BigDecimal whole = exponent.value().stripTrailingZeros();
        if (whole.scale() <= 0) {
            if (whole.precision() - whole.scale() <= 9) {
                return integerPower(base, whole.intValueExact());
            }
        } else if (base.signum() < 0) {
            throw new SqlException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "a negative number raised to a non-integer power yields a complex result");
        }
        if (base.signum() == 0) {
            return Numeric.of(BigDecimal.ZERO.setScale(NumericMath.MIN_SIGNIFICANT));
        }
        BigDecimal magnitude = base.value().abs();
        double estimate = Math.log(magnitude.doubleValue()) * exponent.doubleValue();
        if (estimate > MAX_RESULT_SCALE * 3.01) {
            throw Numeric.overflow();
        }
        int scale = NumericMath.clampScale(Math.max(
                NumericMath.MIN_SIGNIFICANT - (int) (estimate * LOG10_E), Math.max(base.scale(), exponent.scale())));
        if (estimate < -MAX_RESULT_SCALE * 3.01) {
            return Numeric.of(BigDecimal.ZERO.setScale(NumericMath.MAX_DISPLAY_SCALE));
        }
        int inner = scale + GUARD + (int) Math.abs(estimate * LOG10_E) + 8;
        BigDecimal ln = ln(magnitude, inner + exponent.value().precision());
        BigDecimal result = exp(ln.multiply(exponent.value()), scale);
        boolean odd = base.signum() < 0 && exponent.value().toBigInteger().testBit(0);
        return Numeric.of(odd ? result.negate() : result);
    }

    private static Numeric integerPower(Numeric base, int exponent) {
        int scale = NumericMath.clampScale(Math.max(NumericMath.MIN_SIGNIFICANT, base.scale()));
        if (base.signum() == 0) {
            return exponent == 0
                    ? Numeric.of(BigDecimal.ONE.setScale(scale))
                    : Numeric.of(BigDecimal.ZERO.setScale(scale));
        }
        double size = exponent
                * Math.log10(Math.abs(base.value().round(new MathContext(15)).doubleValue()));
        if (size > 131_072) {
            throw Numeric.overflow();
        }
        if (size < -scale - 2.0) {
            return Numeric.of(BigDecimal.ZERO.setScale(scale));
        }
        MathContext context = new MathContext((int) Math.abs(size) + scale + GUARD + 20);
        BigDecimal power = base.value().pow(Math.abs(exponent), context);
        BigDecimal result = exponent < 0 ? BigDecimal.ONE.divide(power, context) : power;
        return Numeric.of(result.setScale(scale, RoundingMode.HALF_UP));
    }

    private static Numeric specialPower(Numeric base, Numeric exponent) {
        if (exponent.isFinite() && exponent.signum() == 0) {
            return Numeric.ONE;
        }
        if (base.isFinite() && base.compareTo(Numeric.ONE) == 0) {
            return Numeric.ONE;
        }
        double result = Math.pow(base.doubleValue(), exponent.doubleValue());
        if (Double.isNaN(result)) {
            return base.isFinite() && !exponent.isNaN() && base.value().abs().compareTo(BigDecimal.ONE) == 0
                    ? Numeric.ONE
                    : Numeric.NAN;
        }
        return Double.isInfinite(result) ? NumericMath.infinity(result > 0 ? 1 : -1) : Numeric.ZERO;
    }
}
