package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.Floats;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.TimeTz;
import io.heliosdb.server.sql.type.TimeZones;
import io.heliosdb.server.sql.type.Types;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The current time, conversions between dates and times, and making them of numbers (PostgreSQL 18 manual, 9.9).
final class DateTimeFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.f0("now", c -> TimeZones.micros(c.transactionStart()));
        b.f0("statement_timestamp", c -> TimeZones.micros(c.statementStart()));
        b.f0("clock_timestamp", c -> TimeZones.micros(c.clock()));
        b.f0("timeofday", DateTimeFunctions::timeOfDay);
        b.f1("date_finite", (Integer x) -> DateMath.isFinite(x));
        b.f1("timestamp_finite", (Long x) -> DateMath.isFinite(x));
        b.f1("interval_finite", (Interval x) -> true);
        conversions(b);
        scales(b);
        makers(b);
        overlaps(b);
    }

    private static String timeOfDay(FunctionContext c) {
        long now = TimeZones.micros(c.clock());
        var local = c.clock().atZone(c.timeZone());
        String date = DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss", Locale.ENGLISH)
                .format(local);
        long micros = Math.floorMod(now, DateMath.MICROS_PER_SECOND);
        return String.format(
                Locale.ROOT,
                "%s.%06d %d %s",
                date,
                micros,
                local.getYear(),
                TimeZones.abbreviationAt(c.timeZone(), now));
    }

    private static void conversions(Bindings b) {
        b.f1("date_timestamp", (Integer d) -> Timestamps.ofDays(d));
        b.c1(
                "date_timestamptz",
                (FunctionContext c, Integer d) -> Timestamps.toMoment(Timestamps.ofDays(d), c.timeZone()));
        b.c2(
                "timestamptz(date,time)",
                (FunctionContext c, Integer d, Long t) -> Timestamps.toMoment(Timestamps.ofDays(d) + t, c.timeZone()));
        b.f1("timestamp_date", (Long t) -> Timestamps.toDate(t));
        b.c1("timestamptz_date", (FunctionContext c, Long t) -> Timestamps.toDate(Timestamps.toLocal(t, c.timeZone())));
        b.f1("timestamp_time", (Long t) -> DateMath.isFinite(t) ? Timestamps.timeOfDay(t) : null);
        b.c1(
                "timestamptz_time",
                (FunctionContext c, Long t) ->
                        DateMath.isFinite(t) ? Timestamps.timeOfDay(Timestamps.toLocal(t, c.timeZone())) : null);
        b.c1(
                "timestamptz_timetz",
                (FunctionContext c, Long t) -> DateMath.isFinite(t)
                        ? new TimeTz(
                                Timestamps.timeOfDay(Timestamps.toLocal(t, c.timeZone())),
                                TimeZones.offsetAt(c.timeZone(), t))
                        : null);
        b.c1("timestamp_timestamptz", (FunctionContext c, Long t) -> Timestamps.toMoment(t, c.timeZone()));
        b.c1("timestamptz_timestamp", (FunctionContext c, Long t) -> Timestamps.toLocal(t, c.timeZone()));
        b.f1("time_interval", (Long t) -> new Interval(0, 0, t));
        b.f1("interval_time", (Interval i) -> Timestamps.timeOfDay(i.micros()));
        b.c1("time_timetz", (FunctionContext c, Long t) -> {
            long now = TimeZones.micros(c.transactionStart());
            return new TimeTz(t, TimeZones.offsetAt(c.timeZone(), now));
        });
        b.f1("timetz_time", (TimeTz t) -> t.micros());
        b.f1("float8_timestamptz", (Double seconds) -> {
            if (seconds.isNaN()) {
                throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp cannot be NaN");
            }
            if (seconds.isInfinite()) {
                return seconds > 0 ? DateMath.INFINITY : DateMath.MINUS_INFINITY;
            }
            double micros = Math.rint((seconds - DateMath.EPOCH_SECONDS) * DateMath.MICROS_PER_SECOND);
            if (!DateMath.isTimestamp((long) micros)) {
                throw new SqlException(
                        SqlState.DATETIME_FIELD_OVERFLOW,
                        "timestamp out of range: \"" + Floats.format((double) seconds, 1) + "\"");
            }
            return (long) micros;
        });
    }

    private static void scales(Bindings b) {
        b.f2("time_scale", (Long x, Integer typmod) -> Types.TIME.applyModifier(x, typmod, false));
        b.f2("timetz_scale", (TimeTz x, Integer typmod) -> Types.TIMETZ.applyModifier(x, typmod, false));
        b.f2("timestamp_scale", (Long x, Integer typmod) -> Types.TIMESTAMP.applyModifier(x, typmod, false));
        b.f2("timestamptz_scale", (Long x, Integer typmod) -> Types.TIMESTAMPTZ.applyModifier(x, typmod, false));
        b.f2("interval_scale", (Interval x, Integer typmod) -> Types.INTERVAL.applyModifier(x, typmod, false));
    }

    private static void makers(Bindings b) {
        b.f3("make_date", (Integer y, Integer m, Integer d) -> makeDate(y, m, d));
        b.f3("make_time", (Integer h, Integer m, Double s) -> makeTime(h, m, s));
        b.scalar("make_timestamp", (c, a) -> makeTimestamp(a));
        b.scalar("make_timestamptz", (c, a) -> Timestamps.toMoment(makeTimestamp(a), c.timeZone()));
        b.scalar(
                "make_timestamptz_at_timezone",
                (c, a) -> Timestamps.toMoment(makeTimestamp(a), ZoneFunctions.zone((String) a[6])));
        b.scalar("make_interval", (c, a) -> makeInterval(a));
    }

    private static int number(@Nullable Object value) {
        return value instanceof Integer i ? i : 0;
    }

    private static int makeDate(int year, int month, int day) {
        int astronomical = year < 0 ? year + 1 : year;
        boolean good = year != 0
                && month >= 1
                && month <= 12
                && DateMath.isJulianRange(astronomical, month)
                && day >= 1
                && day <= DateMath.daysInMonth(astronomical, month);
        if (!good) {
            throw new SqlException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    String.format(Locale.ROOT, "date field value out of range: %d-%02d-%02d", year, month, day));
        }
        return DateMath.days(astronomical, month, day);
    }

    private static long makeTime(int hour, int minute, double second) {
        boolean good = hour >= 0
                && minute >= 0
                && minute < 60
                && second >= 0
                && second <= 60
                && (hour < 24 || (hour == 24 && minute == 0 && second == 0));
        if (!good) {
            throw new SqlException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    String.format(
                            Locale.ROOT,
                            "time field value out of range: %d:%02d:%s",
                            hour,
                            minute,
                            (second < 10 ? "0" : "") + Floats.format(second, 1)));
        }
        return (hour * 60L + minute) * DateMath.MICROS_PER_MINUTE
                + (long) Math.rint(second * DateMath.MICROS_PER_SECOND);
    }

    private static long makeTimestamp(@Nullable Object[] a) {
        int date = makeDate(number(a[0]), number(a[1]), number(a[2]));
        double seconds = a[5] instanceof Double s ? s : 0;
        return Timestamps.checked(Timestamps.ofDays(date) + makeTime(number(a[3]), number(a[4]), seconds));
    }

    private static Interval makeInterval(@Nullable Object[] a) {
        double seconds = a[6] instanceof Double s ? s : 0;
        if (!Double.isFinite(seconds)) {
            throw Interval.outOfRange();
        }
        try {
            int months = Math.addExact(Math.multiplyExact(number(a[0]), 12), number(a[1]));
            int days = Math.addExact(Math.multiplyExact(number(a[2]), 7), number(a[3]));
            long micros = (number(a[4]) * 60L + number(a[5])) * DateMath.MICROS_PER_MINUTE
                    + (long) Math.rint(seconds * DateMath.MICROS_PER_SECOND);
            return new Interval(months, days, micros);
        } catch (ArithmeticException overflow) {
            throw Interval.outOfRange();
        }
    }

    private static void overlaps(Bindings b) {
        b.scalar("overlaps_timestamp", (c, a) -> overlap((Long) a[0], (Long) a[1], (Long) a[2], (Long) a[3]));
        timeOverlaps(b);
        b.scalar("overlaps_time", (c, a) -> overlap((Long) a[0], (Long) a[1], (Long) a[2], (Long) a[3]));
        for (String type : new String[] {"timestamp", "timestamptz"}) {
            boolean zoned = type.equals("timestamptz");
            b.scalar(
                    "overlaps(" + type + ",interval," + type + ",interval)",
                    (c, a) -> overlap((Long) a[0], end(c, a[0], a[1], zoned), (Long) a[2], end(c, a[2], a[3], zoned)));
            b.scalar(
                    "overlaps(" + type + "," + type + "," + type + ",interval)",
                    (c, a) -> overlap((Long) a[0], (Long) a[1], (Long) a[2], end(c, a[2], a[3], zoned)));
            b.scalar(
                    "overlaps(" + type + ",interval," + type + "," + type + ")",
                    (c, a) -> overlap((Long) a[0], end(c, a[0], a[1], zoned), (Long) a[2], (Long) a[3]));
        }
    }

    // The order of timetz values is that of their moments.
    private static void timeOverlaps(Bindings b) {
        b.scalar(
                "overlaps(time,interval,time,interval)",
                (c, a) -> overlap((Long) a[0], end(a[0], a[1]), (Long) a[2], end(a[2], a[3])));
        b.scalar(
                "overlaps(time,time,time,interval)",
                (c, a) -> overlap((Long) a[0], (Long) a[1], (Long) a[2], end(a[2], a[3])));
        b.scalar(
                "overlaps(time,interval,time,time)",
                (c, a) -> overlap((Long) a[0], end(a[0], a[1]), (Long) a[2], (Long) a[3]));
        b.scalar("overlaps_timetz", (c, a) -> overlap(moment(a[0]), moment(a[1]), moment(a[2]), moment(a[3])));
    }

    private static @Nullable Long moment(@Nullable Object time) {
        return time instanceof TimeTz zoned ? zoned.utc() : null;
    }

    private static @Nullable Long end(@Nullable Object start, @Nullable Object length) {
        return start == null || length == null
                ? null
                : (Long) Timestamps.timeOfDay((Long) start + ((Interval) length).micros());
    }

    private static @Nullable Long end(
            FunctionContext c, @Nullable Object start, @Nullable Object length, boolean zoned) {
        if (start == null || length == null) {
            return null;
        }
        return zoned
                ? Timestamps.plusZoned((Long) start, (Interval) length, c.timeZone())
                : Timestamps.plus((Long) start, (Interval) length);
    }

    // Either bound of a period may come first; with one bound missing the answer may still be known.
    private static @Nullable Boolean overlap(
            @Nullable Long start1, @Nullable Long end1, @Nullable Long start2, @Nullable Long end2) {
        Long s1 = start1 == null || (end1 != null && end1 < start1) ? end1 : start1;
        Long e1 = start1 == null || (end1 != null && end1 < start1) ? start1 : end1;
        Long s2 = start2 == null || (end2 != null && end2 < start2) ? end2 : start2;
        Long e2 = start2 == null || (end2 != null && end2 < start2) ? start2 : end2;
        if (s1 == null || s2 == null) {
            return null;
        }
        if (s1 > s2) {
            return within(s1, e2, e1);
        }
        if (s1 < s2) {
            return within(s2, e1, e2);
        }
        return e1 == null || e2 == null ? null : (Boolean) true;
    }

    // Whether the later period starts before the earlier one ends.
    private static @Nullable Boolean within(long laterStart, @Nullable Long earlierEnd, @Nullable Long laterEnd) {
        if (earlierEnd == null) {
            return null;
        }
        if (laterStart < earlierEnd) {
            return true;
        }
        return laterEnd == null ? null : (Boolean) false;
    }
}
