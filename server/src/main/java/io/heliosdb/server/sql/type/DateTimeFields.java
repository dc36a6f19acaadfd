package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// The fields of a date or time while they are collected from text, and the rules for single fields.
///
/// The mask says which fields are known, so that none is given twice.
final class DateTimeFields {

    static final int YEAR = 1;
    static final int MONTH = 2;
    static final int DAY = 4;
    static final int DAY_OF_YEAR = 8;
    static final int DATE = YEAR | MONTH | DAY;
    static final int TIME = 16;
    static final int ZONE = 32;
    static final int AM_PM = 64;
    static final int ERA = 128;
    static final int WEEKDAY = 256;
    static final int SPECIAL = 512;
    static final int DAYLIGHT = 1024;

    /// How the text fails; the caller words it.
    enum Fault {
        FORMAT,
        FIELD_OVERFLOW,
        MONTH_DAY_OVERFLOW,
        ZONE_OVERFLOW,
        INTERVAL_OVERFLOW
    }

    /// A fault on its way to the caller that knows the whole text.
    static final class FaultException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final Fault fault;

        FaultException(Fault fault) {
            super(fault.name(), null, false, false);
            this.fault = fault;
        }

        SqlException toSql(String type, String text) {
            return switch (fault) {
                case FORMAT ->
                    new SqlException(
                            SqlState.INVALID_DATETIME_FORMAT,
                            "invalid input syntax for type " + type + ": \"" + text + "\"");
                case FIELD_OVERFLOW ->
                    new SqlException(
                            SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
                case MONTH_DAY_OVERFLOW ->
                    new SqlException(
                                    SqlState.DATETIME_FIELD_OVERFLOW,
                                    "date/time field value out of range: \"" + text + "\"")
                            .withHint("Perhaps you need a different \"datestyle\" setting.");
                case ZONE_OVERFLOW ->
                    new SqlException(
                            SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
                            "time zone displacement out of range: \"" + text + "\"");
                case INTERVAL_OVERFLOW ->
                    new SqlException(
                            SqlState.INTERVAL_FIELD_OVERFLOW, "interval field value out of range: \"" + text + "\"");
            };
        }
    }

    /// In what order day, month and year stand.
    enum Order {
        YMD,
        MDY,
        DMY;

        static Order of(String dateStyle) {
            return dateStyle.contains("YMD") ? YMD : dateStyle.contains("DMY") ? DMY : MDY;
        }
    }

    final Order order;
    int mask;
    int year;
    int month;
    int day;
    int dayOfYear;
    int hour;
    int minute;
    int second;
    int micros;
    boolean twoDigitYear;
    boolean textMonth;
    boolean julian;
    /// Seconds east of Greenwich, when the zone was given as an offset or abbreviation.
    int offset;

    @Nullable
    ZoneId zone;

    DateTimeFields(Order order) {
        this.order = order;
    }

    static FaultException fault(Fault fault) {
        return new FaultException(fault);
    }

    static FaultException badFormat() {
        return new FaultException(Fault.FORMAT);
    }

    /// `hh:mm[:ss[.fff]]`.
    void decodeTime(String text) {
        int[] at = {0};
        hour = digits(text, at);
        if (at[0] >= text.length() || text.charAt(at[0]) != ':') {
            throw badFormat();
        }
        at[0]++;
        minute = digits(text, at);
        if (at[0] == text.length()) {
            second = 0;
            micros = 0;
        } else if (text.charAt(at[0]) == '.') {
            // "mm:ss.fff" is understood only for intervals; here it is hours and minutes with a fraction: refused.
            throw badFormat();
        } else if (text.charAt(at[0]) == ':') {
            at[0]++;
            second = digits(text, at);
            if (at[0] < text.length()) {
                if (text.charAt(at[0]) != '.') {
                    throw badFormat();
                }
                micros = fraction(text.substring(at[0]));
            }
        } else {
            throw badFormat();
        }
        if (minute > 59 || second > 60) {
            throw fault(Fault.FIELD_OVERFLOW);
        }
    }

    static int digits(String text, int[] at) {
        int start = at[0];
        while (at[0] < text.length() && DateTimeTokens.isDigit(text.charAt(at[0]))) {
            at[0]++;
        }
        return number(text.substring(start, at[0]));
    }

    static int number(String digits) {
        if (digits.isEmpty()) {
            throw badFormat();
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLarge) {
            throw fault(Fault.FIELD_OVERFLOW);
        }
    }

    /// `.fff` as microseconds, rounded to even.
    static int fraction(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (!DateTimeTokens.isDigit(text.charAt(i))) {
                throw badFormat();
            }
        }
        return text.length() == 1 ? 0 : (int) Math.rint(Double.parseDouble("0" + text) * 1_000_000);
    }

    /// Checks what only the whole shows, once all fields are in.
    void validateDate(boolean beforeChrist) {
        if ((mask & YEAR) != 0) {
            if (julian) {
                return;
            }
            if (beforeChrist) {
                if (year <= 0) {
                    throw fault(Fault.FIELD_OVERFLOW);
                }
                year = -(year - 1);
            } else if (twoDigitYear) {
                if (year < 0) {
                    throw fault(Fault.FIELD_OVERFLOW);
                }
                year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
            } else if (year <= 0) {
                throw fault(Fault.FIELD_OVERFLOW);
            }
        }
        if ((mask & DAY_OF_YEAR) != 0) {
            if (dayOfYear < 1 || dayOfYear > (DateMath.isLeap(year) ? 366 : 365)) {
                throw fault(Fault.FIELD_OVERFLOW);
            }
            DateMath.Ymd date = DateMath.fromJulian((long) DateMath.julian(year, 1, 1) + dayOfYear - 1);
            month = date.month();
            day = date.day();
            return;
        }
        if ((mask & MONTH) != 0 && (month < 1 || month > 12)) {
            throw fault(Fault.MONTH_DAY_OVERFLOW);
        }
        if ((mask & DAY) != 0 && (day < 1 || day > 31)) {
            throw fault(Fault.MONTH_DAY_OVERFLOW);
        }
        if ((mask & DATE) == DATE && day > DateMath.daysInMonth(year, month)) {
            throw fault(Fault.FIELD_OVERFLOW);
        }
    }

    /// Whether the time lies within a day; 24:00:00 does.
    boolean isTimeOfDay() {
        return hour <= 24 && minute <= 59 && second <= 60 && timeMicros() <= DateMath.MICROS_PER_DAY;
    }

    long timeMicros() {
        return ((hour * 60L + minute) * 60L + second) * DateMath.MICROS_PER_SECOND + micros;
    }
}
