package io.heliosdb.server.sql.type;

import static io.heliosdb.server.sql.type.DateTimeFields.badFormat;
import static io.heliosdb.server.sql.type.DateTimeFields.fault;

import io.heliosdb.server.sql.type.DateTimeFields.Fault;
import io.heliosdb.server.sql.type.DateTimeTokens.Kind;
import io.heliosdb.server.sql.type.DateTimeTokens.Token;
import io.heliosdb.server.sql.type.IntervalUnits.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads intervals: PostgreSQL's form with units, the standard's `1-2 3 4:05:06`, and ISO 8601 (PostgreSQL 18 manual,
/// 8.5.4). Fields are read from the right, so that units are known before their numbers.
final class IntervalParser {

    private final String text;
    private final int range;
    private final boolean standardStyle;
    private final IntervalSum sum = new IntervalSum();
    private @Nullable Unit unit;
    private boolean ago;
    private boolean forceNegative;

    IntervalParser(String text, int range, String style) {
        this.text = text;
        this.range = range;
        standardStyle = style.equalsIgnoreCase("sql_standard");
    }

    Interval parse() {
        try {
            try {
                return parseFields();
            } catch (DateTimeFields.FaultException e) {
                if (e.fault == Fault.FORMAT && text.stripLeading().startsWith("P")) {
                    return new IsoIntervalParser(text.strip()).parse();
                }
                throw e;
            }
        } catch (DateTimeFields.FaultException e) {
            Fault shown = e.fault == Fault.FIELD_OVERFLOW || e.fault == Fault.MONTH_DAY_OVERFLOW
                    ? Fault.INTERVAL_OVERFLOW
                    : e.fault;
            throw fault(shown).toSql("interval", text);
        } catch (ArithmeticException e) {
            throw fault(Fault.INTERVAL_OVERFLOW).toSql("interval", text);
        }
    }

    private Interval parseFields() {
        List<Token> tokens = DateTimeTokens.split(text);
        if (tokens == null || tokens.isEmpty()) {
            throw badFormat();
        }
        forceNegative = standardStyle
                && tokens.getFirst().text().startsWith("-")
                && tokens.stream()
                        .skip(1)
                        .noneMatch(t -> t.text().startsWith("-") || t.text().startsWith("+"));
        int mask = 0;
        for (int i = tokens.size() - 1; i >= 0; i--) {
            int added = decode(tokens.get(i));
            if ((added & mask) != 0) {
                throw badFormat();
            }
            mask |= added;
        }
        if (mask == 0) {
            throw badFormat();
        }
        Interval interval = sum.toInterval();
        return ago ? interval.negated() : interval;
    }

    private int decode(Token token) {
        String field = token.text();
        switch (token.kind()) {
            case TIME -> {
                return time(field, forceNegative);
            }
            case ZONE -> {
                if (field.indexOf(':') > 0) {
                    return time(field.substring(1), forceNegative || field.charAt(0) == '-');
                }
                return number(field);
            }
            case DATE, NUMBER -> {
                return number(field);
            }
            case WORD, SPECIAL -> {
                return word(field, token.kind());
            }
        }
        throw badFormat();
    }

    private int word(String word, Kind kind) {
        if (kind == Kind.WORD && word.equals("ago")) {
            ago = true;
            return 0;
        }
        unit = IntervalUnits.find(word);
        if (unit == null) {
            throw badFormat();
        }
        return 0;
    }

    private int time(String field, boolean negative) {
        int[] at = {0};
        long hours = longDigits(field, at);
        if (at[0] >= field.length() || field.charAt(at[0]) != ':') {
            throw badFormat();
        }
        at[0]++;
        long minutes = DateTimeFields.digits(field, at);
        long seconds = 0;
        int micros = 0;
        if (at[0] < field.length() && field.charAt(at[0]) == '.') {
            seconds = minutes;
            minutes = hours;
            hours = 0;
            micros = DateTimeFields.fraction(field.substring(at[0]));
        } else if (at[0] < field.length()) {
            if (field.charAt(at[0]) != ':') {
                throw badFormat();
            }
            at[0]++;
            seconds = DateTimeFields.digits(field, at);
            micros = at[0] < field.length() ? pointFraction(field.substring(at[0])) : 0;
        } else if (range == (IntervalType.MINUTE | IntervalType.SECOND)) {
            seconds = minutes;
            minutes = hours;
            hours = 0;
        }
        if (minutes > 59 || seconds > 60) {
            throw fault(Fault.FIELD_OVERFLOW);
        }
        long total = Math.addExact(
                Math.multiplyExact(hours, DateMath.MICROS_PER_HOUR),
                minutes * DateMath.MICROS_PER_MINUTE + seconds * DateMath.MICROS_PER_SECOND + micros);
        sum.addMicros(negative ? -total : total);
        unit = Unit.DAY;
        return Unit.HOUR.bit | Unit.MINUTE.bit | Unit.SECOND.bit;
    }

    private static int pointFraction(String rest) {
        if (rest.charAt(0) != '.') {
            throw badFormat();
        }
        return DateTimeFields.fraction(rest);
    }

    static long longDigits(String text, int[] at) {
        int start = at[0];
        while (at[0] < text.length() && DateTimeTokens.isDigit(text.charAt(at[0]))) {
            at[0]++;
        }
        if (at[0] == start || at[0] - start > 18) {
            throw at[0] == start ? badFormat() : fault(Fault.FIELD_OVERFLOW);
        }
        return Long.parseLong(text, start, at[0], 10);
    }

    private int number(String field) {
        boolean negative = field.charAt(0) == '-';
        int[] at = {negative || field.charAt(0) == '+' ? 1 : 0};
        long value = at[0] < field.length() && field.charAt(at[0]) == '.' ? 0 : longDigits(field, at);
        double fraction = 0;
        Unit used = unit == null ? defaultUnit() : unit;
        if (at[0] < field.length() && field.charAt(at[0]) == '-') {
            at[0]++;
            int months = DateTimeFields.digits(field, at);
            if (months >= 12) {
                throw fault(Fault.FIELD_OVERFLOW);
            }
            used = Unit.MONTH;
            value = Math.addExact(Math.multiplyExact(value, 12L), months);
        } else if (at[0] < field.length() && field.charAt(at[0]) == '.') {
            fraction = IntervalUnits.fraction(field.substring(at[0]));
            at[0] = field.length();
        }
        if (at[0] < field.length()) {
            throw badFormat();
        }
        boolean minus = negative || forceNegative;
        int added = sum.add(used, minus ? -value : value, minus ? -fraction : fraction);
        unit = used == Unit.HOUR ? Unit.DAY : used;
        return added;
    }

    // Without a unit, the last field of the type decides.
    private Unit defaultUnit() {
        if (range == IntervalType.FULL_RANGE || (range & IntervalType.SECOND) != 0) {
            return Unit.SECOND;
        }
        if ((range & IntervalType.MINUTE) != 0) {
            return Unit.MINUTE;
        }
        if ((range & IntervalType.HOUR) != 0) {
            return Unit.HOUR;
        }
        if ((range & IntervalType.DAY) != 0) {
            return Unit.DAY;
        }
        return (range & IntervalType.MONTH) != 0 ? Unit.MONTH : Unit.YEAR;
    }
}
