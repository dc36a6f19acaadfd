package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.TypeErrors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleUnaryOperator;

/// Arithmetic, conversions and mathematical functions of floating-point numbers (PostgreSQL 18 manual, 9.3).
final class FloatFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.doubles("float8pl", (x, y) -> overflow(x + y, x, y));
        b.doubles("float8mi", (x, y) -> overflow(x - y, x, y));
        b.doubles("float8mul", FloatFunctions::multiply);
        b.doubles("float8div", FloatFunctions::divide);
        b.f2("float4pl", (Float x, Float y) -> narrow(x + y, x, y));
        b.f2("float4mi", (Float x, Float y) -> narrow(x - y, x, y));
        b.f2("float4mul", (Float x, Float y) -> {
            float product = narrow(x * y, x, y);
            if (product == 0 && x != 0 && y != 0) {
                throw TypeErrors.underflow();
            }
            return product;
        });
        b.f2("float4div", (Float x, Float y) -> {
            checkDivisor(x, y);
            float quotient = narrow(x / y, x, y);
            if (quotient == 0 && x != 0 && !y.isInfinite()) {
                throw TypeErrors.underflow();
            }
            return quotient;
        });
        for (String mixed : new String[] {"float48", "float84"}) {
            b.f2(
                    mixed + "pl",
                    (Number x, Number y) ->
                            overflow(x.doubleValue() + y.doubleValue(), x.doubleValue(), y.doubleValue()));
            b.f2(
                    mixed + "mi",
                    (Number x, Number y) ->
                            overflow(x.doubleValue() - y.doubleValue(), x.doubleValue(), y.doubleValue()));
            b.f2(mixed + "mul", (Number x, Number y) -> multiply(x.doubleValue(), y.doubleValue()));
            b.f2(mixed + "div", (Number x, Number y) -> divide(x.doubleValue(), y.doubleValue()));
        }
        b.f1("float4um", (Float x) -> -x);
        b.f1("float8um", (Double x) -> -x);
        b.f1("float4up", (Float x) -> x);
        b.f1("float8up", (Double x) -> x);
        b.f1("float4abs", (Float x) -> Math.abs(x));
        b.f1("float8abs", (Double x) -> Math.abs(x));
        conversions(b);
        mathematics(b);
        trigonometry(b);
        degrees(b);
        b.f0("drandom", c -> ThreadLocalRandom.current().nextDouble());
    }

    private static double overflow(double result, double x, double y) {
        if (Double.isInfinite(result) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
            throw TypeErrors.overflow();
        }
        return result;
    }

    private static float narrow(float result, float x, float y) {
        if (Float.isInfinite(result) && !Float.isInfinite(x) && !Float.isInfinite(y)) {
            throw TypeErrors.overflow();
        }
        return result;
    }

    private static double multiply(double x, double y) {
        double product = overflow(x * y, x, y);
        if (product == 0 && x != 0 && y != 0) {
            throw TypeErrors.underflow();
        }
        return product;
    }

    private static void checkDivisor(double x, double y) {
        if (y == 0 && !Double.isNaN(x)) {
            throw TypeErrors.divisionByZero();
        }
    }

    private static double divide(double x, double y) {
        checkDivisor(x, y);
        double quotient = overflow(x / y, x, y);
        if (quotient == 0 && x != 0 && !Double.isInfinite(y)) {
            throw TypeErrors.underflow();
        }
        return quotient;
    }

    private static void conversions(Bindings b) {
        b.f1("ftod", (Float x) -> (double) x);
        b.f1("dtof", (Double x) -> {
            float narrow = x.floatValue();
            if (Float.isInfinite(narrow) && !x.isInfinite()) {
                throw TypeErrors.overflow();
            }
            if (narrow == 0 && x != 0) {
                throw TypeErrors.underflow();
            }
            return narrow;
        });
        b.f1("i2tod", (Integer x) -> (double) x);
        b.f1("i4tod", (Integer x) -> (double) x);
        b.f1("i8tod", (Long x) -> (double) x);
        b.f1("i2tof", (Integer x) -> (float) x);
        b.f1("i4tof", (Integer x) -> (float) x);
        b.f1("i8tof", (Long x) -> (float) x);
        for (String source : new String[] {"d", "f"}) {
            b.f1(source + "toi2", (Number x) -> (int) whole(x, Short.MIN_VALUE, Short.MAX_VALUE, "smallint"));
            b.f1(source + "toi4", (Number x) -> (int) whole(x, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer"));
            b.f1(source + "toi8", (Number x) -> whole(x, Long.MIN_VALUE, Long.MAX_VALUE, "bigint"));
        }
    }

    private static long whole(Number x, long min, long max, String type) {
        double rounded = Math.rint(x.doubleValue());
        // The largest long is no double; the next one above it is out of range.
        if (!(rounded >= min && (max == Long.MAX_VALUE ? rounded < 0x1p63 : rounded <= max))) {
            throw TypeErrors.outOfRange(type);
        }
        return (long) rounded;
    }

    private static void mathematics(Bindings b) {
        b.f1("dround", (Double x) -> Math.rint(x));
        b.f1("dceil", (Double x) -> Math.ceil(x));
        b.f1("dfloor", (Double x) -> Math.floor(x));
        b.f1("dtrunc", (Double x) -> x < 0 ? Math.ceil(x) : Math.floor(x));
        b.f1("dsign", (Double x) -> x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0);
        b.f1("dsqrt", (Double x) -> {
            if (x < 0) {
                throw new SqlException(
                        SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION, "cannot take square root of a negative number");
            }
            return Math.sqrt(x);
        });
        b.f1("dcbrt", (Double x) -> Math.cbrt(x));
        b.f1("dexp", (Double x) -> {
            double result = overflow(Math.exp(x), x, 0);
            if (result == 0 && !x.isInfinite()) {
                throw TypeErrors.underflow();
            }
            return result;
        });
        b.f1("dlog1", (Double x) -> Math.log(logarithmArgument(x)));
        b.f1("dlog10", (Double x) -> Math.log10(logarithmArgument(x)));
        b.f2("dpow", FloatFunctions::power);
        b.f0("dpi", c -> Math.PI);
        b.f1("degrees", (Double x) -> overflow(x / RADIANS_PER_DEGREE, x, 0));
        b.f1("radians", (Double x) -> x * RADIANS_PER_DEGREE);
    }

    private static final double RADIANS_PER_DEGREE = 0.017453292519943295;

    private static double logarithmArgument(double x) {
        if (x == 0) {
            throw new SqlException(SqlState.INVALID_ARGUMENT_FOR_LOG, "cannot take logarithm of zero");
        }
        if (x < 0) {
            throw new SqlException(SqlState.INVALID_ARGUMENT_FOR_LOG, "cannot take logarithm of a negative number");
        }
        return x;
    }

    private static double power(Double x, Double y) {
        if (x == 0 && y < 0) {
            throw new SqlException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION, "zero raised to a negative power is undefined");
        }
        if (x < 0 && Math.rint(y) != y && !y.isNaN()) {
            throw new SqlException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "a negative number raised to a non-integer power yields a complex result");
        }
        if (x == 1) {
            // Java says NaN for 1 raised to NaN or an infinity.
            return 1;
        }
        if (x == -1 && y.isInfinite()) {
            return 1;
        }
        double result = overflow(Math.pow(x, y), x, y);
        if (result == 0 && x != 0 && !x.isInfinite() && !y.isInfinite()) {
            throw TypeErrors.underflow();
        }
        return result;
    }

    private static SqlException outOfDomain() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
    }

    private static void angle(Bindings b, String symbol, DoubleUnaryOperator body) {
        b.f1(symbol, (Double x) -> {
            if (x.isInfinite()) {
                throw outOfDomain();
            }
            return body.applyAsDouble(x);
        });
    }

    private static void within(Bindings b, String symbol, DoubleUnaryOperator body) {
        b.f1(symbol, (Double x) -> {
            if (x < -1 || x > 1) {
                throw outOfDomain();
            }
            return body.applyAsDouble(x);
        });
    }

    private static void trigonometry(Bindings b) {
        angle(b, "dsin", Math::sin);
        angle(b, "dcos", Math::cos);
        angle(b, "dtan", Math::tan);
        angle(b, "dcot", x -> 1 / Math.tan(x));
        within(b, "dasin", Math::asin);
        within(b, "dacos", Math::acos);
        b.f1("datan", (Double x) -> Math.atan(x));
        b.f2("datan2", (Double y, Double x) -> Math.atan2(y, x));
        b.f1("dsinh", (Double x) -> Math.sinh(x));
        b.f1("dcosh", (Double x) -> Math.cosh(x));
        b.f1("dtanh", (Double x) -> Math.tanh(x));
        b.f1(
                "dasinh",
                (Double x) ->
                        x == 0 || x.isInfinite() ? x : Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x));
        b.f1("dacosh", (Double x) -> {
            if (x < 1) {
                throw outOfDomain();
            }
            return Math.log(x + Math.sqrt(x * x - 1));
        });
        within(
                b,
                "datanh",
                x -> Math.abs(x) == 1 ? Math.copySign(Double.POSITIVE_INFINITY, x) : 0.5 * Math.log1p(2 * x / (1 - x)));
    }

    private static void degrees(Bindings b) {
        angle(b, "dsind", FloatFunctions::sinDegrees);
        angle(b, "dcosd", x -> sinDegrees(90 - Math.abs(x % 360)));
        angle(b, "dtand", x -> sinDegrees(x) / sinDegrees(90 - Math.abs(x % 360)));
        angle(b, "dcotd", x -> sinDegrees(90 - Math.abs(x % 360)) / sinDegrees(x));
        within(b, "dasind", x -> exactDegrees(Math.toDegrees(Math.asin(x))));
        within(b, "dacosd", x -> exactDegrees(Math.toDegrees(Math.acos(x))));
        b.f1("datand", (Double x) -> exactDegrees(Math.toDegrees(Math.atan(x))));
        b.f2("datan2d", (Double y, Double x) -> exactDegrees(Math.toDegrees(Math.atan2(y, x))));
    }

    // Multiples of 30 degrees give exact results.
    private static double sinDegrees(double x) {
        double angle = x % 360;
        if (angle < 0) {
            angle += 360;
        }
        int sign = angle >= 180 ? -1 : 1;
        double half = angle >= 180 ? angle - 180 : angle;
        double quarter = half > 90 ? 180 - half : half;
        double value = quarter == 30 ? 0.5 : quarter == 90 ? 1 : quarter == 0 ? 0 : Math.sin(Math.toRadians(quarter));
        return sign * value;
    }

    private static double exactDegrees(double degrees) {
        double rounded = Math.rint(degrees);
        return Math.abs(rounded - degrees) < 1e-13 ? rounded : degrees;
    }
}
