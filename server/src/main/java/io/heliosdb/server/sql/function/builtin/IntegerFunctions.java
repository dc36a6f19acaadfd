package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.TypeErrors;
import java.math.BigInteger;

/// Arithmetic, bit operations and conversions of whole numbers (PostgreSQL 18 manual, 9.3).
final class IntegerFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        for (String pair : new String[] {"int2", "int24", "int42", "int4"}) {
            boolean small = pair.equals("int2");
            b.longs(pair + "pl", (x, y) -> fit(x + y, small));
            b.longs(pair + "mi", (x, y) -> fit(x - y, small));
            b.longs(pair + "mul", (x, y) -> fit(x * y, small));
            b.longs(pair + "div", (x, y) -> fit(x / divisor(y), small));
        }
        for (String pair : new String[] {"int8", "int28", "int82", "int48", "int84"}) {
            b.longs(pair + "pl", IntegerFunctions::add);
            b.longs(pair + "mi", IntegerFunctions::subtract);
            b.longs(pair + "mul", IntegerFunctions::multiply);
            b.longs(pair + "div", IntegerFunctions::divide);
        }
        for (String type : new String[] {"int2", "int4", "int8"}) {
            b.longs(type + "mod", (x, y) -> x % divisor(y));
            b.longs(type + "and", (x, y) -> x & y);
            b.longs(type + "or", (x, y) -> x | y);
            b.longs(type + "xor", (x, y) -> x ^ y);
            b.longs(type + "larger", Math::max);
            b.longs(type + "smaller", Math::min);
        }
        b.longs("int2shl", (x, y) -> (short) ((int) x << y));
        b.longs("int4shl", (x, y) -> (int) x << y);
        b.longs("int8shl", (x, y) -> x << y);
        b.longs("int2shr", (x, y) -> (short) ((int) x >> y));
        b.longs("int4shr", (x, y) -> (int) x >> y);
        b.longs("int8shr", (x, y) -> x >> y);
        unary(b);
        conversions(b);
        divisors(b);
    }

    private static void unary(Bindings b) {
        b.f1("int2um", (Integer x) -> (int) fit(-(long) x, true));
        b.f1("int4um", (Integer x) -> (int) fit(-(long) x, false));
        b.f1("int8um", (Long x) -> subtract(0, x));
        b.f1("int2abs", (Integer x) -> (int) fit(Math.abs((long) x), true));
        b.f1("int4abs", (Integer x) -> (int) fit(Math.abs((long) x), false));
        b.f1("int8abs", (Long x) -> x < 0 ? subtract(0, x) : (long) x);
        for (String type : new String[] {"int2", "int4"}) {
            b.f1(type + "up", (Integer x) -> x);
            b.f1(type + "not", (Integer x) -> ~x);
        }
        b.f1("int8up", (Long x) -> x);
        b.f1("int8not", (Long x) -> ~x);
        b.f1("int8inc", (Long x) -> add(x, 1));
    }

    private static void conversions(Bindings b) {
        b.f1("i2toi4", (Integer x) -> x);
        b.f1("i4toi2", (Integer x) -> (int) fit(x, true));
        b.f1("int28", (Integer x) -> (long) x);
        b.f1("int48", (Integer x) -> (long) x);
        b.f1("int82", (Long x) -> (int) fit(x, true));
        b.f1("int84", (Long x) -> (int) fit(x, false));
        b.f1("i8tooid", (Long x) -> {
            if (x < 0 || x > 0xFFFF_FFFFL) {
                throw TypeErrors.outOfRange("OID");
            }
            return x;
        });
        b.f1("oidtoi8", (Long x) -> x);
        b.f1("int4_bool", (Integer x) -> x != 0);
        b.f1("bool_int4", (Boolean x) -> x ? 1 : 0);
    }

    private static void divisors(Bindings b) {
        b.longs("int4gcd", (x, y) -> fit(gcd(x, y), false));
        b.longs("int8gcd", IntegerFunctions::longGcd);
        b.longs("int4lcm", (x, y) -> x == 0 || y == 0 ? 0 : fit(Math.abs(x / gcd(x, y) * y), false));
        b.longs("int8lcm", (x, y) -> {
            if (x == 0 || y == 0) {
                return 0;
            }
            BigInteger lcm = BigInteger.valueOf(x)
                    .divide(BigInteger.valueOf(x).gcd(BigInteger.valueOf(y)))
                    .multiply(BigInteger.valueOf(y))
                    .abs();
            return exact(lcm);
        });
    }

    private static long gcd(long x, long y) {
        return y == 0 ? Math.abs(x) : gcd(y, x % y);
    }

    private static long longGcd(long x, long y) {
        return exact(BigInteger.valueOf(x).gcd(BigInteger.valueOf(y)));
    }

    private static long exact(BigInteger value) {
        if (value.bitLength() > 63) {
            throw bigintOutOfRange();
        }
        return value.longValue();
    }

    private static long divisor(long value) {
        if (value == 0) {
            throw TypeErrors.divisionByZero();
        }
        return value;
    }

    static long fit(long value, boolean small) {
        if (small ? value != (short) value : value != (int) value) {
            throw TypeErrors.outOfRange(small ? "smallint" : "integer");
        }
        return value;
    }

    static SqlException bigintOutOfRange() {
        return TypeErrors.outOfRange("bigint");
    }

    static long add(long x, long y) {
        long sum = x + y;
        if (((x ^ sum) & (y ^ sum)) < 0) {
            throw bigintOutOfRange();
        }
        return sum;
    }

    static long subtract(long x, long y) {
        long difference = x - y;
        if (((x ^ y) & (x ^ difference)) < 0) {
            throw bigintOutOfRange();
        }
        return difference;
    }

    static long multiply(long x, long y) {
        long high = Math.multiplyHigh(x, y);
        long low = x * y;
        if (high != low >> 63) {
            throw bigintOutOfRange();
        }
        return low;
    }

    private static long divide(long x, long y) {
        if (y == -1) {
            return subtract(0, x);
        }
        return x / divisor(y);
    }
}
