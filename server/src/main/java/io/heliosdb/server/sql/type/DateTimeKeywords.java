package io.heliosdb.server.sql.type;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The words of dates and times (PostgreSQL 18 manual, B.3 and 8.5.1.4).
final class DateTimeKeywords {

    /// What a word stands for.
    enum Kind {
        MONTH,
        DAY_OF_WEEK,
        RESERVED,
        AM_PM,
        ERA,
        DAYLIGHT_MODIFIER,
        UNIT,
        ISO_TIME,
        IGNORED
    }

    record Keyword(Kind kind, int value) {}

    static final int NOW = 1;
    static final int YESTERDAY = 2;
    static final int TODAY = 3;
    static final int TOMORROW = 4;
    static final int EPOCH = 5;
    static final int INFINITY = 6;
    static final int MINUS_INFINITY = 7;
    static final int ALL_BALLS = 8;

    static final int JULIAN = 1;
    static final int TIME = 2;

    private static final Set<String> LABELS = Set.of("d", "h", "m", "mm", "s", "y");
    private static final Map<String, Keyword> WORDS = words();

    private DateTimeKeywords() {}

    // As PostgreSQL does, only the first ten letters count.
    static @Nullable Keyword find(String word) {
        return WORDS.get(word.length() > 10 ? word.substring(0, 10) : word);
    }

    /// Whether digits may follow the word without a space; so they may follow labels such as `h` of an interval.
    static boolean isKnown(String word) {
        return find(word) != null || LABELS.contains(word);
    }

    private static Map<String, Keyword> words() {
        Map<String, Keyword> map = new HashMap<>();
        String[] months = {
            "january", "february", "march", "april", "may", "june",
            "july", "august", "september", "october", "november", "december"
        };
        for (int i = 0; i < months.length; i++) {
            add(map, Kind.MONTH, i + 1, months[i], months[i].substring(0, 3));
        }
        add(map, Kind.MONTH, 9, "sept");
        String[] days = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
        for (int i = 0; i < days.length; i++) {
            add(map, Kind.DAY_OF_WEEK, i, days[i], days[i].substring(0, 3));
        }
        add(map, Kind.DAY_OF_WEEK, 2, "tues");
        add(map, Kind.DAY_OF_WEEK, 3, "weds");
        add(map, Kind.DAY_OF_WEEK, 4, "thur", "thurs");
        add(map, Kind.RESERVED, NOW, "now");
        add(map, Kind.RESERVED, YESTERDAY, "yesterday");
        add(map, Kind.RESERVED, TODAY, "today");
        add(map, Kind.RESERVED, TOMORROW, "tomorrow");
        add(map, Kind.RESERVED, EPOCH, "epoch");
        add(map, Kind.RESERVED, INFINITY, "infinity", "+infinity");
        add(map, Kind.RESERVED, MINUS_INFINITY, "-infinity");
        add(map, Kind.RESERVED, ALL_BALLS, "allballs");
        add(map, Kind.AM_PM, 0, "am");
        add(map, Kind.AM_PM, 1, "pm");
        add(map, Kind.ERA, 0, "ad");
        add(map, Kind.ERA, 1, "bc");
        add(map, Kind.DAYLIGHT_MODIFIER, 3600, "dst");
        add(map, Kind.UNIT, JULIAN, "j", "jd", "julian");
        add(map, Kind.ISO_TIME, TIME, "t");
        add(map, Kind.IGNORED, 0, "at", "on");
        return map;
    }

    private static void add(Map<String, Keyword> map, Kind kind, int value, String... words) {
        for (String word : words) {
            map.put(word, new Keyword(kind, value));
        }
    }
}
