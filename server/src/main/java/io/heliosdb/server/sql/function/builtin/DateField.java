package io.heliosdb.server.sql.function.builtin;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields that `extract` and `date_trunc` know (PostgreSQL 18 manual, 9.9.1).
enum DateField {
    MICROSECONDS("microsecon", "us", "usec", "usecs", "usecond", "useconds"),
    MILLISECONDS("millisecon", "ms", "msec", "msecs", "msecond", "mseconds"),
    SECOND("second", "seconds", "s", "sec", "secs"),
    MINUTE("minute", "minutes", "m", "min", "mins"),
    HOUR("hour", "hours", "h", "hr", "hrs"),
    DAY("day", "days", "d"),
    WEEK("week", "weeks", "w"),
    MONTH("month", "months", "mon", "mons"),
    QUARTER("quarter", "qtr"),
    YEAR("year", "years", "y", "yr", "yrs"),
    DECADE("decade", "decades", "dec", "decs"),
    CENTURY("century", "centuries", "c", "cent"),
    MILLENNIUM("millennium", "millennia", "mil", "mils"),
    EPOCH("epoch"),
    JULIAN("julian", "j", "jd"),
    ISOYEAR("isoyear"),
    DOW("dow"),
    ISODOW("isodow"),
    DOY("doy"),
    TIMEZONE("timezone"),
    TIMEZONE_HOUR("timezone_h"),
    TIMEZONE_MINUTE("timezone_m");

    private static final Map<String, DateField> BY_NAME = byName();

    private final String[] names;

    DateField(String... names) {
        this.names = names;
    }

    /// The field of a name in any case; only the first ten letters count, as in PostgreSQL.
    static @Nullable DateField named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return BY_NAME.get(lower.length() > 10 ? lower.substring(0, 10) : lower);
    }

    private static Map<String, DateField> byName() {
        Map<String, DateField> map = new HashMap<>();
        for (DateField field : values()) {
            for (String name : field.names) {
                map.put(name, field);
            }
        }
        return map;
    }
}
