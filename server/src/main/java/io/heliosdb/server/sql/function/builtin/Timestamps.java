package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.DateMath.Ymd;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.TimeZones;
import java.time.ZoneId;

/// Arithmetic of timestamps, all in microseconds since 2000-01-01.
final class Timestamps {

    private Timestamps() {}

    static SqlException outOfRange() {
        return new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
    }

    static SqlException dateOutOfRange() {
        return new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range");
    }

    static long checked(long micros) {
        if (!DateMath.isTimestamp(micros)) {
            throw outOfRange();
        }
        return micros;
    }

    static int days(long micros) {
        return (int) Math.floorDiv(micros, DateMath.MICROS_PER_DAY);
    }

    static long timeOfDay(long micros) {
        return Math.floorMod(micros, DateMath.MICROS_PER_DAY);
    }

    static long ofDays(int days) {
        if (!DateMath.isFinite(days)) {
            return days > 0 ? DateMath.INFINITY : DateMath.MINUS_INFINITY;
        }
        try {
            return checked(Math.multiplyExact((long) days, DateMath.MICROS_PER_DAY));
        } catch (ArithmeticException overflow) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range for timestamp");
        }
    }

    /// The date of a timestamp.
    static int toDate(long micros) {
        if (!DateMath.isFinite(micros)) {
            return micros > 0 ? DateMath.DATE_INFINITY : DateMath.DATE_MINUS_INFINITY;
        }
        return days(micros);
    }

    /// Time on the wall in a zone.
    static long toLocal(long moment, ZoneId zone) {
        return DateMath.isFinite(moment)
                ? checked(moment + TimeZones.offsetAt(zone, moment) * DateMath.MICROS_PER_SECOND)
                : moment;
    }

    /// The moment at which it is this time on the wall of a zone.
    static long toMoment(long local, ZoneId zone) {
        return DateMath.isFinite(local)
                ? checked(local - TimeZones.offsetOfLocal(zone, local) * DateMath.MICROS_PER_SECOND)
                : local;
    }

    /// Adds months (keeping within the month), then days, then time.
    static long plus(long local, Interval interval) {
        if (!DateMath.isFinite(local)) {
            return local;
        }
        long result = plusDays(plusMonths(local, interval.months()), interval.days());
        return plusMicros(result, interval.micros());
    }

    /// As {@link #plus}, months and days being counted on the wall of the zone.
    static long plusZoned(long moment, Interval interval, ZoneId zone) {
        if (!DateMath.isFinite(moment)) {
            return moment;
        }
        long result = moment;
        if (interval.months() != 0) {
            result = toMoment(plusMonths(toLocal(result, zone), interval.months()), zone);
        }
        if (interval.days() != 0) {
            result = toMoment(plusDays(toLocal(result, zone), interval.days()), zone);
        }
        return plusMicros(result, interval.micros());
    }

    private static long plusMonths(long local, int months) {
        if (months == 0) {
            return local;
        }
        Ymd date = DateMath.fromDays(days(local));
        long month = date.month() - 1L + months;
        long year = date.year() + Math.floorDiv(month, 12L);
        int newMonth = (int) Math.floorMod(month, 12L) + 1;
        if (year != (int) year || !DateMath.isJulianRange((int) year, newMonth)) {
            throw outOfRange();
        }
        int day = Math.min(date.day(), DateMath.daysInMonth((int) year, newMonth));
        return plusMicros(
                multiply(DateMath.days((int) year, newMonth, day), DateMath.MICROS_PER_DAY), timeOfDay(local));
    }

    private static long plusDays(long local, int days) {
        return days == 0 ? local : plusMicros(local, multiply(days, DateMath.MICROS_PER_DAY));
    }

    private static long multiply(long x, long y) {
        try {
            return Math.multiplyExact(x, y);
        } catch (ArithmeticException overflow) {
            throw outOfRange();
        }
    }

    private static long plusMicros(long local, long micros) {
        long sum = local + micros;
        if (((local ^ sum) & (micros ^ sum)) < 0) {
            throw outOfRange();
        }
        return checked(sum);
    }

    /// Days and time between two timestamps.
    static Interval minus(long left, long right) {
        if (!DateMath.isFinite(left) || !DateMath.isFinite(right)) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
        }
        long difference = left - right;
        if (((left ^ right) & (left ^ difference)) < 0) {
            throw Interval.outOfRange();
        }
        return Intervals.justifyHours(new Interval(0, 0, difference));
    }

    /// Years, months, days and time between two timestamps, as a calendar counts them.
    static Interval age(long left, long right) {
        if (!DateMath.isFinite(left) || !DateMath.isFinite(right)) {
            throw outOfRange();
        }
        if (left < right) {
            return calendarAge(right, left).negated();
        }
        return calendarAge(left, right);
    }

    // Days are borrowed from the month of the earlier one.
    private static Interval calendarAge(long later, long earlier) {
        Ymd to = DateMath.fromDays(days(later));
        Ymd from = DateMath.fromDays(days(earlier));
        long micros = timeOfDay(later) - timeOfDay(earlier);
        int days = to.day() - from.day();
        int months = (to.year() - from.year()) * 12 + to.month() - from.month();
        if (micros < 0) {
            micros += DateMath.MICROS_PER_DAY;
            days--;
        }
        while (days < 0) {
            days += DateMath.daysInMonth(from.year(), from.month());
            months--;
        }
        return new Interval(months, days, micros);
    }
}
