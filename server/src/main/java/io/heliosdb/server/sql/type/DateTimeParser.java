package io.heliosdb.server.sql.type;

import static io.heliosdb.server.sql.type.DateTimeFields.badFormat;
import static io.heliosdb.server.sql.type.DateTimeFields.fault;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.DateTimeFields.Fault;
import io.heliosdb.server.sql.type.DateTimeTokens.Token;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads dates and times in all the forms that PostgreSQL reads (PostgreSQL 18 manual, 8.5.1 and B.1).
final class DateTimeParser {

    /// What was read.
    ///
    /// @param special a word of {@link DateTimeKeywords} such as `EPOCH`, else 0
    record Parsed(DateTimeFields fields, int special) {}

    private final TypeContext context;
    private final DateTimeFields fields;
    private final boolean timeOnly;
    private int expected;
    private int meridian = -1;
    private boolean beforeChrist;
    private int special;

    private DateTimeParser(TypeContext context, boolean timeOnly) {
        this.context = context;
        this.timeOnly = timeOnly;
        fields = new DateTimeFields(DateTimeFields.Order.of(context.dateStyle()));
    }

    /// Reads a date with or without a time.
    ///
    /// @throws SqlException 22007, 22008, 22009, 22023
    static Parsed dateTime(String text, String type, TypeContext context) {
        return new DateTimeParser(context, false).parse(text, type);
    }

    /// Reads a time of day; a date is allowed, and helps to know the offset of a named zone.
    static Parsed time(String text, String type, TypeContext context) {
        return new DateTimeParser(context, true).parse(text, type);
    }

    private Parsed parse(String text, String type) {
        List<Token> tokens = DateTimeTokens.split(text);
        try {
            if (tokens == null || tokens.isEmpty()) {
                throw badFormat();
            }
            for (int i = 0; i < tokens.size(); i++) {
                int added = decode(tokens, i);
                if ((added & fields.mask) != 0) {
                    throw badFormat();
                }
                fields.mask |= added;
            }
            finish();
            return new Parsed(fields, special);
        } catch (DateTimeFields.FaultException e) {
            throw e.toSql(type, text);
        }
    }

    private int decode(List<Token> tokens, int index) {
        Token token = tokens.get(index);
        return switch (token.kind()) {
            case DATE -> timeOnly && !isDateOfTime(tokens, index) ? timeAndZone(token.text()) : date(token.text());
            case TIME -> time(token.text());
            case ZONE -> zone(token.text());
            case NUMBER -> number(token.text());
            case WORD, SPECIAL -> word(tokens, index);
        };
    }

    private int time(String text) {
        if (expected != 0 && expected != DateTimeKeywords.TIME) {
            throw badFormat();
        }
        expected = 0;
        fields.decodeTime(text);
        if (!fields.isTimeOfDay()) {
            throw fault(Fault.FIELD_OVERFLOW);
        }
        return DateTimeFields.TIME;
    }

    private int zone(String text) {
        fields.offset = decodeOffset(text);
        return DateTimeFields.ZONE;
    }

    private int date(String text) {
        boolean haveDate = (fields.mask & (DateTimeFields.MONTH | DateTimeFields.DAY))
                == (DateTimeFields.MONTH | DateTimeFields.DAY);
        if (expected == DateTimeKeywords.JULIAN) {
            throw badFormat();
        }
        if (expected == 0 && !haveDate) {
            return decodeDate(text);
        }
        return timeAndZone(text);
    }

    // A time may come with a date: first, and before a time or a zone's name.
    private static boolean isDateOfTime(List<Token> tokens, int index) {
        return index == 0
                && tokens.size() >= 2
                && (tokens.getLast().kind() == DateTimeTokens.Kind.DATE
                        || tokens.get(1).kind() == DateTimeTokens.Kind.TIME);
    }

    // The name of a zone, or digits of a time with an offset.
    private int timeAndZone(String text) {
        if (!DateTimeTokens.isDigit(text.charAt(0)) && expected == 0) {
            return namedZone(text);
        }
        expected = 0;
        int minus = text.indexOf('-');
        if ((fields.mask & DateTimeFields.TIME) != 0 || minus < 0) {
            throw badFormat();
        }
        fields.offset = decodeOffset(text.substring(minus));
        int added = NumberFields.concatenated(text.substring(0, minus), fields, fields.mask | DateTimeFields.DATE);
        return added | DateTimeFields.ZONE;
    }

