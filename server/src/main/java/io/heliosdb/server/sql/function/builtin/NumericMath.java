package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.TypeErrors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// The four kinds of arithmetic on numeric, with the scales that PostgreSQL chooses for results.
final class NumericMath {

    static final int MIN_SIGNIFICANT = 16;
    static final int MAX_DISPLAY_SCALE = 1000;
    private static final int DIGITS = 4;

    private NumericMath() {}

    static Numeric add(Numeric x, Numeric y) {
        if (x.isFinite() && y.isFinite()) {
            return Numeric.of(x.value().add(y.value()));
        }
        if (x.isNaN() || y.isNaN() || (x.isInfinite() && y.isInfinite() && x.signum() != y.signum())) {
            return Numeric.NAN;
        }
        return x.isInfinite() ? x : y;
    }

    static Numeric negate(Numeric x) {
        if (x.isFinite()) {
            return Numeric.of(x.value().negate());
        }
        return x.isNaN() ? x : infinity(-x.signum());
    }

    static Numeric infinity(int sign) {
        return sign > 0 ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
    }

    static Numeric subtract(Numeric x, Numeric y) {
        return x.isFinite() && y.isFinite() ? Numeric.of(x.value().subtract(y.value())) : add(x, negate(y));
    }

    static Numeric multiply(Numeric x, Numeric y) {
        if (x.isFinite() && y.isFinite()) {
            return Numeric.of(x.value().multiply(y.value()));
        }
        int sign = x.signum() * y.signum();
        return x.isNaN() || y.isNaN() || sign == 0 ? Numeric.NAN : infinity(sign);
    }

    static Numeric divide(Numeric x, Numeric y) {
        if (x.isFinite() && y.isFinite()) {
            checkDivisor(y);
            return Numeric.of(x.value().divide(y.value(), divideScale(x.value(), y.value()), RoundingMode.HALF_UP));
        }
        if (x.isNaN() || y.isNaN() || (x.isInfinite() && y.isInfinite())) {
            return Numeric.NAN;
        }
        if (y.isInfinite()) {
            return Numeric.ZERO;
        }
        checkDivisor(y);
        return infinity(x.signum() * y.signum());
    }

    private static void checkDivisor(Numeric y) {
        if (y.isFinite() && y.signum() == 0) {
            throw TypeErrors.divisionByZero();
        }
    }

    /// PostgreSQL's `select_div_scale`: at least 16 significant digits, and no less than either operand shows.
    static int divideScale(BigDecimal x, BigDecimal y) {
        int weight = weight(x) - weight(y);
        if (firstDigit(x) <= firstDigit(y)) {
            weight--;
        }
        int scale = MIN_SIGNIFICANT - weight * DIGITS;
        return clampScale(Math.max(scale, Math.max(x.scale(), y.scale())));
    }

    static int clampScale(int scale) {
        return Math.min(Math.max(scale, 0), MAX_DISPLAY_SCALE);
    }

    /// The exponent to base 10000 of the first digit.
    static int weight(BigDecimal x) {
        return x.signum() == 0 ? 0 : Math.floorDiv(x.precision() - x.scale() - 1, DIGITS);
    }

    /// The first digit to base 10000.
    static int firstDigit(BigDecimal x) {
        return x.signum() == 0
                ? 0
                : x.abs().movePointLeft(weight(x) * DIGITS).toBigInteger().intValue();
    }

    static Numeric remainder(Numeric x, Numeric y) {
        if (x.isFinite() && y.isFinite()) {
            checkDivisor(y);
            BigDecimal rest = x.value().remainder(y.value());
            return Numeric.of(rest.setScale(Math.max(x.scale(), y.scale())));
        }
        if (x.isNaN() || y.isNaN() || x.isInfinite()) {
            if (x.isInfinite() && !y.isNaN()) {
                checkDivisor(y);
            }
            return Numeric.NAN;
        }
        return x;
    }

    /// The quotient cut off to a whole number.
    static Numeric divideTruncated(Numeric x, Numeric y) {
        if (x.isFinite() && y.isFinite()) {
            checkDivisor(y);
            return Numeric.of(x.value().divide(y.value(), 0, RoundingMode.DOWN));
        }
        return divide(x, y);
    }

    /// Cuts off digits after the scale.
    static Numeric truncate(Numeric x, int scale) {
        if (!x.isFinite()) {
            return x;
        }
        int kept = Math.max(-131_072, Math.min(scale, Numeric.MAX_SCALE));
        return Numeric.of(x.value().setScale(kept, RoundingMode.DOWN).setScale(Math.max(kept, 0)));
    }

    static Numeric round(Numeric x, int scale) {
        return x.round(Math.max(-131_072, Math.min(scale, Numeric.MAX_SCALE)));
    }

    static Numeric whole(Numeric x, RoundingMode mode) {
        return x.isFinite() ? Numeric.of(x.value().setScale(0, mode)) : x;
    }

    /// Rounded to a whole number that fits.
    ///
    /// @param type the name for messages, such as `integer`
    static long toLong(Numeric x, int bits, String type) {
        if (!x.isFinite()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot convert " + (x.isNaN() ? "NaN" : "infinity") + " to " + type);
        }
        if (x.value().precision() - (long) x.value().scale() > 20) {
            throw TypeErrors.outOfRange(type);
        }
        BigInteger rounded = x.value().setScale(0, RoundingMode.HALF_UP).toBigInteger();
        if (rounded.bitLength() >= bits) {
            throw TypeErrors.outOfRange(type);
        }
        return rounded.longValue();
    }
}
