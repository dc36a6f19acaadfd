package io.heliosdb.server.sql.type;

import java.util.Locale;

/// Writes intervals in the four styles of `IntervalStyle`.
final class IntervalFormat {

    private final StringBuilder out = new StringBuilder();
    private final long years;
    private final long months;
    private final long days;
    private final long hours;
    private final long minutes;
    private final long seconds;
    private final int micros;
    private boolean zero = true;
    private boolean before;

    private IntervalFormat(Interval interval) {
        years = interval.months() / 12;
        months = interval.months() % 12;
        days = interval.days();
        hours = interval.micros() / DateMath.MICROS_PER_HOUR;
        minutes = interval.micros() / DateMath.MICROS_PER_MINUTE % 60;
        seconds = interval.micros() / DateMath.MICROS_PER_SECOND % 60;
        micros = (int) (interval.micros() % DateMath.MICROS_PER_SECOND);
    }

    static String format(Interval interval, String style) {
        IntervalFormat format = new IntervalFormat(interval);
        return switch (style.toLowerCase(Locale.ROOT)) {
            case "postgres_verbose" -> format.verbose();
            case "sql_standard" -> format.standard();
            case "iso_8601" -> format.iso();
            default -> format.postgres();
        };
    }

    private boolean hasTime() {
        return hours != 0 || minutes != 0 || seconds != 0 || micros != 0;
    }

    private boolean negativeTime() {
        return hours < 0 || minutes < 0 || seconds < 0 || micros < 0;
    }

    private String postgres() {
        part(years, "year");
        part(months, "mon");
        part(days, "day");
        if (zero || hasTime()) {
            out.append(zero ? "" : " ").append(negativeTime() ? "-" : before ? "+" : "");
            two(Math.abs(hours)).append(':');
            two(Math.abs(minutes)).append(':');
            seconds(true);
        }
        return out.toString();
    }

    private void part(long value, String unit) {
        if (value == 0) {
            return;
        }
        out.append(zero ? "" : " ").append(before && value > 0 ? "+" : "").append(value);
        out.append(' ').append(unit).append(value != 1 ? "s" : "");
        before = value < 0;
        zero = false;
    }

    private StringBuilder two(long value) {
        return (value < 10 ? out.append('0') : out).append(value);
    }

    private void seconds(boolean padded) {
        if (padded) {
            two(Math.abs(seconds));
        } else {
            out.append(Math.abs(seconds));
        }
        DateTimeFormat.fraction(out, Math.abs(micros));
    }

    private String verbose() {
        out.append('@');
        verbosePart(years, "year");
        verbosePart(months, "mon");
        verbosePart(days, "day");
        verbosePart(hours, "hour");
        verbosePart(minutes, "min");
        if (seconds != 0 || micros != 0) {
            out.append(' ');
            if (seconds < 0 || micros < 0) {
                if (zero) {
                    before = true;
                } else if (!before) {
                    out.append('-');
                }
            } else if (before) {
                out.append('-');
            }
            seconds(false);
            out.append(" sec").append(Math.abs(seconds) != 1 || micros != 0 ? "s" : "");
            zero = false;
        }
        return out.append(zero ? " 0" : "").append(before ? " ago" : "").toString();
    }

    private void verbosePart(long value, String unit) {
        if (value == 0) {
            return;
        }
        long shown = value;
        if (zero) {
            before = value < 0;
            shown = Math.abs(value);
        } else if (before) {
            shown = -value;
        }
        out.append(' ').append(shown).append(' ').append(unit).append(shown == 1 ? "" : "s");
        zero = false;
    }

    private String iso() {
        out.append('P');
        isoPart(years, 'Y');
        isoPart(months, 'M');
        isoPart(days, 'D');
        if (hasTime()) {
            out.append('T');
            isoPart(hours, 'H');
            isoPart(minutes, 'M');
            if (seconds != 0 || micros != 0) {
                out.append(seconds < 0 || micros < 0 ? "-" : "");
                seconds(false);
                out.append('S');
            }
        }
        return out.length() == 1 ? "PT0S" : out.toString();
    }

    private void isoPart(long value, char unit) {
        if (value != 0) {
            out.append(value).append(unit);
        }
    }

    private String standard() {
        boolean negative = years < 0 || months < 0 || days < 0 || negativeTime();
        boolean positive = years > 0 || months > 0 || days > 0 || hours > 0 || minutes > 0 || seconds > 0 || micros > 0;
        boolean yearMonth = years != 0 || months != 0;
        if (!negative && !positive) {
            return "0";
        }
        if ((negative && positive) || (yearMonth && (days != 0 || hasTime()))) {
            out.append(years < 0 || months < 0 ? '-' : '+');
            out.append(Math.abs(years)).append('-').append(Math.abs(months)).append(' ');
            out.append(days < 0 ? '-' : '+').append(Math.abs(days)).append(' ');
            out.append(negativeTime() ? '-' : '+');
            clock();
            return out.toString();
        }
        out.append(negative ? "-" : "");
        if (yearMonth) {
            return out.append(Math.abs(years))
                    .append('-')
                    .append(Math.abs(months))
                    .toString();
        }
        if (days != 0) {
            out.append(Math.abs(days)).append(' ');
        }
        clock();
        return out.toString();
    }

    private void clock() {
        out.append(Math.abs(hours)).append(':');
        two(Math.abs(minutes)).append(':');
        seconds(true);
    }
}
