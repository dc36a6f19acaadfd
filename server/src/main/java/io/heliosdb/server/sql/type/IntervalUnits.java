package io.heliosdb.server.sql.type;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The units of intervals and their spellings.
final class IntervalUnits {

    enum Unit {
        MICROSECOND(1),
        MILLISECOND(1 << 1),
        SECOND(1 << 2),
        MINUTE(1 << 3),
        HOUR(1 << 4),
        DAY(1 << 5),
        WEEK(1 << 6),
        MONTH(1 << 7),
        YEAR(1 << 8),
        DECADE(1 << 9),
        CENTURY(1 << 10),
        MILLENNIUM(1 << 11);

        final int bit;

        Unit(int bit) {
            this.bit = bit;
        }
    }

    private static final Map<String, Unit> WORDS = words();

    private IntervalUnits() {}

    // As PostgreSQL does, only the first ten letters count.
    static @Nullable Unit find(String word) {
        return WORDS.get(word.length() > 10 ? word.substring(0, 10) : word);
    }

    /// `.fff` as a number.
    static double fraction(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (!DateTimeTokens.isDigit(text.charAt(i))) {
                throw DateTimeFields.badFormat();
            }
        }
        return text.length() == 1 ? 0 : Double.parseDouble("0" + text);
    }

    private static Map<String, Unit> words() {
        Map<String, Unit> map = new HashMap<>();
        add(map, Unit.MICROSECOND, "microsecon", "us", "usec", "usecond", "useconds", "usecs");
        add(map, Unit.MILLISECOND, "millisecon", "ms", "msec", "msecond", "mseconds", "msecs");
        add(map, Unit.SECOND, "s", "sec", "second", "seconds", "secs");
        add(map, Unit.MINUTE, "m", "min", "mins", "minute", "minutes");
        add(map, Unit.HOUR, "h", "hour", "hours", "hr", "hrs");
        add(map, Unit.DAY, "d", "day", "days");
        add(map, Unit.WEEK, "w", "week", "weeks");
        add(map, Unit.MONTH, "mon", "mons", "month", "months");
        add(map, Unit.YEAR, "y", "year", "years", "yr", "yrs");
        add(map, Unit.DECADE, "dec", "decade", "decades", "decs");
        add(map, Unit.CENTURY, "c", "cent", "centuries", "century");
        add(map, Unit.MILLENNIUM, "mil", "millennia", "millennium", "mils");
        return map;
    }

    private static void add(Map<String, Unit> map, Unit unit, String... words) {
        for (String word : words) {
            map.put(word, unit);
        }
    }
}
