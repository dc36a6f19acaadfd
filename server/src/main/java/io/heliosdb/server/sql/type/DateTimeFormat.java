package io.heliosdb.server.sql.type;

import java.util.Locale;

/// Writes dates and times in the four styles of `DateStyle`.
public final class DateTimeFormat {

    private static final String[] DAYS = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private enum Style {
        ISO,
        SQL,
        POSTGRES,
        GERMAN;

        static Style of(String dateStyle) {
            String upper = dateStyle.toUpperCase(Locale.ROOT);
            return upper.startsWith("SQL")
                    ? SQL
                    : upper.startsWith("POSTGRES") ? POSTGRES : upper.startsWith("GERMAN") ? GERMAN : ISO;
        }
    }

    private DateTimeFormat() {}

    /// @param days since 2000-01-01
    public static String date(int days, TypeContext context) {
        if (!DateMath.isFinite(days)) {
            return days > 0 ? "infinity" : "-infinity";
        }
        StringBuilder out = new StringBuilder(10);
        DateMath.Ymd date = DateMath.fromDays(days);
        boolean dayFirst = DateTimeFields.Order.of(context.dateStyle()) == DateTimeFields.Order.DMY;
        switch (Style.of(context.dateStyle())) {
            case ISO -> isoDate(out, date);
            case SQL -> numericDate(out, date, '/', dayFirst);
            case GERMAN -> numericDate(out, date, '.', true);
            case POSTGRES -> numericDate(out, date, '-', dayFirst);
        }
        return era(out, date);
    }

    /// @param micros of the day
    public static String time(long micros) {
        StringBuilder out = new StringBuilder(15);
        clock(out, micros);
        return out.toString();
    }

    /// A timestamp without time zone.
    public static String timestamp(long micros, TypeContext context) {
        return DateMath.isFinite(micros) ? full(micros, context, "", "") : micros > 0 ? "infinity" : "-infinity";
    }

    /// A timestamp with time zone, on the wall of the session's zone.
    public static String timestampTz(long moment, TypeContext context) {
        if (!DateMath.isFinite(moment)) {
            return moment > 0 ? "infinity" : "-infinity";
        }
        int offset = TimeZones.offsetAt(context.timeZone(), moment);
        long local = moment + offset * DateMath.MICROS_PER_SECOND;
        if (Style.of(context.dateStyle()) == Style.ISO) {
            return full(local, context, offset(offset), "");
        }
        return full(local, context, "", " " + TimeZones.abbreviationAt(context.timeZone(), moment));
    }

    private static String full(long local, TypeContext context, String offset, String zone) {
        DateMath.Ymd date = DateMath.fromDays((int) Math.floorDiv(local, DateMath.MICROS_PER_DAY));
        long time = Math.floorMod(local, DateMath.MICROS_PER_DAY);
        boolean dayFirst = DateTimeFields.Order.of(context.dateStyle()) == DateTimeFields.Order.DMY;
        StringBuilder out = new StringBuilder(32);
        switch (Style.of(context.dateStyle())) {
            case ISO -> isoDate(out, date);
            case SQL -> numericDate(out, date, '/', dayFirst);
            case GERMAN -> numericDate(out, date, '.', true);
            case POSTGRES -> {
                return postgres(date, time, dayFirst, zone);
            }
        }
        out.append(' ');
        clock(out, time);
        out.append(offset).append(zone);
        return era(out, date);
    }

    private static String postgres(DateMath.Ymd date, long time, boolean dayFirst, String zone) {
        int julian = DateMath.julian(date.year(), date.month(), date.day());
        StringBuilder out = new StringBuilder(DAYS[DateMath.dayOfWeek(julian)]).append(' ');
        if (dayFirst) {
            two(out, date.day()).append(' ').append(MONTHS[date.month() - 1]);
        } else {
            two(out.append(MONTHS[date.month() - 1]).append(' '), date.day());
        }
        out.append(' ');
        clock(out, time);
        year(out.append(' '), date).append(zone);
        return era(out, date);
    }

    private static void isoDate(StringBuilder out, DateMath.Ymd date) {
        year(out, date).append('-');
        two(out, date.month()).append('-');
        two(out, date.day());
    }

    private static void numericDate(StringBuilder out, DateMath.Ymd date, char separator, boolean dayFirst) {
        two(out, dayFirst ? date.day() : date.month()).append(separator);
        two(out, dayFirst ? date.month() : date.day()).append(separator);
        year(out, date);
    }

    private static StringBuilder year(StringBuilder out, DateMath.Ymd date) {
        String digits = Integer.toString(date.year() > 0 ? date.year() : 1 - date.year());
        return out.repeat('0', Math.max(0, 4 - digits.length())).append(digits);
    }

    private static String era(StringBuilder out, DateMath.Ymd date) {
        return date.year() > 0 ? out.toString() : out.append(" BC").toString();
    }

    static void clock(StringBuilder out, long micros) {
        long seconds = micros / DateMath.MICROS_PER_SECOND;
        two(out, (int) (seconds / 3600)).append(':');
        two(out, (int) (seconds / 60 % 60)).append(':');
        two(out, (int) (seconds % 60));
        fraction(out, (int) (micros % DateMath.MICROS_PER_SECOND));
    }

    /// A point and up to six digits, without trailing zeros; nothing for 0.
    static void fraction(StringBuilder out, int micros) {
        if (micros == 0) {
            return;
        }
        int digits = 6;
        int rest = micros;
        while (rest % 10 == 0) {
            rest /= 10;
            digits--;
        }
        String text = Integer.toString(rest);
        out.append('.').repeat('0', digits - text.length()).append(text);
    }

    private static StringBuilder two(StringBuilder out, int value) {
        return (value < 10 ? out.append('0') : out).append(value);
    }

    /// `+hh[:mm[:ss]]` of seconds east of Greenwich.
    public static String offset(int seconds) {
        int rest = Math.abs(seconds);
        StringBuilder out = new StringBuilder(9).append(seconds < 0 ? '-' : '+');
        two(out, rest / 3600);
        if (rest % 3600 != 0) {
            two(out.append(':'), rest / 60 % 60);
            if (rest % 60 != 0) {
                two(out.append(':'), rest % 60);
            }
        }
        return out.toString();
    }
}
