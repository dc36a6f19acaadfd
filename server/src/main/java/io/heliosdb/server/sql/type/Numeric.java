package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A value of `numeric`: a decimal number with the scale it is shown with, NaN or an infinity.
///
/// Equality and order are PostgreSQL's: 1.0 equals 1.00, NaN equals itself and is above everything.
public final class Numeric implements Comparable<Numeric> {

    /// `NUMERIC_MAX_PRECISION`, the largest declarable precision.
    public static final int MAX_PRECISION = 1000;
    /// `NUMERIC_DSCALE_MAX`: digits after the point that the type can hold.
    public static final int MAX_SCALE = 16383;
    // Digits before the point that the type can hold.
    private static final int MAX_WHOLE_DIGITS = 131_072;

    public static final Numeric ZERO = new Numeric(BigDecimal.ZERO, 0);
    public static final Numeric ONE = new Numeric(BigDecimal.ONE, 0);
    public static final Numeric NAN = new Numeric(BigDecimal.ZERO, 2);
    public static final Numeric POSITIVE_INFINITY = new Numeric(BigDecimal.ZERO, 1);
    public static final Numeric NEGATIVE_INFINITY = new Numeric(BigDecimal.ZERO, -1);

    private final BigDecimal value;
    // 0 for a finite number, 2 for NaN, else the sign of an infinity.
    private final int special;

    private Numeric(BigDecimal value, int special) {
        this.value = value;
        this.special = special;
    }

    /// A finite number; a negative scale becomes 0, a scale beyond what the type holds is rounded away.
    ///
    /// @throws io.heliosdb.server.common.SqlException 22003 beyond 131072 digits before the point
    public static Numeric of(BigDecimal value) {
        BigDecimal held = value;
        if (held.scale() < 0) {
            checkSize(held);
            held = held.setScale(0);
        } else if (held.scale() > MAX_SCALE) {
            held = held.setScale(MAX_SCALE, RoundingMode.HALF_UP);
        }
        checkSize(held);
        return new Numeric(held, 0);
    }

    private static void checkSize(BigDecimal value) {
        if ((long) value.precision() - value.scale() > MAX_WHOLE_DIGITS) {
            throw overflow();
        }
    }

    /// 22003.
    public static SqlException overflow() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }

    public static Numeric of(long value) {
        return new Numeric(BigDecimal.valueOf(value), 0);
    }

    public static Numeric of(BigInteger value) {
        return of(new BigDecimal(value));
    }

    /// As the cast from double precision: 15 significant digits.
    public static Numeric of(double value) {
        return fromFloat(value, 15);
    }

    /// As the cast from real: 6 significant digits.
    public static Numeric of(float value) {
        return fromFloat(value, 6);
    }

    private static Numeric fromFloat(double value, int digits) {
        if (Double.isNaN(value)) {
            return NAN;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
        }
        BigDecimal exact = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        return of(exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros());
    }

    /// Reads the text form.
    ///
    /// @throws io.heliosdb.server.common.SqlException 22P02, 22003
    public static Numeric parse(String text) {
        String trimmed = Text.strip(text);
        if (isPlain(trimmed)) {
            return new Numeric(new BigDecimal(trimmed), 0);
        }
        Numeric special = special(trimmed.toLowerCase(Locale.ROOT));
        if (special != null) {
            return special;
        }
        if (!FORM.matcher(trimmed).matches()) {
            throw TypeErrors.invalidInput("numeric", text);
        }
        return parseScientific(trimmed, text);
    }

    private static final Pattern FORM = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    // The usual short numbers, without the cost of a pattern.
    private static boolean isPlain(String text) {
        int length = text.length();
        int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length == start || length > 30 || text.charAt(start) == '.' || text.charAt(length - 1) == '.') {
            return false;
        }
        boolean point = false;
        for (int i = start; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.' && !point) {
                point = true;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Numeric special(String word) {
        return switch (word) {
            case "nan" -> NAN;
            case "infinity", "+infinity", "inf", "+inf" -> POSITIVE_INFINITY;
            case "-infinity", "-inf" -> NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static Numeric parseScientific(String trimmed, String text) {
        int e = Math.max(trimmed.indexOf('e'), trimmed.indexOf('E'));
        String mantissa = e < 0 ? trimmed : trimmed.substring(0, e);
        BigDecimal digits =
                new BigDecimal(mantissa.endsWith(".") ? mantissa.substring(0, mantissa.length() - 1) : mantissa);
        if (e < 0) {
            return of(digits);
        }
        String exponentText = trimmed.substring(e + 1);
        int exponent;
        try {
            exponent = Integer.parseInt(exponentText);
        } catch (NumberFormatException tooLarge) {
            throw TypeErrors.invalidInput("numeric", text);
        }
        if (Math.abs((long) exponent) >= Integer.MAX_VALUE / 2) {
            throw overflow();
        }
        BigDecimal scaled = digits.scaleByPowerOfTen(exponent);
        if (scaled.signum() == 0 && exponent > 0) {
            return of(digits.setScale(Math.max(0, digits.scale() - exponent)));
        }
        return of(scaled);
    }

    public boolean isNaN() {
        return special == 2;
    }

    public boolean isInfinite() {
        return special == 1 || special == -1;
    }

    public boolean isFinite() {
        return special == 0;
    }

    /// -1, 0 or 1; 1 for NaN.
    public int signum() {
        return special == 0 ? value.signum() : special == 2 ? 1 : special;
    }

    /// The number; only for a finite one.
    public BigDecimal value() {
        if (special != 0) {
            throw new IllegalStateException("not a finite number: " + this);
        }
        return value;
    }

    /// Digits shown after the point; 0 for what is not finite.
    public int scale() {
        return value.scale();
    }

    public double doubleValue() {
        return switch (special) {
            case 0 -> value.doubleValue();
            case 1 -> Double.POSITIVE_INFINITY;
            case -1 -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    /// Rounded half away from zero to so many digits after the point, which may be negative.
    public Numeric round(int digits) {
        if (special != 0) {
            return this;
        }
        BigDecimal rounded = value.setScale(digits, RoundingMode.HALF_UP);
        return of(digits < 0 ? rounded.setScale(0) : rounded);
    }

    @Override
    public int compareTo(Numeric other) {
        return special == 0 && other.special == 0
                ? value.compareTo(other.value)
                : Integer.compare(special, other.special);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Numeric numeric && compareTo(numeric) == 0;
    }

    @Override
    public int hashCode() {
        return special == 0 ? value.stripTrailingZeros().hashCode() : special;
    }

    @Override
    public String toString() {
        return switch (special) {
            case 0 -> value.toPlainString();
            case 1 -> "Infinity";
            case -1 -> "-Infinity";
            default -> "NaN";
        };
    }
}
