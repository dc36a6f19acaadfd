package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// A value of `interval`: months, days and microseconds, each kept apart.
///
/// Equality and order are by the whole length, a month counting 30 days and a day 24 hours: `1 month` equals `30 days`.
public record Interval(int months, int days, long micros) implements Comparable<Interval> {

    public static final Interval ZERO = new Interval(0, 0, 0);

    private static final int DAYS_PER_MONTH = 30;

    /// 22008.
    public static SqlException outOfRange() {
        return new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }

    /// @throws SqlException 22008
    public Interval plus(Interval other) {
        try {
            return new Interval(
                    Math.addExact(months, other.months),
                    Math.addExact(days, other.days),
                    Math.addExact(micros, other.micros));
        } catch (ArithmeticException overflow) {
            throw outOfRange();
        }
    }

    /// @throws SqlException 22008
    public Interval minus(Interval other) {
        try {
            return new Interval(
                    Math.subtractExact(months, other.months),
                    Math.subtractExact(days, other.days),
                    Math.subtractExact(micros, other.micros));
        } catch (ArithmeticException overflow) {
            throw outOfRange();
        }
    }

    /// @throws SqlException 22008
    public Interval negated() {
        return ZERO.minus(this);
    }

    /// Whole days of the length, the key's first half; the rest is {@link #restMicros}.
    long totalDays() {
        return (long) months * DAYS_PER_MONTH + days + Math.floorDiv(micros, DateMath.MICROS_PER_DAY);
    }

    long restMicros() {
        return Math.floorMod(micros, DateMath.MICROS_PER_DAY);
    }

    /// The length in microseconds; beyond 64 bits for the longest.
    public BigInteger length() {
        return BigInteger.valueOf(totalDays())
                .multiply(BigInteger.valueOf(DateMath.MICROS_PER_DAY))
                .add(BigInteger.valueOf(restMicros()));
    }

    @Override
    public int compareTo(Interval other) {
        int byDays = Long.compare(totalDays(), other.totalDays());
        return byDays != 0 ? byDays : Long.compare(restMicros(), other.restMicros());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Interval interval && compareTo(interval) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(totalDays() * 31 + restMicros());
    }
}
