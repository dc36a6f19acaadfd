package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/// Text forms of floating-point numbers, as PostgreSQL's `float8in` and `float8out` have them.
public final class Floats {

    private static final Pattern NUMBER = Pattern.compile(
            "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?0[xX][0-9a-fA-F]+(\\.[0-9a-fA-F]*)?([pP][+-]?\\d+)?");

    private static final int DOUBLE_DIGITS = 15;
    private static final int FLOAT_DIGITS = 6;

    private Floats() {}

    /// @throws io.heliosdb.server.common.SqlException 22P02, 22003
    public static double parseDouble(String text, String type) {
        String trimmed = Text.strip(text);
        if (!isNumber(trimmed)) {
            return special(trimmed, text, type);
        }
        double value = Double.parseDouble(forJava(trimmed));
        if (Double.isInfinite(value) || (value == 0 && !isZero(trimmed))) {
            throw new SqlException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"" + trimmed + "\" is out of range for type " + type);
        }
        return value;
    }

    /// @throws io.heliosdb.server.common.SqlException 22P02, 22003
    public static float parseFloat(String text) {
        String trimmed = Text.strip(text);
        if (!isNumber(trimmed)) {
            return (float) special(trimmed, text, "real");
        }
        float value = Float.parseFloat(forJava(trimmed));
        if (Float.isInfinite(value) || (value == 0 && !isZero(trimmed))) {
            throw new SqlException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"" + trimmed + "\" is out of range for type real");
        }
        return value;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && NUMBER.matcher(text).matches();
    }

    // Java wants an exponent on a hexadecimal number.
    private static String forJava(String text) {
        boolean hex = text.indexOf('x') >= 0 || text.indexOf('X') >= 0;
        return hex && text.indexOf('p') < 0 && text.indexOf('P') < 0 ? text + "p0" : text;
    }

    private static boolean isZero(String text) {
        boolean hex = text.indexOf('x') >= 0 || text.indexOf('X') >= 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E') {
                return true;
            }
            if (c != '0' && Character.digit(c, 16) > 0) {
                return false;
            }
        }
        return true;
    }

    private static double special(String trimmed, String text, String type) {
        return switch (trimmed.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "infinity", "+infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw TypeErrors.invalidInput(type, text);
        };
    }

    /// @param extraDigits `extra_float_digits`: above 0 gives the shortest exact form
    public static String format(double value, int extraDigits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return special(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal digits =
                extraDigits > 0 ? shortest(value) : rounded(new BigDecimal(value), DOUBLE_DIGITS + extraDigits);
        return layout(digits, extraDigits > 0 ? DOUBLE_DIGITS : Math.max(1, DOUBLE_DIGITS + extraDigits));
    }

    /// As {@link #format(double, int)} for single precision.
    public static String format(float value, int extraDigits) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return special(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal digits =
                extraDigits > 0 ? shortest(value) : rounded(new BigDecimal(value), FLOAT_DIGITS + extraDigits);
        return layout(digits, extraDigits > 0 ? FLOAT_DIGITS : Math.max(1, FLOAT_DIGITS + extraDigits));
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }

    private static BigDecimal rounded(BigDecimal exact, int digits) {
        return exact.round(new MathContext(Math.max(1, digits), RoundingMode.HALF_EVEN));
    }

    // Java always gives two digits where one would do, so try with one.
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            BigDecimal single = rounded(digits, 1);
            return single.doubleValue() == value ? single : digits;
        }
        return digits;
    }

    private static BigDecimal shortest(float value) {
        BigDecimal digits = new BigDecimal(Float.toString(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            BigDecimal single = rounded(digits, 1);
            return single.floatValue() == value ? single : digits;
        }
        return digits;
    }

    private static String layout(BigDecimal value, int threshold) {
        BigDecimal number = value.stripTrailingZeros();
        String digits = number.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - number.scale();
        String sign = number.signum() < 0 ? "-" : "";
        if (exponent < -4 || exponent >= threshold) {
            String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
            int magnitude = Math.abs(exponent);
            return sign + mantissa + (exponent < 0 ? "e-" : "e+") + (magnitude < 10 ? "0" : "") + magnitude;
        }
        return number.toPlainString();
    }

    /// PostgreSQL's order: NaN equals itself and is above all; -0 equals 0.
    public static int compare(double left, double right) {
        if (left < right) {
            return -1;
        }
        if (left > right) {
            return 1;
        }
        return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }

    /// A hash that agrees with {@link #compare}.
    public static int hash(double value) {
        return Double.hashCode(value == 0 ? 0.0 : value);
    }

    /// Bits whose signed order is the order of {@link #compare}.
    static long orderedBits(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    static int orderedBits(float value) {
        int bits = Float.floatToIntBits(value == 0 ? 0.0f : value);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }
}
