package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.type.BitString;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeErrors;
import io.heliosdb.server.sql.type.Types;
import java.math.BigInteger;

/// count, sum, avg, min, max and the bitwise and boolean aggregates (PostgreSQL 18 manual, 9.21).
final class SumAggregates implements FunctionModule {

    private static final class Count {
        long rows;
    }

    /// A sum of whole numbers; it leaves 64 bits only when it must.
    private static final class WholeSum {
        long rows;
        long low;
        BigInteger high = BigInteger.ZERO;

        void add(long value) {
            rows++;
            long sum = low + value;
            if (((low ^ sum) & (value ^ sum)) < 0) {
                high = high.add(BigInteger.valueOf(low));
                sum = value;
            }
            low = sum;
        }

        BigInteger total() {
            return high.add(BigInteger.valueOf(low));
        }

        Numeric average() {
            return NumericMath.divide(Numeric.of(total()), Numeric.of(rows));
        }
    }

    private static final class NumericSum {
        long rows;
        Numeric total = Numeric.ZERO;
    }

    private static final class DoubleSum {
        long rows;
        double total;
    }

    private static final class IntervalSum {
        long rows;
        Interval total = Interval.ZERO;
    }

    @Override
    public void register(Bindings b) {
        b.aggregate("count()", false, Aggregates.of(Count::new, (c, s, a) -> s.rows++, (c, s) -> s.rows));
        b.aggregate("count(any)", true, Aggregates.of(Count::new, (c, s, a) -> s.rows++, (c, s) -> s.rows));
        wholeNumbers(b);
        others(b);
        extremes(b);
        bits(b);
    }

    private static void wholeNumbers(Bindings b) {
        for (String type : new String[] {"int2", "int4"}) {
            b.aggregate(
                    "sum(" + type + ")",
                    true,
                    Aggregates.of(
                            WholeSum::new, (c, s, a) -> s.add((Integer) a[0]), (c, s) -> s.rows == 0 ? null : s.low));
            b.aggregate(
                    "avg(" + type + ")",
                    true,
                    Aggregates.of(
                            WholeSum::new,
                            (c, s, a) -> s.add((Integer) a[0]),
                            (c, s) -> s.rows == 0 ? null : s.average()));
        }
        b.aggregate(
                "sum(int8)",
                true,
                Aggregates.of(
                        WholeSum::new,
                        (c, s, a) -> s.add((Long) a[0]),
                        (c, s) -> s.rows == 0 ? null : Numeric.of(s.total())));
        b.aggregate(
                "avg(int8)",
                true,
                Aggregates.of(
                        WholeSum::new, (c, s, a) -> s.add((Long) a[0]), (c, s) -> s.rows == 0 ? null : s.average()));
    }

    private static void addDouble(DoubleSum sum, Object value) {
        double number = ((Number) value).doubleValue();
        double total = sum.total + number;
        if (Double.isInfinite(total) && !Double.isInfinite(sum.total) && !Double.isInfinite(number)) {
            throw TypeErrors.overflow();
        }
        sum.rows++;
        sum.total = total;
    }

    private static void others(Bindings b) {
        b.aggregate(
                "sum(numeric)",
                true,
                Aggregates.of(
                        NumericSum::new,
                        (c, s, a) -> {
                            s.rows++;
                            s.total = NumericMath.add(s.total, (Numeric) a[0]);
                        },
                        (c, s) -> s.rows == 0 ? null : s.total));
        b.aggregate(
                "avg(numeric)",
                true,
                Aggregates.of(
                        NumericSum::new,
                        (c, s, a) -> {
                            s.rows++;
                            s.total = NumericMath.add(s.total, (Numeric) a[0]);
                        },
                        (c, s) -> s.rows == 0 ? null : NumericMath.divide(s.total, Numeric.of(s.rows))));
        b.aggregate("sum(float4)", true, Aggregates.fold((x, y) -> {
            float sum = (Float) x + (Float) y;
            if (Float.isInfinite(sum) && !((Float) x).isInfinite() && !((Float) y).isInfinite()) {
                throw TypeErrors.overflow();
            }
            return sum;
        }));
        b.aggregate(
                "sum(float8)",
                true,
                Aggregates.of(DoubleSum::new, (c, s, a) -> addDouble(s, a[0]), (c, s) -> s.rows == 0 ? null : s.total));
        for (String type : new String[] {"float4", "float8"}) {
            b.aggregate(
                    "avg(" + type + ")",
                    true,
                    Aggregates.of(
                            DoubleSum::new,
                            (c, s, a) -> addDouble(s, a[0]),
                            (c, s) -> s.rows == 0 ? null : s.total / s.rows));
        }
        b.aggregate("sum(money)", true, Aggregates.fold((x, y) -> (Long) x + (Long) y));
        b.aggregate("sum(interval)", true, Aggregates.fold((x, y) -> ((Interval) x).plus((Interval) y)));
        b.aggregate(
                "avg(interval)",
                true,
                Aggregates.of(
                        IntervalSum::new,
                        (c, s, a) -> {
                            s.rows++;
                            s.total = s.total.plus((Interval) a[0]);
                        },
                        (c, s) -> s.rows == 0 ? null : Intervals.divide(s.total, (double) s.rows)));
    }

