package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.TypeErrors;

/// Arithmetic of intervals with numbers (PostgreSQL's `interval_mul`, `interval_div`, `justify_…`).
final class Intervals {

    private static final int DAYS_PER_MONTH = 30;
    private static final double SECONDS_PER_DAY = 86_400;

    private Intervals() {}

    static Interval multiply(Interval x, double factor) {
        return scale(x, x.months() * factor, x.days() * factor, x.micros() * factor);
    }

    static Interval divide(Interval x, double divisor) {
        if (divisor == 0) {
            throw TypeErrors.divisionByZero();
        }
        return scale(x, x.months() / divisor, x.days() / divisor, x.micros() / divisor);
    }

    // Fractions of months become days, of days seconds.
    private static Interval scale(Interval x, double exactMonths, double exactDays, double exactMicros) {
        int months = toInt(exactMonths);
        int days = toInt(exactDays);
        double monthDays = round((exactMonths - months) * DAYS_PER_MONTH);
        double seconds = round((exactDays - days + monthDays - (int) monthDays) * SECONDS_PER_DAY);
        if (Math.abs(seconds) >= SECONDS_PER_DAY) {
            days += (int) (seconds / SECONDS_PER_DAY);
            seconds %= SECONDS_PER_DAY;
        }
        double micros = Math.rint(exactMicros + seconds * DateMath.MICROS_PER_SECOND);
        if (Double.isNaN(micros) || Math.abs(micros) >= 0x1p63) {
            throw Interval.outOfRange();
        }
        long dayTotal = (long) days + (int) monthDays;
        if (dayTotal != (int) dayTotal) {
            throw Interval.outOfRange();
        }
        return x.equals(Interval.ZERO) ? Interval.ZERO : new Interval(months, (int) dayTotal, (long) micros);
    }

    private static double round(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }

    private static int toInt(double value) {
        if (Double.isNaN(value) || value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
            throw Interval.outOfRange();
        }
        return (int) value;
    }

    static Interval justifyHours(Interval x) {
        long whole = x.micros() / DateMath.MICROS_PER_DAY;
        long micros = x.micros() - whole * DateMath.MICROS_PER_DAY;
        long days = x.days() + whole;
        if (days > 0 && micros < 0) {
            micros += DateMath.MICROS_PER_DAY;
            days--;
        } else if (days < 0 && micros > 0) {
            micros -= DateMath.MICROS_PER_DAY;
            days++;
        }
        return new Interval(x.months(), checked(days), micros);
    }

    static Interval justifyDays(Interval x) {
        long whole = x.days() / DAYS_PER_MONTH;
        long days = x.days() - whole * DAYS_PER_MONTH;
        long months = x.months() + whole;
        if (months > 0 && days < 0) {
            days += DAYS_PER_MONTH;
            months--;
        } else if (months < 0 && days > 0) {
            days -= DAYS_PER_MONTH;
            months++;
        }
        return new Interval(checked(months), checked(days), x.micros());
    }

    static Interval justify(Interval x) {
        Interval hours = justifyHours(new Interval(x.months(), x.days(), x.micros()));
        Interval days = justifyDays(hours);
        int months = days.months();
        long dayCount = days.days();
        long micros = days.micros();
        if (months > 0 && (dayCount < 0 || (dayCount == 0 && micros < 0))) {
            dayCount += DAYS_PER_MONTH;
            months--;
        } else if (months < 0 && (dayCount > 0 || (dayCount == 0 && micros > 0))) {
            dayCount -= DAYS_PER_MONTH;
            months++;
        }
        if (dayCount > 0 && micros < 0) {
            micros += DateMath.MICROS_PER_DAY;
            dayCount--;
        } else if (dayCount < 0 && micros > 0) {
            micros -= DateMath.MICROS_PER_DAY;
            dayCount++;
        }
        return new Interval(months, checked(dayCount), micros);
    }

    private static int checked(long value) {
        if (value != (int) value) {
            throw Interval.outOfRange();
        }
        return (int) value;
    }
}
