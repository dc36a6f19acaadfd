package io.heliosdb.server.sql.type;

import static io.heliosdb.server.sql.type.DateTimeFields.badFormat;

import io.heliosdb.server.sql.type.IntervalUnits.Unit;

/// Reads ISO 8601 durations: `P1Y2M3DT4H5M6S` and the alternative `P0001-02-03T04:05:06`.
final class IsoIntervalParser {

    private final String text;
    private final IntervalSum sum = new IntervalSum();
    private int at = 1;

    IsoIntervalParser(String text) {
        this.text = text;
    }

    Interval parse() {
        if (text.length() < 2) {
            throw badFormat();
        }
        boolean time = false;
        boolean any = false;
        while (at < text.length()) {
            if (text.charAt(at) == 'T') {
                time = true;
                at++;
                continue;
            }
            int start = at;
            double number = number();
            char unit = at < text.length() ? text.charAt(at) : 0;
            if (unit == '-' || unit == ':' || unit == 0) {
                at = start;
                alternative(time);
                return sum.toInterval();
            }
            at++;
            any = true;
            long whole = (long) number;
            sum.add(time ? timeUnit(unit) : dateUnit(unit), whole, number - whole);
        }
        if (!any) {
            throw badFormat();
        }
        return sum.toInterval();
    }

    private static Unit dateUnit(char c) {
        return switch (c) {
            case 'Y' -> Unit.YEAR;
            case 'M' -> Unit.MONTH;
            case 'W' -> Unit.WEEK;
            case 'D' -> Unit.DAY;
            default -> throw badFormat();
        };
    }

    private static Unit timeUnit(char c) {
        return switch (c) {
            case 'H' -> Unit.HOUR;
            case 'M' -> Unit.MINUTE;
            case 'S' -> Unit.SECOND;
            default -> throw badFormat();
        };
    }

    private void alternative(boolean inTime) {
        boolean time = inTime;
        if (!time) {
            part(Unit.YEAR);
            if (eat('-')) {
                part(Unit.MONTH);
                if (eat('-')) {
                    part(Unit.DAY);
                }
            }
            time = eat('T');
        }
        if (time) {
            part(Unit.HOUR);
            if (eat(':')) {
                part(Unit.MINUTE);
                if (eat(':')) {
                    part(Unit.SECOND);
                }
            }
        }
        if (at < text.length()) {
            throw badFormat();
        }
    }

    private void part(Unit unit) {
        double number = number();
        sum.add(unit, (long) number, number - (long) number);
    }

    private boolean eat(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private double number() {
        int start = at;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        int digits = at;
        while (at < text.length() && (DateTimeTokens.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        if (at == digits) {
            throw badFormat();
        }
        try {
            return Double.parseDouble(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw badFormat();
        }
    }
}
