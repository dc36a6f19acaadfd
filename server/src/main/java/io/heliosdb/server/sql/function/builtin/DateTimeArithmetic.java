package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.TimeTz;
import io.heliosdb.server.sql.type.TimeZones;

/// Sums, differences and mixed comparisons of dates and times (PostgreSQL 18 manual, table 9.32).
final class DateTimeArithmetic implements FunctionModule {

    private static final String[] ENDINGS = {"eq", "ne", "lt", "le", "gt", "ge", "cmp"};

    @Override
    public void register(Bindings b) {
        dates(b);
        timestamps(b);
        times(b);
        intervals(b);
        commuted(b);
        comparisons(b);
    }

    private static int date(long days) {
        if (days < DateMath.MIN_DATE || days >= DateMath.END_DATE) {
            throw Timestamps.dateOutOfRange();
        }
        return (int) days;
    }

    private static int plusDays(int date, long days) {
        return DateMath.isFinite(date) ? date(date + days) : date;
    }

    private static void dates(Bindings b) {
        b.f2("date_pli", (Integer d, Integer n) -> plusDays(d, n));
        b.f2("date_mii", (Integer d, Integer n) -> plusDays(d, -(long) n));
        b.f2("integer_pl_date(int4,date)", (Integer n, Integer d) -> plusDays(d, n));
        b.f2("date_mi", (Integer x, Integer y) -> {
            if (!DateMath.isFinite(x) || !DateMath.isFinite(y)) {
                throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite dates");
            }
            return x - y;
        });
        b.f2("date_pl_interval", (Integer d, Interval i) -> Timestamps.plus(Timestamps.ofDays(d), i));
        b.f2("date_mi_interval", (Integer d, Interval i) -> Timestamps.plus(Timestamps.ofDays(d), i.negated()));
        b.f2("datetime_timestamp", (Integer d, Long t) -> at(d, t));
        b.f2("datetimetz_timestamptz", (Integer d, TimeTz t) -> at(d, t.utc()));
        b.f2("timedate_pl(time,date)", (Long t, Integer d) -> at(d, t));
        b.f2("timetzdate_pl(timetz,date)", (TimeTz t, Integer d) -> at(d, t.utc()));
    }

    private static long at(int date, long micros) {
        long midnight = Timestamps.ofDays(date);
        return DateMath.isFinite(midnight) ? Timestamps.checked(midnight + micros) : midnight;
    }

    private static void timestamps(Bindings b) {
        b.f2("timestamp_pl_interval", (Long t, Interval i) -> Timestamps.plus(t, i));
        b.f2("timestamp_mi_interval", (Long t, Interval i) -> Timestamps.plus(t, i.negated()));
        b.c2(
                "timestamptz_pl_interval",
                (FunctionContext c, Long t, Interval i) -> Timestamps.plusZoned(t, i, c.timeZone()));
        b.c2(
                "timestamptz_mi_interval",
                (FunctionContext c, Long t, Interval i) -> Timestamps.plusZoned(t, i.negated(), c.timeZone()));
        b.f2("timestamp_mi", (Long x, Long y) -> Timestamps.minus(x, y));
        b.f2("timestamp_age", (Long x, Long y) -> Timestamps.age(x, y));
        b.c2(
                "timestamptz_age",
                (FunctionContext c, Long x, Long y) ->
                        Timestamps.age(Timestamps.toLocal(x, c.timeZone()), Timestamps.toLocal(y, c.timeZone())));
        b.c1("age(timestamp)", (FunctionContext c, Long x) -> Timestamps.age(today(c), x));
        b.c1(
                "age(timestamptz)",
                (FunctionContext c, Long x) -> Timestamps.age(today(c), Timestamps.toLocal(x, c.timeZone())));
    }

    // Midnight of the current date.
    private static long today(FunctionContext c) {
        long local = Timestamps.toLocal(TimeZones.micros(c.transactionStart()), c.timeZone());
        return local - Timestamps.timeOfDay(local);
    }

