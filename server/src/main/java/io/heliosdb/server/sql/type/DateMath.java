package io.heliosdb.server.sql.type;

/// Calendar arithmetic as PostgreSQL's: Julian days, the Gregorian calendar carried back for ever, year 0 is 1 BC.
public final class DateMath {

    /// The Julian day of 2000-01-01, from which dates and timestamps count.
    public static final int EPOCH_JULIAN = 2_451_545;
    /// The Julian day of 1970-01-01.
    public static final int UNIX_EPOCH_JULIAN = 2_440_588;

    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;
    /// From 1970-01-01 to 2000-01-01.
    public static final long EPOCH_SECONDS = 946_684_800L;

    public static final int DATE_INFINITY = Integer.MAX_VALUE;
    public static final int DATE_MINUS_INFINITY = Integer.MIN_VALUE;
    public static final long INFINITY = Long.MAX_VALUE;
    public static final long MINUS_INFINITY = Long.MIN_VALUE;

    /// 4714-11-24 BC, the first moment of a timestamp.
    public static final long MIN_TIMESTAMP = -211_813_488_000_000_000L;
    /// 294277-01-01, the first moment after the last.
    public static final long END_TIMESTAMP = 9_223_371_331_200_000_000L;
    /// Days of the first date, and of the first one after the last.
    public static final int MIN_DATE = -EPOCH_JULIAN;
    public static final int END_DATE = 2_147_483_494 - EPOCH_JULIAN;

    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private DateMath() {}

    /// @param year astronomical: 0 is 1 BC
    public record Ymd(int year, int month, int day) {}

    public static int julian(int year, int month, int day) {
        long y = year;
        long m = month;
        if (m > 2) {
            m += 1;
            y += 4800;
        } else {
            m += 13;
            y += 4799;
        }
        long century = y / 100;
        long julian = y * 365 - 32167;
        julian += y / 4 - century + century / 4;
        julian += 7834 * m / 256 + day;
        return (int) julian;
    }

    public static Ymd fromJulian(long day) {
        long julian = day + 32044;
        long quad = julian / 146097;
        long extra = (julian - quad * 146097) * 4 + 3;
        julian += 60 + quad * 3 + extra / 146097;
        quad = julian / 1461;
        julian -= quad * 1461;
        long y = julian * 4 / 1461;
        julian = (y != 0 ? (julian + 305) % 365 : (julian + 306) % 366) + 123;
        y += quad * 4;
        quad = julian * 2141 / 65536;
        return new Ymd((int) (y - 4800), (int) ((quad + 10) % 12 + 1), (int) (julian - 7834 * quad / 256));
    }

    /// Days since 2000-01-01.
    public static int days(int year, int month, int day) {
        return julian(year, month, day) - EPOCH_JULIAN;
    }

    public static Ymd fromDays(int days) {
        return fromJulian((long) days + EPOCH_JULIAN);
    }

    public static boolean isLeap(int year) {
        return Math.floorMod(year, 4) == 0 && (Math.floorMod(year, 100) != 0 || Math.floorMod(year, 400) == 0);
    }

    public static int daysInMonth(int year, int month) {
        return month == 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1];
    }

    /// Whether a Julian day can be computed without overflow: from 4714-11 BC to 5874898-06.
    public static boolean isJulianRange(int year, int month) {
        return (year > -4713 || (year == -4713 && month >= 11))
                && (year < 5_874_898 || (year == 5_874_898 && month < 6));
    }

    public static boolean isTimestamp(long micros) {
        return micros >= MIN_TIMESTAMP && micros < END_TIMESTAMP;
    }

    public static boolean isFinite(long timestamp) {
        return timestamp != INFINITY && timestamp != MINUS_INFINITY;
    }

    public static boolean isFinite(int date) {
        return date != DATE_INFINITY && date != DATE_MINUS_INFINITY;
    }

    /// 0 is Sunday.
    public static int dayOfWeek(long julian) {
        return (int) Math.floorMod(julian + 1, 7L);
    }

    /// The ISO 8601 week of a date.
    public static int isoWeek(int year, int month, int day) {
        int days = julian(year, month, day);
        int fourth = julian(year, 1, 4);
        int offset = Math.floorMod(fourth, 7);
        if (days < fourth - offset) {
            fourth = julian(year - 1, 1, 4);
            offset = Math.floorMod(fourth, 7);
        }
        int week = (days - (fourth - offset)) / 7 + 1;
        if (week >= 52) {
            int next = julian(year + 1, 1, 4);
            if (days >= next - Math.floorMod(next, 7)) {
                return (days - (next - Math.floorMod(next, 7))) / 7 + 1;
            }
        }
        return week;
    }

    /// The year that the ISO 8601 week of a date belongs to.
    public static int isoYear(int year, int month, int day) {
        int week = isoWeek(year, month, day);
        if (month == 1 && week >= 52) {
            return year - 1;
        }
        return month == 12 && week == 1 ? year + 1 : year;
    }

    /// The Julian day on which an ISO 8601 week begins.
    public static int isoWeekStart(int isoYear, int week) {
        int fourth = julian(isoYear, 1, 4);
        return (week - 1) * 7 + (fourth - Math.floorMod(fourth, 7));
    }
}
