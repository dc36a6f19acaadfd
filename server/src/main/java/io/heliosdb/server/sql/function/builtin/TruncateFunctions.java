package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.DateMath.Ymd;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.TypeErrors;
import java.time.ZoneId;
import java.util.Locale;

/// `date_trunc` and `date_bin` (PostgreSQL 18 manual, 9.9.2 and 9.9.3).
final class TruncateFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.f2("timestamp_trunc", (String f, Long t) -> truncate(f, t, "timestamp without time zone"));
        b.c2("timestamptz_trunc", (FunctionContext c, String f, Long t) -> zoned(f, t, c.timeZone()));
        b.f3("timestamptz_trunc_zone", (String f, Long t, String zone) -> zoned(f, t, ZoneFunctions.zone(zone)));
        b.f2("interval_trunc", (String f, Interval i) -> truncate(f, i));
        b.f3("timestamp_bin", (Interval stride, Long t, Long origin) -> bin(stride, t, origin));
        b.f3("timestamptz_bin", (Interval stride, Long t, Long origin) -> bin(stride, t, origin));
    }

    private static SqlException unrecognized(String name, String type) {
        return TypeErrors.invalidParameter(
                "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not recognized for type " + type);
    }

    private static DateField field(String name, String type) {
        DateField field = DateField.named(name);
        if (field == null) {
            throw unrecognized(name, type);
        }
        return field;
    }

    private static long zoned(String name, long moment, ZoneId zone) {
        if (!DateMath.isFinite(moment)) {
            return moment;
        }
        long local = truncate(name, Timestamps.toLocal(moment, zone), "timestamp with time zone");
        return Timestamps.toMoment(local, zone);
    }

    private static long truncate(String name, long local, String type) {
        DateField field = field(name, type);
        if (!DateMath.isFinite(local)) {
            return local;
        }
        return switch (field) {
            case MICROSECONDS -> local;
            case MILLISECONDS -> floor(local, 1000);
            case SECOND -> floor(local, DateMath.MICROS_PER_SECOND);
            case MINUTE -> floor(local, DateMath.MICROS_PER_MINUTE);
            case HOUR -> floor(local, DateMath.MICROS_PER_HOUR);
            case DAY -> floor(local, DateMath.MICROS_PER_DAY);
            case WEEK, MONTH, QUARTER, YEAR, DECADE, CENTURY, MILLENNIUM ->
                Timestamps.ofDays(firstDay(field, Timestamps.days(local)));
            default -> throw unrecognized(name, type);
        };
    }

    private static long floor(long local, long unit) {
        return local - Math.floorMod(local, unit);
    }

    private static int firstDay(DateField field, int days) {
        Ymd date = DateMath.fromDays(days);
        int year = date.year();
        return switch (field) {
            case WEEK -> days - Math.floorMod(days + DateMath.EPOCH_JULIAN, 7);
            case MONTH -> DateMath.days(year, date.month(), 1);
            case QUARTER -> DateMath.days(year, (date.month() - 1) / 3 * 3 + 1, 1);
            case DECADE -> DateMath.days(year - Math.floorMod(year, 10), 1, 1);
            // Centuries and millennia begin with year 1.
            case CENTURY -> DateMath.days(year - Math.floorMod(year - 1, 100), 1, 1);
            case MILLENNIUM -> DateMath.days(year - Math.floorMod(year - 1, 1000), 1, 1);
            default -> DateMath.days(year, 1, 1);
        };
    }

    private static Interval truncate(String name, Interval i) {
        int months = i.months();
        return switch (field(name, "interval")) {
            case MICROSECONDS -> i;
            case MILLISECONDS -> new Interval(months, i.days(), i.micros() / 1000 * 1000);
            case SECOND -> time(i, DateMath.MICROS_PER_SECOND);
            case MINUTE -> time(i, DateMath.MICROS_PER_MINUTE);
            case HOUR -> time(i, DateMath.MICROS_PER_HOUR);
            case DAY -> new Interval(months, i.days(), 0);
            case MONTH -> new Interval(months, 0, 0);
            case QUARTER -> new Interval(months / 3 * 3, 0, 0);
            case YEAR -> new Interval(months / 12 * 12, 0, 0);
            case DECADE -> new Interval(months / 120 * 120, 0, 0);
            case CENTURY -> new Interval(months / 1200 * 1200, 0, 0);
            case MILLENNIUM -> new Interval(months / 12000 * 12000, 0, 0);
            case WEEK ->
                throw TypeErrors.unsupported("unit \"week\" not supported for type interval")
                        .withDetail("Months usually have fractional weeks.");
            default -> throw unrecognized(name, "interval");
        };
    }

    private static Interval time(Interval i, long unit) {
        return new Interval(i.months(), i.days(), i.micros() / unit * unit);
    }

    private static long bin(Interval stride, long t, long origin) {
        if (!DateMath.isFinite(t)) {
            return t;
        }
        if (!DateMath.isFinite(origin)) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "origin out of range");
        }
        if (stride.months() != 0) {
            throw TypeErrors.unsupported("timestamps cannot be binned into intervals containing months or years");
        }
        long width = stride.days() * DateMath.MICROS_PER_DAY + stride.micros();
        if (width <= 0) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "stride must be greater than zero");
        }
        return Timestamps.checked(origin + Math.floorDiv(t - origin, width) * width);
    }
}