    private static void times(Bindings b) {
        b.f2("time_pl_interval", (Long t, Interval i) -> Timestamps.timeOfDay(t + Timestamps.timeOfDay(i.micros())));
        b.f2("time_mi_interval", (Long t, Interval i) -> Timestamps.timeOfDay(t - Timestamps.timeOfDay(i.micros())));
        b.f2("time_mi_time", (Long x, Long y) -> new Interval(0, 0, x - y));
        b.f2("timetz_pl_interval", (TimeTz t, Interval i) -> shift(t, Timestamps.timeOfDay(i.micros())));
        b.f2("timetz_mi_interval", (TimeTz t, Interval i) -> shift(t, -Timestamps.timeOfDay(i.micros())));
    }

    private static TimeTz shift(TimeTz time, long micros) {
        return new TimeTz(Timestamps.timeOfDay(time.micros() + micros), time.offset());
    }

    private static void intervals(Bindings b) {
        b.f2("interval_pl", (Interval x, Interval y) -> x.plus(y));
        b.f2("interval_mi", (Interval x, Interval y) -> x.minus(y));
        b.f1("interval_um", (Interval x) -> x.negated());
        b.f2("interval_mul", (Interval x, Double n) -> Intervals.multiply(x, n));
        b.f2("mul_d_interval", (Double n, Interval x) -> Intervals.multiply(x, n));
        b.f2("interval_div", (Interval x, Double n) -> Intervals.divide(x, n));
        b.f1("interval_justify_hours", (Interval x) -> Intervals.justifyHours(x));
        b.f1("interval_justify_days", (Interval x) -> Intervals.justifyDays(x));
        b.f1("interval_justify_interval", (Interval x) -> Intervals.justify(x));
    }

    // Functions that PostgreSQL defines in SQL, with the operands of others turned round.
    private static void commuted(Bindings b) {
        b.f2("interval_pl_date(interval,date)", (Interval i, Integer d) -> Timestamps.plus(Timestamps.ofDays(d), i));
        b.f2(
                "interval_pl_time(interval,time)",
                (Interval i, Long t) -> Timestamps.timeOfDay(t + Timestamps.timeOfDay(i.micros())));
        b.f2(
                "interval_pl_timetz(interval,timetz)",
                (Interval i, TimeTz t) -> shift(t, Timestamps.timeOfDay(i.micros())));
        b.f2("interval_pl_timestamp(interval,timestamp)", (Interval i, Long t) -> Timestamps.plus(t, i));
        b.c2(
                "interval_pl_timestamptz(interval,timestamptz)",
                (FunctionContext c, Interval i, Long t) -> Timestamps.plusZoned(t, i, c.timeZone()));
    }

    private static Object outcome(String ending, int order) {
        return switch (ending) {
            case "eq" -> order == 0;
            case "ne" -> order != 0;
            case "lt" -> order < 0;
            case "le" -> order <= 0;
            case "gt" -> order > 0;
            case "ge" -> order >= 0;
            default -> Integer.signum(order);
        };
    }

    private static void comparisons(Bindings b) {
        for (String e : ENDINGS) {
            b.f2("date_" + e + "_timestamp", (Integer d, Long t) -> outcome(e, Long.compare(wide(d), t)));
            b.f2("timestamp_" + e + "_date", (Long t, Integer d) -> outcome(e, Long.compare(t, wide(d))));
            b.c2(
                    "date_" + e + "_timestamptz",
                    (FunctionContext c, Integer d, Long t) -> outcome(e, Long.compare(moment(wide(d), c), t)));
            b.c2(
                    "timestamptz_" + e + "_date",
                    (FunctionContext c, Long t, Integer d) -> outcome(e, Long.compare(t, moment(wide(d), c))));
            b.c2(
                    "timestamp_" + e + "_timestamptz",
                    (FunctionContext c, Long x, Long y) -> outcome(e, Long.compare(moment(x, c), y)));
            b.c2(
                    "timestamptz_" + e + "_timestamp",
                    (FunctionContext c, Long x, Long y) -> outcome(e, Long.compare(x, moment(y, c))));
        }
    }

    // A date beyond all timestamps compares as an infinity.
    private static long wide(int date) {
        if (DateMath.isFinite(date) && date > DateMath.END_TIMESTAMP / DateMath.MICROS_PER_DAY) {
            return DateMath.INFINITY - 1;
        }
        return Timestamps.ofDays(date);
    }

    private static long moment(long local, FunctionContext c) {
        return DateMath.isTimestamp(local) ? Timestamps.toMoment(local, c.timeZone()) : local;
    }
}
