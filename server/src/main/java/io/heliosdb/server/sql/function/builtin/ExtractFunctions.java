package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.DateMath.Ymd;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.TimeTz;
import io.heliosdb.server.sql.type.TimeZones;
import io.heliosdb.server.sql.type.TypeErrors;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `extract` and `date_part` (PostgreSQL 18 manual, 9.9.1): the first gives numeric, the second the same as a double.
final class ExtractFunctions implements FunctionModule {

    private static final String TIMESTAMP = "timestamp without time zone";
    private static final String TIMESTAMPTZ = "timestamp with time zone";

    @Override
    public void register(Bindings b) {
        b.f2("extract_timestamp", (String f, Long t) -> ofTimestamp(f, t, TIMESTAMP, 0));
        b.f2("timestamp_part", (String f, Long t) -> toDouble(ofTimestamp(f, t, TIMESTAMP, 0)));
        b.c2("extract_timestamptz", (FunctionContext c, String f, Long t) -> ofMoment(f, t, c));
        b.c2("timestamptz_part", (FunctionContext c, String f, Long t) -> toDouble(ofMoment(f, t, c)));
        b.f2("extract_date", (String f, Integer d) -> ofDate(f, d));
        b.f2(
                "date_part(text,date)",
                (String f, Integer d) -> toDouble(ofTimestamp(f, Timestamps.ofDays(d), TIMESTAMP, 0)));
        b.f2("extract_time", (String f, Long t) -> ofTime(f, t, "time without time zone", 0));
        b.f2("time_part", (String f, Long t) -> toDouble(ofTime(f, t, "time without time zone", 0)));
        b.f2("extract_timetz", (String f, TimeTz t) -> ofTimeTz(f, t));
        b.f2("timetz_part", (String f, TimeTz t) -> toDouble(ofTimeTz(f, t)));
        b.f2("extract_interval", (String f, Interval i) -> ofInterval(f, i));
        b.f2("interval_part", (String f, Interval i) -> toDouble(ofInterval(f, i)));
    }

    private static @Nullable Double toDouble(@Nullable Numeric value) {
        return value == null ? null : (Double) value.doubleValue();
    }

    private static DateField field(String name, String type) {
        DateField field = DateField.named(name);
        if (field == null) {
            throw TypeErrors.invalidParameter(
                    "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not recognized for type " + type);
        }
        return field;
    }

    private static RuntimeException unsupported(String name, String type) {
        return TypeErrors.unsupported("unit \"" + name.toLowerCase(Locale.ROOT) + "\" not supported for type " + type);
    }

    private static Numeric scaled(long value, int scale) {
        return Numeric.of(BigDecimal.valueOf(value, scale));
    }

    private static @Nullable Numeric ofMoment(String name, long moment, FunctionContext c) {
        if (!DateMath.isFinite(moment)) {
            return ofTimestamp(name, moment, TIMESTAMPTZ, 0);
        }
        int offset = TimeZones.offsetAt(c.timeZone(), moment);
        return switch (field(name, TIMESTAMPTZ)) {
            case TIMEZONE -> Numeric.of((long) offset);
            case TIMEZONE_HOUR -> Numeric.of((long) offset / 3600);
            case TIMEZONE_MINUTE -> Numeric.of((long) offset / 60 % 60);
            default -> ofTimestamp(name, moment + offset * DateMath.MICROS_PER_SECOND, TIMESTAMPTZ, offset);
        };
    }

