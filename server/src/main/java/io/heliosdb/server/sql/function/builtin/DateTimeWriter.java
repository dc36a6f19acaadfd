package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.DateMath;
import java.util.List;
import java.util.Locale;

/// `to_char` of timestamps and intervals: writes one value as a template asks.
final class DateTimeWriter {

    static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    static final List<String> DAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
    static final List<String> ROMAN_MONTHS =
            List.of("XII", "XI", "X", "IX", "VIII", "VII", "VI", "V", "IV", "III", "II", "I");

    /// What is written. Of an interval, years to microseconds are its own, and `dayOfYear` is its length in days.
    ///
    /// @param year astronomical
    /// @param zone the zone's abbreviation; empty for a timestamp without time zone
    /// @param offset seconds east of Greenwich
    record Moment(
            boolean interval,
            long year,
            int month,
            int day,
            long hour,
            int minute,
            int second,
            int micros,
            long dayOfYear,
            String zone,
            int offset) {

        int dayOfWeek() {
            return DateMath.dayOfWeek(DateMath.julian((int) year, month, day));
        }

        long shownYear() {
            return interval || year > 0 ? year : 1 - year;
        }
    }

    private final Moment moment;
    private final StringBuilder out = new StringBuilder();

    private DateTimeWriter(Moment moment) {
        this.moment = moment;
    }

    static String write(DateTimeTemplate template, Moment moment) {
        DateTimeWriter writer = new DateTimeWriter(moment);
        for (DateTimeTemplate.Node node : template.nodes()) {
            switch (node) {
                case DateTimeTemplate.Field field -> writer.field(field);
                case DateTimeTemplate.Space space -> writer.out.appendCodePoint(space.character());
                case DateTimeTemplate.Separator separator -> writer.out.appendCodePoint(separator.character());
                case DateTimeTemplate.Literal literal -> writer.out.appendCodePoint(literal.character());
            }
        }
        return writer.out.toString();
    }

    private void field(DateTimeTemplate.Field field) {
        switch (field.pattern()) {
            case A_M, P_M -> letters(field, moment.hour() % 24 >= 12 ? "P.M." : "A.M.", 0);
            case AM, PM -> letters(field, moment.hour() % 24 >= 12 ? "PM" : "AM", 0);
            case A_D, B_C -> letters(calendar(field), moment.year() <= 0 ? "B.C." : "A.D.", 0);
            case AD, BC -> letters(calendar(field), moment.year() <= 0 ? "BC" : "AD", 0);
            case MONTH -> monthName(calendar(field), 9, 9);
            case MON -> monthName(calendar(field), 3, 0);
            case DAY -> letters(calendar(field), DAYS.get(moment.dayOfWeek()), 9);
            case DY -> letters(calendar(field), DAYS.get(moment.dayOfWeek()).substring(0, 3), 0);
            case RM -> romanMonth(field);
            case TZ -> letters(calendar(field), moment.zone(), 0);
            case TZH -> {
                calendar(field);
                out.append(moment.offset() < 0 ? '-' : '+');
                number(field, Math.abs(moment.offset()) / 3600, 2, true);
            }
            case TZM -> {
                calendar(field);
                number(field, Math.abs(moment.offset()) % 3600 / 60, 2, true);
            }
            case OF -> offset(calendar(field));
            case FX -> {}
            case CC, DDD, DD, D, IDDD, ID, IW, WW, W, Q, J, MM -> dateNumber(field);
            case Y_YYY, YYYY, YYY, YY, Y, IYYY, IYY, IY, I -> year(field);
            default -> timeNumber(field);
        }
    }

    private DateTimeTemplate.Field calendar(DateTimeTemplate.Field field) {
        if (moment.interval()) {
            throw new SqlException(
                            SqlState.INVALID_DATETIME_FORMAT, "invalid format specification for an interval value")
                    .withHint("Intervals are not tied to specific calendar dates.");
        }
        return field;
    }

    private void letters(DateTimeTemplate.Field field, String text, int width) {
        String shown =
                switch (field.match().letters()) {
                    case UPPER -> text.toUpperCase(Locale.ROOT);
                    case LOWER -> text.toLowerCase(Locale.ROOT);
                    case CAPITALIZED -> text;
                };
        out.append(shown);
        if (!field.fill()) {
            out.repeat(' ', Math.max(0, width - shown.length()));
        }
    }

    private void monthName(DateTimeTemplate.Field field, int letters, int width) {
        if (moment.month() != 0) {
            String name = MONTHS.get(moment.month() - 1);
            letters(field, name.substring(0, Math.min(letters, name.length())), width);
        }
    }

    // An interval may have less than no month.
    private void romanMonth(DateTimeTemplate.Field field) {
        int month = moment.month();
        if (month == 0 && moment.year() == 0) {
            return;
        }
        int index = month == 0 ? moment.year() >= 0 ? 0 : 11 : month < 0 ? -(month + 1) : 12 - month;
        letters(field, ROMAN_MONTHS.get(index), 4);
    }

