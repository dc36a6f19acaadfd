package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.DateMath.Ymd;
import org.jspecify.annotations.Nullable;

/// What `to_date` and `to_timestamp` read from a text, and the moment that it means. A field is 0 while it is not
/// set.
final class ScannedDateTime {

    private static final int MAX_ZONE_HOUR = 15;

    private final String text;
    DateTimePattern.Convention convention = DateTimePattern.Convention.ANY;
    boolean twelveHours;
    int afternoon;
    int hour;
    int minute;
    int second;
    int secondsOfDay;
    int millis;
    int micros;
    /// Digits after the point to round to.
    int precision = 6;
    int weekday;
    int day;
    int dayOfYear;
    int month;
    int year;
    int yearDigits;
    int beforeChrist;
    int week;
    int weekOfMonth;
    int century;
    int julian;
    int zoneSign;
    int zoneHour;
    int zoneMinute;

    // The result while it is put together: year 0 is 1 BC.
    private int resultYear;
    private int resultMonth = 1;
    private int resultDay = 1;
    private boolean hasYear;
    private boolean hasMonth;
    private boolean hasDay;

    ScannedDateTime(String text) {
        this.text = text;
    }

    /// @param date days since 2000-01-01
    /// @param micros of the day
    /// @param offset seconds east of Greenwich; null when no zone was given
    /// @param precision digits after the point that the template asks for
    record Result(int date, long micros, @Nullable Integer offset, int precision) {}

    private SqlException overflow() {
        return new SqlException(
                SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
    }

    /// @throws SqlException 22007, 22008
    Result result() {
        long time = time();
        years();
        weeks();
        if (weekOfMonth != 0) {
            day = (weekOfMonth - 1) * 7 + 1;
        }
        if (day != 0) {
            resultDay = day;
            hasDay = true;
        }
        if (month != 0) {
            resultMonth = month;
            hasMonth = true;
        }
        if (dayOfYear != 0 && (resultMonth <= 1 || resultDay <= 1)) {
            daysOfYear();
        }
        validate();
        if (!DateMath.isJulianRange(resultYear, resultMonth)) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range: \"" + text + "\"");
        }
        return new Result(DateMath.days(resultYear, resultMonth, resultDay), time, offset(), precision);
    }

    private long time() {
        int hours = secondsOfDay / 3600;
        int minutes = secondsOfDay / 60 % 60;
        int seconds = secondsOfDay % 60;
        hours = hour != 0 ? hour : hours;
        minutes = minute != 0 ? minute : minutes;
        seconds = second != 0 ? second : seconds;
        if (twelveHours) {
            if (hours < 1 || hours > 12) {
                throw new SqlException(
                                SqlState.INVALID_DATETIME_FORMAT,
                                "hour \"" + hours + "\" is invalid for the 12-hour clock")
                        .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
            }
            hours = hours % 12 + (afternoon != 0 ? 12 : 0);
        }
        long fraction = millis * 1000L + micros;
        boolean good = hours >= 0
                && hours < 24
                && minutes >= 0
                && minutes < 60
                && seconds >= 0
                && seconds < 60
                && fraction >= 0
                && fraction < DateMath.MICROS_PER_SECOND;
        if (!good) {
            throw overflow();
        }
        return ((hours * 60L + minutes) * 60 + seconds) * DateMath.MICROS_PER_SECOND + fraction;
    }

    // A century and a year of two digits go together; the 21st century began in 2001, the 6th BC ended in 501 BC.
    private void years() {
        int signed = beforeChrist != 0 ? -century : century;
        if (year != 0 && century != 0 && yearDigits <= 2) {
            int rest = year % 100;
            if (rest == 0) {
                resultYear = signed * 100 + (signed >= 0 ? 0 : 1);
            } else {
                resultYear = signed >= 0 ? rest + (signed - 1) * 100 : (signed + 1) * 100 - rest + 1;
            }
            hasYear = true;
        } else if (year != 0) {
            resultYear = beforeChrist != 0 ? -year : year;
            if (resultYear < 0) {
                resultYear++;
            }
            hasYear = true;
        } else if (century != 0) {
            resultYear = signed >= 0 ? (signed - 1) * 100 + 1 : signed * 100 + 1;
            hasYear = true;
        }
        if (julian != 0) {
            set(DateMath.fromJulian(julian));
        }
    }

    private void set(Ymd date) {
        resultYear = date.year();
        resultMonth = date.month();
        resultDay = date.day();
        hasYear = true;
        hasMonth = true;
        hasDay = true;
    }

    private void weeks() {
        if (week == 0) {
            return;
        }
        if (convention != DateTimePattern.Convention.ISO_WEEK) {
            dayOfYear = (week - 1) * 7 + 1;
            return;
        }
        int start = DateMath.isoWeekStart(resultYear, week);
        // Days are counted from Sunday = 1, ISO weeks begin on Monday.
        int shift = weekday == 0 ? 0 : weekday > 1 ? weekday - 2 : 6;
        set(DateMath.fromJulian(start + shift));
    }

    private void daysOfYear() {
        if (resultYear == 0 && beforeChrist == 0) {
            throw new SqlException(
                    SqlState.INVALID_DATETIME_FORMAT, "cannot calculate day of year without year information");
        }
        if (convention == DateTimePattern.Convention.ISO_WEEK) {
            set(DateMath.fromJulian(DateMath.isoWeekStart(resultYear, 1) - 1L + dayOfYear));
            return;
        }
        int inMonth = 1;
        int before = 0;
        while (inMonth <= 12 && dayOfYear > before + DateMath.daysInMonth(resultYear, inMonth)) {
            before += DateMath.daysInMonth(resultYear, inMonth);
            inMonth++;
        }
        resultMonth = resultMonth <= 1 ? inMonth : resultMonth;
        resultDay = resultDay <= 1 ? dayOfYear - before : resultDay;
        hasMonth = true;
        hasDay = true;
    }

    private void validate() {
        boolean wrongMonth = hasMonth && (resultMonth < 1 || resultMonth > 12);
        boolean wrongDay = hasDay && (resultDay < 1 || resultDay > 31);
        if (wrongMonth || wrongDay) {
            throw overflow();
        }
        boolean whole = hasYear && hasMonth && hasDay;
        if (whole && resultDay > DateMath.daysInMonth(resultYear, resultMonth)) {
            throw overflow();
        }
    }

    private @Nullable Integer offset() {
        if (zoneSign == 0) {
            return null;
        }
        if (zoneHour < 0 || zoneHour > MAX_ZONE_HOUR || zoneMinute < 0 || zoneMinute >= 60) {
            throw new SqlException(
                    SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
                    "time zone displacement out of range: \"" + text + "\"");
        }
        return zoneSign * (zoneHour * 3600 + zoneMinute * 60);
    }
}