    private int namedZone(String text) {
        fields.zone = TimeZones.named(text)
                .orElseThrow(() -> new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "time zone \"" + text + "\" not recognized"));
        return DateTimeFields.ZONE;
    }

    private int number(String text) {
        if (expected == DateTimeKeywords.JULIAN) {
            return julian(text);
        }
        if (expected == DateTimeKeywords.TIME) {
            expected = 0;
            int added = NumberFields.concatenated(text, fields, fields.mask | DateTimeFields.DATE);
            if (added != DateTimeFields.TIME) {
                throw badFormat();
            }
            return added;
        }
        int point = text.indexOf('.');
        int whole = point < 0 ? text.length() : point;
        boolean noDate = (fields.mask & DateTimeFields.DATE) == 0;
        if (timeOnly) {
            return point < 0 || whole > 2
                    ? NumberFields.concatenated(text, fields, fields.mask | DateTimeFields.DATE)
                    : NumberFields.single(text, fields, fields.mask | DateTimeFields.DATE);
        }
        if (point >= 0 && noDate) {
            return decodeDate(text);
        }
        boolean room = noDate || (fields.mask & DateTimeFields.TIME) == 0;
        if ((point >= 0 && whole > 2) || (text.length() >= 6 && room)) {
            return NumberFields.concatenated(text, fields, fields.mask);
        }
        return NumberFields.single(text, fields, fields.mask);
    }

    private int julian(String text) {
        expected = 0;
        int point = text.indexOf('.');
        int day = DateTimeFields.number(point < 0 ? text : text.substring(0, point));
        DateMath.Ymd date = DateMath.fromJulian(day);
        fields.year = date.year();
        fields.month = date.month();
        fields.day = date.day();
        fields.julian = true;
        if (point < 0) {
            return DateTimeFields.DATE;
        }
        long micros = Math.round(Double.parseDouble("0" + text.substring(point)) * DateMath.MICROS_PER_DAY);
        NumberFields.setTime(fields, micros);
        return DateTimeFields.DATE | DateTimeFields.TIME;
    }

    private int word(List<Token> tokens, int index) {
        String word = tokens.get(index).text();
        TimeZones.Abbreviation abbreviation = TimeZones.abbreviation(word).orElse(null);
        if (abbreviation != null) {
            fields.offset = abbreviation.offsetSeconds();
            return DateTimeFields.ZONE | (abbreviation.daylight() ? DateTimeFields.DAYLIGHT : 0);
        }
        DateTimeKeywords.Keyword keyword = DateTimeKeywords.find(word);
        if (keyword == null) {
            fields.zone = TimeZones.named(word).orElseThrow(DateTimeFields::badFormat);
            return DateTimeFields.ZONE;
        }
        return switch (keyword.kind()) {
            case MONTH -> NumberFields.textMonth(fields, keyword.value());
            case RESERVED -> reserved(keyword.value());
            case DAYLIGHT_MODIFIER -> {
                fields.offset += keyword.value();
                yield DateTimeFields.DAYLIGHT;
            }
            case AM_PM -> {
                meridian = keyword.value();
                yield DateTimeFields.AM_PM;
            }
            case ERA -> {
                beforeChrist = keyword.value() == 1;
                yield DateTimeFields.ERA;
            }
            case DAY_OF_WEEK -> DateTimeFields.WEEKDAY;
            case UNIT -> {
                expected = keyword.value();
                yield 0;
            }
            case ISO_TIME -> isoTime(tokens, index);
            case IGNORED -> 0;
        };
    }

    private int isoTime(List<Token> tokens, int index) {
        boolean noDate = (fields.mask & DateTimeFields.DATE) != DateTimeFields.DATE;
        if ((noDate && !timeOnly) || index + 1 >= tokens.size()) {
            throw badFormat();
        }
        DateTimeTokens.Kind next = tokens.get(index + 1).kind();
        if (next != DateTimeTokens.Kind.NUMBER
                && next != DateTimeTokens.Kind.TIME
                && next != DateTimeTokens.Kind.DATE) {
            throw badFormat();
        }
        expected = DateTimeKeywords.TIME;
        return 0;
    }

    private int reserved(int word) {
        return switch (word) {
            case DateTimeKeywords.NOW -> {
                long now = now();
                setDate(Math.floorDiv(now, DateMath.MICROS_PER_DAY));
                NumberFields.setTime(fields, Math.floorMod(now, DateMath.MICROS_PER_DAY));
                fields.zone = context.timeZone();
                yield DateTimeFields.DATE | DateTimeFields.TIME | DateTimeFields.ZONE;
            }
            case DateTimeKeywords.YESTERDAY -> day(-1);
            case DateTimeKeywords.TODAY -> day(0);
            case DateTimeKeywords.TOMORROW -> day(1);
            case DateTimeKeywords.ALL_BALLS -> {
                NumberFields.setTime(fields, 0);
                fields.offset = 0;
                yield DateTimeFields.TIME | DateTimeFields.ZONE;
            }
            default -> {
                special = word;
                yield DateTimeFields.SPECIAL;
            }
        };
    }

    private int day(int difference) {
        setDate(Math.floorDiv(now(), DateMath.MICROS_PER_DAY) + difference);
        return DateTimeFields.DATE;
    }

    // The time on the wall when the transaction began.
    private long now() {
        long moment = TimeZones.micros(context.transactionStart());
        return moment + TimeZones.offsetAt(context.timeZone(), moment) * DateMath.MICROS_PER_SECOND;
    }

    private void setDate(long days) {
        DateMath.Ymd date = DateMath.fromDays((int) days);
        fields.year = date.year();
        fields.month = date.month();
        fields.day = date.day();
    }

    private int decodeDate(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int start = at;
            boolean digits = DateTimeTokens.isDigit(text.charAt(at));
            while (at < text.length()
                    && (digits ? DateTimeTokens.isDigit(text.charAt(at)) : Character.isLetter(text.charAt(at)))) {
                at++;
            }
            if (at == start) {
                at++;
            } else {
                parts.add(text.substring(start, at));
            }
        }
        if (parts.size() > 3 || parts.isEmpty()) {
            throw badFormat();
        }
        return NumberFields.dateParts(parts, fields);
    }

    /// `+hh[:mm[:ss]]` or `+hhmm` as seconds east of Greenwich.
    static int decodeOffset(String text) {
        int[] at = {1};
        int hours = DateTimeFields.digits(text, at);
        int minutes = 0;
        int seconds = 0;
        if (at[0] < text.length() && text.charAt(at[0]) == ':') {
            at[0]++;
            minutes = DateTimeFields.digits(text, at);
            if (at[0] < text.length() && text.charAt(at[0]) == ':') {
                at[0]++;
                seconds = DateTimeFields.digits(text, at);
            }
        } else if (at[0] == text.length() && text.length() > 3) {
            minutes = hours % 100;
            hours = hours / 100;
        }
        if (at[0] < text.length()) {
            throw badFormat();
        }
        if (hours > 15 || minutes > 59 || seconds > 59) {
            throw fault(Fault.ZONE_OVERFLOW);
        }
        int offset = (hours * 60 + minutes) * 60 + seconds;
        return text.charAt(0) == '-' ? -offset : offset;
    }

    private void finish() {
        if (special != 0) {
            if ((fields.mask & ~DateTimeFields.SPECIAL) != 0 || timeOnly) {
                throw badFormat();
            }
            return;
        }
        fields.validateDate(beforeChrist);
        if (meridian >= 0) {
            if (fields.hour > 12) {
                throw fault(Fault.FIELD_OVERFLOW);
            }
            fields.hour = fields.hour % 12 + meridian * 12;
        }
        if (timeOnly) {
            if ((fields.mask & DateTimeFields.TIME) == 0) {
                throw badFormat();
            }
        } else if ((fields.mask & DateTimeFields.DATE) != DateTimeFields.DATE
                && (fields.mask & (DateTimeFields.YEAR | DateTimeFields.DAY_OF_YEAR))
                        != (DateTimeFields.YEAR | DateTimeFields.DAY_OF_YEAR)) {
            throw badFormat();
        }
    }

    /// The offset of a local time: what the text said, else what the session's zone has.
    static int offset(DateTimeFields fields, long local, @Nullable ZoneId session) {
        ZoneId zone = fields.zone;
        if (zone != null) {
            return TimeZones.offsetOfLocal(zone, local);
        }
        if ((fields.mask & DateTimeFields.ZONE) != 0 || session == null) {
            return fields.offset;
        }
        return TimeZones.offsetOfLocal(session, local);
    }
}