    /// @param offset of the time zone, which the epoch does not count
    private static @Nullable Numeric ofTimestamp(String name, long local, String type, int offset) {
        DateField field = field(name, type);
        if (!DateMath.isFinite(local)) {
            return infinite(field, local > 0);
        }
        long time = Timestamps.timeOfDay(local);
        Ymd date = DateMath.fromDays(Timestamps.days(local));
        return switch (field) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> ofTimeField(field, time);
            case EPOCH -> epoch(local - offset * DateMath.MICROS_PER_SECOND);
            case JULIAN -> julian(local, time);
            case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> throw unsupported(name, type);
            default -> Numeric.of(dateField(field, date));
        };
    }

    private static Numeric epoch(long micros) {
        return Numeric.of(BigDecimal.valueOf(micros, 6).add(BigDecimal.valueOf(DateMath.EPOCH_SECONDS)));
    }

    private static Numeric julian(long local, long time) {
        long day = Math.floorDiv(local, DateMath.MICROS_PER_DAY) + DateMath.EPOCH_JULIAN;
        Numeric fraction = NumericMath.divide(scaled(time, 6), Numeric.of(86_400));
        return NumericMath.add(Numeric.of(day), fraction);
    }

    private static @Nullable Numeric infinite(DateField field, boolean positive) {
        return switch (field) {
            case YEAR, DECADE, CENTURY, MILLENNIUM, JULIAN, ISOYEAR, EPOCH ->
                positive ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static Numeric ofTimeField(DateField field, long time) {
        return switch (field) {
            case MICROSECONDS -> Numeric.of(time % DateMath.MICROS_PER_MINUTE);
            case MILLISECONDS -> scaled(time % DateMath.MICROS_PER_MINUTE, 3);
            case SECOND -> scaled(time % DateMath.MICROS_PER_MINUTE, 6);
            case MINUTE -> Numeric.of(time / DateMath.MICROS_PER_MINUTE % 60);
            default -> Numeric.of(time / DateMath.MICROS_PER_HOUR);
        };
    }

    private static long dateField(DateField field, Ymd date) {
        int year = date.year();
        int julian = DateMath.julian(year, date.month(), date.day());
        return switch (field) {
            case DAY -> date.day();
            case MONTH -> date.month();
            case QUARTER -> (date.month() - 1) / 3 + 1;
            case WEEK -> DateMath.isoWeek(year, date.month(), date.day());
            // There is no year 0.
            case YEAR -> year > 0 ? year : year - 1;
            case ISOYEAR -> {
                int iso = DateMath.isoYear(year, date.month(), date.day());
                yield iso > 0 ? iso : iso - 1;
            }
            case DECADE -> Math.floorDiv(year, 10);
            case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
            case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
            case DOW -> DateMath.dayOfWeek(julian);
            case ISODOW -> DateMath.dayOfWeek(julian) == 0 ? 7 : DateMath.dayOfWeek(julian);
            default -> julian - DateMath.julian(year, 1, 1) + 1L;
        };
    }

    private static @Nullable Numeric ofDate(String name, int days) {
        DateField field = field(name, "date");
        if (!DateMath.isFinite(days)) {
            return infinite(field, days > 0);
        }
        return switch (field) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR, TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE ->
                throw unsupported(name, "date");
            case EPOCH -> Numeric.of(days * 86_400L + DateMath.EPOCH_SECONDS);
            case JULIAN -> Numeric.of((long) days + DateMath.EPOCH_JULIAN);
            default -> Numeric.of(dateField(field, DateMath.fromDays(days)));
        };
    }

    private static Numeric ofTime(String name, long time, String type, int offset) {
        DateField field = field(name, type);
        return switch (field) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> ofTimeField(field, time);
            case EPOCH -> scaled(time - offset * DateMath.MICROS_PER_SECOND, 6);
            default -> throw unsupported(name, type);
        };
    }

    private static Numeric ofTimeTz(String name, TimeTz time) {
        String type = "time with time zone";
        return switch (field(name, type)) {
            case TIMEZONE -> Numeric.of((long) time.offset());
            case TIMEZONE_HOUR -> Numeric.of((long) time.offset() / 3600);
            case TIMEZONE_MINUTE -> Numeric.of((long) time.offset() / 60 % 60);
            default -> ofTime(name, time.micros(), type, time.offset());
        };
    }

    private static Numeric ofInterval(String name, Interval i) {
        DateField field = field(name, "interval");
        int years = i.months() / 12;
        return switch (field) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> ofTimeField(field, i.micros());
            case DAY -> Numeric.of((long) i.days());
            case MONTH -> Numeric.of((long) i.months() % 12);
            case QUARTER -> Numeric.of((long) i.months() % 12 / 3 + 1);
            case YEAR -> Numeric.of((long) years);
            case DECADE -> Numeric.of((long) years / 10);
            case CENTURY -> Numeric.of((long) years / 100);
            case MILLENNIUM -> Numeric.of((long) years / 1000);
            case EPOCH -> {
                // A year has 365.25 days here, a month of the rest 30.
                long seconds = years * 31_557_600L + i.months() % 12 * 2_592_000L + i.days() * 86_400L;
                yield Numeric.of(BigDecimal.valueOf(i.micros(), 6).add(BigDecimal.valueOf(seconds)));
            }
            default -> throw unsupported(name, "interval");
        };
    }
}