    private static void extremes(Bindings b) {
        String[] names = {
            "int8",
            "int4",
            "int2",
            "oid",
            "float4",
            "float8",
            "date",
            "time",
            "timetz",
            "money",
            "timestamp",
            "timestamptz",
            "interval",
            "text",
            "numeric",
            "bpchar",
            "tid",
            "inet",
            "pg_lsn",
            "xid8"
        };
        for (String name : names) {
            Type type = Types.byName(name).orElseThrow();
            b.aggregate("max(" + name + ")", true, Aggregates.fold((x, y) -> type.compare(x, y) >= 0 ? x : y));
            b.aggregate("min(" + name + ")", true, Aggregates.fold((x, y) -> type.compare(x, y) <= 0 ? x : y));
        }
        for (String name : new String[] {"anyarray", "anyenum"}) {
            b.aggregateByTypes("max(" + name + ")", true, (types, result) -> max(types.getFirst()));
            b.aggregateByTypes("min(" + name + ")", true, (types, result) -> min(types.getFirst()));
        }
    }

    private static Implementation max(Type type) {
        return new Implementation.Aggregate(Aggregates.fold((x, y) -> type.compare(x, y) >= 0 ? x : y));
    }

    private static Implementation min(Type type) {
        return new Implementation.Aggregate(Aggregates.fold((x, y) -> type.compare(x, y) <= 0 ? x : y));
    }

    private static void bits(Bindings b) {
        for (String type : new String[] {"int2", "int4"}) {
            b.aggregate("bit_and(" + type + ")", true, Aggregates.fold((x, y) -> (Integer) x & (Integer) y));
            b.aggregate("bit_or(" + type + ")", true, Aggregates.fold((x, y) -> (Integer) x | (Integer) y));
            b.aggregate("bit_xor(" + type + ")", true, Aggregates.fold((x, y) -> (Integer) x ^ (Integer) y));
        }
        b.aggregate("bit_and(int8)", true, Aggregates.fold((x, y) -> (Long) x & (Long) y));
        b.aggregate("bit_or(int8)", true, Aggregates.fold((x, y) -> (Long) x | (Long) y));
        b.aggregate("bit_xor(int8)", true, Aggregates.fold((x, y) -> (Long) x ^ (Long) y));
        b.aggregate("bit_and(bit)", true, Aggregates.fold((x, y) -> BitFunctions.and((BitString) x, (BitString) y)));
        b.aggregate("bit_or(bit)", true, Aggregates.fold((x, y) -> BitFunctions.or((BitString) x, (BitString) y)));
        b.aggregate("bit_xor(bit)", true, Aggregates.fold((x, y) -> BitFunctions.xor((BitString) x, (BitString) y)));
        b.aggregate("bool_and(bool)", true, Aggregates.fold((x, y) -> (Boolean) x && (Boolean) y));
        b.aggregate("every(bool)", true, Aggregates.fold((x, y) -> (Boolean) x && (Boolean) y));
        b.aggregate("bool_or(bool)", true, Aggregates.fold((x, y) -> (Boolean) x || (Boolean) y));
    }
}
