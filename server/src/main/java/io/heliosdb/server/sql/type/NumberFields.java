package io.heliosdb.server.sql.type;

import static io.heliosdb.server.sql.type.DateTimeFields.badFormat;

import java.util.List;

/// Gives numbers within dates their meaning: year, month, day, or several of them run together.
final class NumberFields {

    private NumberFields() {}

    /// The parts of a date such as `1999-01-08` or `08-Jan-99`. Returns the fields that became known.
    static int dateParts(List<String> parts, DateTimeFields fields) {
        int added = 0;
        boolean[] done = new boolean[parts.size()];
        // Look first for text fields, since that will be unambiguous month.
        for (int i = 0; i < parts.size(); i++) {
            if (!DateTimeTokens.isDigit(parts.get(i).charAt(0))) {
                DateTimeKeywords.Keyword keyword = DateTimeKeywords.find(parts.get(i));
                if (keyword == null || keyword.kind() != DateTimeKeywords.Kind.MONTH) {
                    throw badFormat();
                }
                if (((fields.mask | added) & DateTimeFields.MONTH) != 0) {
                    throw badFormat();
                }
                fields.month = keyword.value();
                fields.textMonth = true;
                added |= DateTimeFields.MONTH;
                done[i] = true;
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!done[i]) {
                int field = single(parts.get(i), fields, fields.mask | added);
                if ((added & field) != 0) {
                    throw badFormat();
                }
                added |= field;
            }
        }
        boolean complete = ((fields.mask | added) & DateTimeFields.DATE) == DateTimeFields.DATE
                || (added & DateTimeFields.DAY_OF_YEAR) != 0;
        if (!complete) {
            throw badFormat();
        }
        return added;
    }

    static int textMonth(DateTimeFields fields, int month) {
        int added = DateTimeFields.MONTH;
        if ((fields.mask & DateTimeFields.MONTH) != 0
                && !fields.textMonth
                && (fields.mask & DateTimeFields.DAY) == 0
                && fields.month >= 1
                && fields.month <= 31) {
            fields.day = fields.month;
            added = DateTimeFields.DAY;
        }
        fields.textMonth = true;
        fields.month = month;
        return added;
    }

    /// One number whose place tells what it is (PostgreSQL's `DecodeNumber`).
    static int single(String text, DateTimeFields fields, int mask) {
        int point = text.indexOf('.');
        if (point >= 0) {
            if (point > 2) {
                return concatenated(text, fields, mask | DateTimeFields.DATE);
            }
            throw badFormat();
        }
        int value = DateTimeFields.number(text);
        int length = text.length();
        boolean noDate = (mask & DateTimeFields.DATE) == DateTimeFields.YEAR;
        if (length == 3 && noDate && value >= 1 && value <= 366) {
            fields.dayOfYear = value;
            return DateTimeFields.DAY_OF_YEAR | DateTimeFields.MONTH | DateTimeFields.DAY;
        }
        int field =
                switch (mask & DateTimeFields.DATE) {
                    case 0 -> firstField(length, fields.order);
                    case DateTimeFields.YEAR -> DateTimeFields.MONTH;
                    case DateTimeFields.MONTH -> afterMonth(length, fields);
                    case DateTimeFields.YEAR | DateTimeFields.MONTH -> DateTimeFields.DAY;
                    case DateTimeFields.DAY -> DateTimeFields.MONTH;
                    case DateTimeFields.MONTH | DateTimeFields.DAY -> DateTimeFields.YEAR;
                    case DateTimeFields.DATE -> concatenated(text, fields, mask);
                    default -> throw badFormat();
                };
        if ((mask & DateTimeFields.DATE) != DateTimeFields.DATE) {
            boolean wasDay = (mask & DateTimeFields.DATE) == (DateTimeFields.YEAR | DateTimeFields.MONTH)
                    && fields.textMonth
                    && length >= 3
                    && fields.twoDigitYear;
            if (wasDay) {
                // "02-Jan-1999": the two digits taken for a year were the day.
                fields.day = fields.year;
                fields.year = value;
                fields.twoDigitYear = false;
            } else {
                assign(fields, field, value, length);
            }
        }
        return field;
    }

    private static int firstField(int length, DateTimeFields.Order order) {
        if (length >= 3 || order == DateTimeFields.Order.YMD) {
            return DateTimeFields.YEAR;
        }
        return order == DateTimeFields.Order.DMY ? DateTimeFields.DAY : DateTimeFields.MONTH;
    }

    private static int afterMonth(int length, DateTimeFields fields) {
        if (fields.textMonth) {
            return length >= 3 || fields.order == DateTimeFields.Order.YMD ? DateTimeFields.YEAR : DateTimeFields.DAY;
        }
        return DateTimeFields.DAY;
    }

    private static void assign(DateTimeFields fields, int field, int value, int length) {
        if ((field & DateTimeFields.YEAR) != 0) {
            fields.year = value;
            fields.twoDigitYear = length <= 2;
        } else if (field == DateTimeFields.MONTH) {
            fields.month = value;
        } else {
            fields.day = value;
        }
    }

    /// Digits run together: `yyyymmdd`, `yymmdd`, `hhmmss[.fff]`, `hhmm` (PostgreSQL's `DecodeNumberField`).
    static int concatenated(String text, DateTimeFields fields, int mask) {
        int point = text.indexOf('.');
        String digits = text;
        int micros = 0;
        if (point >= 0) {
            micros = DateTimeFields.fraction(text.substring(point));
            digits = text.substring(0, point);
        } else if ((mask & DateTimeFields.DATE) != DateTimeFields.DATE && text.length() >= 6) {
            int length = text.length();
            fields.day = DateTimeFields.number(text.substring(length - 2));
            fields.month = DateTimeFields.number(text.substring(length - 4, length - 2));
            fields.year = DateTimeFields.number(text.substring(0, length - 4));
            fields.twoDigitYear = length - 4 == 2;
            return DateTimeFields.DATE;
        }
        if ((mask & DateTimeFields.TIME) == 0 && (digits.length() == 6 || digits.length() == 4)) {
            fields.hour = DateTimeFields.number(digits.substring(0, 2));
            fields.minute = DateTimeFields.number(digits.substring(2, 4));
            fields.second = digits.length() == 6 ? DateTimeFields.number(digits.substring(4)) : 0;
            fields.micros = micros;
            if (!fields.isTimeOfDay()) {
                throw DateTimeFields.fault(DateTimeFields.Fault.FIELD_OVERFLOW);
            }
            return DateTimeFields.TIME;
        }
        throw badFormat();
    }

    static void setTime(DateTimeFields fields, long micros) {
        long seconds = micros / DateMath.MICROS_PER_SECOND;
        fields.hour = (int) (seconds / 3600);
        fields.minute = (int) (seconds / 60 % 60);
        fields.second = (int) (seconds % 60);
        fields.micros = (int) (micros % DateMath.MICROS_PER_SECOND);
    }
}