    private void offset(DateTimeTemplate.Field field) {
        int magnitude = Math.abs(moment.offset());
        out.append(moment.offset() < 0 ? '-' : '+').append(padded(magnitude / 3600, field.fill() ? 0 : 2));
        if (magnitude % 3600 != 0) {
            out.append(':').append(padded(magnitude % 3600 / 60, 2));
        }
    }

    private void number(DateTimeTemplate.Field field, long value, int width, boolean always) {
        int digits = field.fill() && !always ? 0 : value < 0 ? width + 1 : width;
        ended(field, padded(value, digits));
    }

    private void ended(DateTimeTemplate.Field field, String number) {
        out.append(number);
        String ordinal = field.ordinal();
        if (ordinal != null) {
            out.append(ordinal(number, ordinal.equals("TH")));
        }
    }

    /// Zeros before a number to a width that counts its sign.
    static String padded(long value, int width) {
        String digits = Long.toString(Math.abs(value));
        String sign = value < 0 ? "-" : "";
        return sign + "0".repeat(Math.max(0, width - sign.length() - digits.length())) + digits;
    }

    /// The English ending of an ordinal number.
    static String ordinal(String number, boolean upper) {
        int last = number.charAt(number.length() - 1);
        boolean teen = number.length() > 1 && number.charAt(number.length() - 2) == '1';
        String ending = teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
        return upper ? ending.toUpperCase(Locale.ROOT) : ending;
    }

    private void timeNumber(DateTimeTemplate.Field field) {
        long hour = moment.hour();
        switch (field.pattern()) {
            case HH, HH12 -> padHour(field, hour % 12 == 0 ? 12 : hour % 12);
            case HH24 -> padHour(field, hour);
            case MI -> number(field, moment.minute(), 2, false);
            case SS -> number(field, moment.second(), 2, false);
            case MS -> number(field, moment.micros() / 1000, 3, true);
            case US -> number(field, moment.micros(), 6, true);
            case SSSS, SSSSS -> number(field, hour * 3600 + moment.minute() * 60L + moment.second(), 0, true);
            default -> {
                int digits = field.pattern().fractionDigits();
                int unit = 1;
                for (int i = digits; i < 6; i++) {
                    unit *= 10;
                }
                number(field, moment.micros() / unit, digits, true);
            }
        }
    }

    private void padHour(DateTimeTemplate.Field field, long value) {
        ended(field, padded(value, field.fill() ? 0 : moment.hour() >= 0 ? 2 : 3));
    }

    private void dateNumber(DateTimeTemplate.Field field) {
        switch (field.pattern()) {
            case CC -> century(field);
            case DDD -> number(field, moment.dayOfYear(), 3, false);
            case IDDD -> number(field, isoDay(), 3, false);
            case DD -> number(field, moment.day(), 2, false);
            case D -> number(calendar(field), moment.dayOfWeek() + 1, 0, false);
            case ID -> number(calendar(field), moment.dayOfWeek() == 0 ? 7 : moment.dayOfWeek(), 0, false);
            case WW -> number(field, (moment.dayOfYear() - 1) / 7 + 1, 2, false);
            case IW -> number(field, DateMath.isoWeek((int) moment.year(), moment.month(), moment.day()), 2, false);
            case W -> number(field, (moment.day() - 1) / 7 + 1, 0, false);
            case Q -> {
                if (moment.month() != 0) {
                    number(field, (moment.month() - 1) / 3 + 1, 0, false);
                }
            }
            case MM -> number(field, moment.month(), 2, false);
            default -> number(field, DateMath.julian((int) moment.year(), moment.month(), moment.day()), 0, false);
        }
    }

    private int isoDay() {
        int isoYear = DateMath.isoYear((int) moment.year(), moment.month(), moment.day());
        return DateMath.julian((int) moment.year(), moment.month(), moment.day())
                - DateMath.isoWeekStart(isoYear, 1)
                + 1;
    }

    private void century(DateTimeTemplate.Field field) {
        long year = moment.year();
        long century = moment.interval() ? year / 100 : year > 0 ? (year - 1) / 100 + 1 : year / 100 - 1;
        number(field, century, Math.abs(century) <= 99 ? 2 : 0, false);
    }

    private void year(DateTimeTemplate.Field field) {
        long year = moment.shownYear();
        switch (field.pattern()) {
            case IYYY, IYY, IY, I -> {
                int iso = DateMath.isoYear((int) moment.year(), moment.month(), moment.day());
                year = moment.interval() || iso > 0 ? iso : 1 - iso;
            }
            default -> {}
        }
        switch (field.pattern()) {
            case Y_YYY -> ended(field, year / 1000 + "," + padded(year % 1000, 3));
            case YYYY, IYYY -> number(field, year, 4, false);
            case YYY, IYY -> number(field, year % 1000, 3, false);
            case YY, IY -> number(field, year % 100, 2, false);
            default -> number(field, year % 10, 0, false);
        }
    }
}
