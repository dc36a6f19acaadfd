package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a text by a template, for `to_date` and `to_timestamp` (PostgreSQL 18 manual, 9.8, with its notes on
/// `FX`, spaces and separators).
final class DateTimeScanner {

    private static final List<String> HALVES = List.of("AM", "PM");
    private static final List<String> DOTTED_HALVES = List.of("A.M.", "P.M.");
    private static final List<String> ERAS = List.of("AD", "BC");
    private static final List<String> DOTTED_ERAS = List.of("A.D.", "B.C.");
    private static final int SHORT_NAME = 3;

    private final DateTimeTemplate template;
    private final String text;
    private final ScannedDateTime fields;
    private int at;
    private boolean exact;
    // Every character of the template stands for itself, and nothing may be left over.
    private boolean standard;
    // White space and separators skipped beyond what the template has.
    private int skipped;
    private int index;

    private DateTimeScanner(DateTimeTemplate template, String text) {
        this.template = template;
        this.text = text;
        this.fields = new ScannedDateTime(text);
    }

    /// @throws SqlException 22007, 22008
    static ScannedDateTime.Result scan(String template, String text) {
        DateTimeScanner scanner = new DateTimeScanner(DateTimeTemplate.parse(template), text);
        scanner.run();
        return scanner.fields.result();
    }

    /// As {@link #scan}, the way the standard has it: literals and separators must stand in the text as in the
    /// template, and neither may have anything more.
    ///
    /// @throws SqlException 22007, 22008
    static ScannedDateTime.Result scanExactly(String template, String text) {
        DateTimeTemplate parsed = DateTimeTemplate.parse(template);
        for (DateTimeTemplate.Node node : parsed.nodes()) {
            int c = node instanceof DateTimeTemplate.Separator(int s)
                    ? s
                    : node instanceof DateTimeTemplate.Literal(int l) && !template.contains("\"") ? l : '-';
            if ("-./,':; ".indexOf(c) < 0) {
                throw invalid("invalid datetime format separator: \"" + Character.toString(c) + "\"");
            }
        }
        DateTimeScanner scanner = new DateTimeScanner(parsed, text);
        scanner.standard = true;
        scanner.exact = true;
        scanner.run();
        if (scanner.index < parsed.nodes().size()) {
            throw invalid("input string is too short for datetime format");
        }
        scanner.skipSpace();
        if (scanner.at < text.length()) {
            throw invalid("trailing characters remain in input string after datetime format");
        }
        return scanner.fields.result();
    }

    private void same(int character, String what) {
        if (text.codePointAt(at) != character) {
            throw invalid("unmatched format " + what + " \"" + Character.toString(character) + "\"");
        }
        skipCharacter();
    }

    private void run() {
        List<DateTimeTemplate.Node> nodes = template.nodes();
        for (index = 0; index < nodes.size() && at < text.length(); index++) {
            DateTimeTemplate.Node node = nodes.get(index);
            boolean field = node instanceof DateTimeTemplate.Field;
            if (!exact && (field || index == 0) && !isFixed(node)) {
                skipSpace();
            }
            switch (node) {
                case DateTimeTemplate.Space space -> separator(space.character());
                case DateTimeTemplate.Separator separator -> separator(separator.character());
                case DateTimeTemplate.Literal literal -> literal(literal.character());
                case DateTimeTemplate.Field f -> {
                    mode(f);
                    field(f);
                    if (!exact) {
                        skipped = 0;
                        skipSpace();
                    }
                }
            }
        }
    }

    private static boolean isFixed(DateTimeTemplate.Node node) {
        return node instanceof DateTimeTemplate.Field f && f.pattern() == DateTimePattern.FX;
    }

    private void skipSpace() {
        while (at < text.length() && DateTimeTemplate.isSpace(text.charAt(at))) {
            at++;
            skipped++;
        }
    }

    private void skipCharacter() {
        if (at < text.length()) {
            at += Character.charCount(text.codePointAt(at));
        }
    }

    // A separator of the template stands for at most one of the text.
    private void separator(int character) {
        if (standard) {
            same(character, "separator");
            return;
        }
        if (exact) {
            skipCharacter();
            return;
        }
        skipped--;
        int c = text.codePointAt(at);
        if (DateTimeTemplate.isSpace(c) || DateTimeTemplate.isSeparator(c)) {
            at++;
            skipped++;
        }
    }

    private void literal(int character) {
        if (standard) {
            same(character, "character");
            return;
        }
        if (!exact && skipped > 0) {
            skipped--;
        } else {
            skipCharacter();
        }
    }

    private void mode(DateTimeTemplate.Field field) {
        DateTimePattern.Convention convention = field.pattern().convention();
        if (convention == DateTimePattern.Convention.ANY) {
            return;
        }
        if (fields.convention != DateTimePattern.Convention.ANY && fields.convention != convention) {
            throw invalid("invalid combination of date conventions")
                    .withHint("Do not mix Gregorian and ISO week date conventions in a formatting template.");
        }
        fields.convention = convention;
    }

    private void field(DateTimeTemplate.Field f) {
        switch (f.pattern()) {
            case FX -> exact = true;
            case A_M, P_M -> half(f, DOTTED_HALVES);
            case AM, PM -> half(f, HALVES);
            case A_D, B_C -> fields.beforeChrist = set(fields.beforeChrist, name(f, DOTTED_ERAS), f);
            case AD, BC -> fields.beforeChrist = set(fields.beforeChrist, name(f, ERAS), f);
            case HH, HH12 -> {
                fields.hour = set(fields.hour, number(f, 2), f);
                fields.twelveHours = true;
            }
            case HH24 -> fields.hour = set(fields.hour, number(f, 2), f);
            case MI -> fields.minute = set(fields.minute, number(f), f);
            case SS -> fields.second = set(fields.second, number(f), f);
            case MS -> fields.millis = fraction(f, fields.millis, 3);
            case US -> fields.micros = fraction(f, fields.micros, 6);
            case FF1, FF2, FF3, FF4, FF5, FF6 -> {
                int digits = f.pattern().fractionDigits();
                fields.precision = digits;
                fields.micros = fraction(f, fields.micros, digits);
            }
            case SSSS, SSSSS -> fields.secondsOfDay = set(fields.secondsOfDay, number(f), f);
            case TZ, OF ->
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "formatting field \"" + f.match().text() + "\" is only supported in to_char");
            case TZH -> zoneHour(f);
            case TZM -> {
                fields.zoneSign = fields.zoneSign == 0 ? 1 : fields.zoneSign;
                fields.zoneMinute = set(fields.zoneMinute, number(f, 2), f);
            }
            default -> date(f);
        }
        skipOrdinal(f);
    }

    private void date(DateTimeTemplate.Field f) {
        switch (f.pattern()) {
            case MONTH -> fields.month = set(fields.month, name(f, DateTimeWriter.MONTHS) + 1, f);
            case MON -> fields.month = set(fields.month, name(f, shortened(DateTimeWriter.MONTHS)) + 1, f);
            case MM -> fields.month = set(fields.month, number(f), f);
            case RM -> fields.month = set(fields.month, 12 - name(f, DateTimeWriter.ROMAN_MONTHS), f);
            case DAY -> weekday(f, DateTimeWriter.DAYS);
            case DY -> weekday(f, shortened(DateTimeWriter.DAYS));
            case DDD -> fields.dayOfYear = set(fields.dayOfYear, number(f), f);
            case IDDD -> fields.dayOfYear = set(fields.dayOfYear, number(f, 3), f);
            case DD -> fields.day = set(fields.day, number(f), f);
            case D -> fields.weekday = set(fields.weekday, number(f), f);
            case ID -> {
                int day = set(fields.weekday, number(f, 1), f) + 1;
                fields.weekday = day > 7 ? 1 : day;
            }
            case WW, IW -> fields.week = set(fields.week, number(f), f);
            // A quarter names no date.
            case Q -> number(f);
            case CC -> fields.century = set(fields.century, number(f), f);
            case Y_YYY -> thousands(f);
            case YYYY, IYYY -> {
                fields.year = set(fields.year, number(f), f);
                fields.yearDigits = 4;
            }
            case YYY, IYY -> shortYear(f, 3);
            case YY, IY -> shortYear(f, 2);
            case Y, I -> shortYear(f, 1);
            case W -> fields.weekOfMonth = set(fields.weekOfMonth, number(f), f);
            default -> fields.julian = set(fields.julian, number(f), f);
        }
    }

    private static List<String> shortened(List<String> names) {
        return names.stream().map(name -> name.substring(0, SHORT_NAME)).toList();
    }

    private void half(DateTimeTemplate.Field f, List<String> names) {
        fields.afternoon = set(fields.afternoon, name(f, names), f);
        fields.twelveHours = true;
    }

    private void weekday(DateTimeTemplate.Field f, List<String> names) {
        fields.weekday = set(fields.weekday, name(f, names), f) + 1;
    }

    private void zoneHour(DateTimeTemplate.Field f) {
        char c = text.charAt(at);
        if (c == '+' || c == '-' || c == ' ') {
            fields.zoneSign = c == '-' ? -1 : 1;
            at++;
        } else {
            // The sign may have been taken for a separator.
            boolean minus = skipped > 0 && text.charAt(at - 1) == '-';
            fields.zoneSign = minus ? -1 : 1;
        }
        fields.zoneHour = set(fields.zoneHour, number(f, 2), f);
    }

    // 25 and 250 are a quarter of a second alike, 025 is not.
    private int fraction(DateTimeTemplate.Field f, int before, int digits) {
        int start = at;
        int value = set(before, number(f, digits), f);
        int scale = f.pattern() == DateTimePattern.MS ? 3 : 6;
        for (int length = at - start; length < scale; length++) {
            value *= 10;
        }
        return value;
    }

    private void thousands(DateTimeTemplate.Field f) {
        int comma = text.indexOf(',', at);
        int end = comma + 1;
        while (comma >= 0 && end < text.length() && end < comma + 4 && Character.isDigit(text.charAt(end))) {
            end++;
        }
        String millennia = comma < 0 ? "" : text.substring(at, comma).strip();
        if (!millennia.matches("[+-]?\\d{1,6}") || end == comma + 1) {
            throw invalid("invalid input string for \"Y,YYY\"");
        }
        int years = Integer.parseInt(text.substring(comma + 1, end));
        fields.year = set(fields.year, years + Integer.parseInt(millennia) * 1000, f);
        fields.yearDigits = 4;
        at = end;
    }

    // A year of less than four digits is the one nearest to 2020.
    private void shortYear(DateTimeTemplate.Field f, int digits) {
        int start = at;
        int year = set(fields.year, number(f), f);
        if (at - start < 4) {
            year += year < 70 ? 2000 : year < 100 ? 1900 : year < 520 ? 2000 : year < 1000 ? 1000 : 0;
        }
        fields.year = year;
        fields.yearDigits = digits;
    }

    private void skipOrdinal(DateTimeTemplate.Field f) {
        if (f.ordinal() != null) {
            skipCharacter();
            skipCharacter();
        }
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_DATETIME_FORMAT, message);
    }

    private static int set(int before, int value, DateTimeTemplate.Field f) {
        if (before != 0 && before != value) {
            throw invalid("conflicting values for \"" + f.match().text() + "\" field in formatting string")
                    .withDetail("This value contradicts a previous setting for the same field type.");
        }
        return value;
    }

    private int name(DateTimeTemplate.Field f, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (text.regionMatches(true, at, name, 0, name.length())) {
                at += name.length();
                return i;
            }
        }
        int end = at;
        while (end < text.length() && !DateTimeTemplate.isSpace(text.charAt(end))) {
            end++;
        }
        throw invalid("invalid value \"" + text.substring(at, end) + "\" for \""
                        + f.match().text() + "\"")
                .withDetail("The given value did not match any of the allowed values for this field.");
    }

    private int number(DateTimeTemplate.Field f) {
        return number(f, f.match().text().length());
    }

    private int number(DateTimeTemplate.Field f, int width) {
        int begin = at;
        while (begin < text.length() && DateTimeTemplate.isSpace(text.charAt(begin))) {
            begin++;
        }
        String copy = text.substring(begin, Math.min(text.length(), begin + width));
        boolean open = f.fill() || template.endsNumber(index);
        if (!open && text.length() - begin < width) {
            throw tooShort(f, width, text.length() - begin);
        }
        String digits = open ? leadingNumber(text, begin) : leadingNumber(copy, 0);
        if (!open && digits != null && digits.length() < width) {
            throw invalid("invalid value \"" + copy + "\" for \"" + f.match().text() + "\"")
                    .withDetail("Field requires " + width + " characters, but only " + digits.length()
                            + " could be parsed.")
                    .withHint(HINT);
        }
        if (digits == null) {
            throw invalid("invalid value \"" + copy + "\" for \"" + f.match().text() + "\"")
                    .withDetail("Value must be an integer.");
        }
        at = begin + digits.length();
        return toInt(digits, f);
    }

    private static final String HINT = "If your source string is not fixed-width, try using the \"FM\" modifier.";

    private static SqlException tooShort(DateTimeTemplate.Field f, int width, int left) {
        return invalid("source string too short for \"" + f.match().text() + "\" formatting field")
                .withDetail("Field requires " + width + " characters, but only " + left + " remain.")
                .withHint(HINT);
    }

    private static int toInt(String digits, DateTimeTemplate.Field f) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLarge) {
            throw new SqlException(
                            SqlState.DATETIME_FIELD_OVERFLOW,
                            "value for \"" + f.match().text() + "\" in source string is out of range")
                    .withDetail("Value must be in the range " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ".");
        }
    }

    // What C's strtol takes: spaces were skipped before; null when there is no digit.
    private static @Nullable String leadingNumber(String text, int from) {
        int end = from;
        if (end < text.length() && (text.charAt(end) == '+' || text.charAt(end) == '-')) {
            end++;
        }
        int first = end;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == first ? null : text.substring(from, end);
    }
}
