package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `interval`, with optional fields and precision. The typmod is `(fields << 16) | precision`.
final class IntervalType extends AbstractType {

    static final int FULL_RANGE = 0x7FFF;
    static final int FULL_PRECISION = 0xFFFF;

    static final int MONTH = 1 << 1;
    static final int YEAR = 1 << 2;
    static final int DAY = 1 << 3;
    static final int HOUR = 1 << 10;
    static final int MINUTE = 1 << 11;
    static final int SECOND = 1 << 12;

    private static final int MONTHS_PER_YEAR = 12;

    IntervalType() {
        super("interval");
    }

    @Override
    public Class<?> valueClass() {
        return Interval.class;
    }

    @Override
    public int storageSize() {
        return 16;
    }

    @Override
    public String displayName(int typmod) {
        if (typmod < 0) {
            return "interval";
        }
        int range = (typmod >> 16) & FULL_RANGE;
        int precision = typmod & FULL_PRECISION;
        return "interval" + rangeName(range) + (precision == FULL_PRECISION ? "" : "(" + precision + ")");
    }

    private static String rangeName(int range) {
        if (range == FULL_RANGE) {
            return "";
        }
        List<String> names = new ArrayList<>();
        int[] bits = {YEAR, MONTH, DAY, HOUR, MINUTE, SECOND};
        String[] words = {"year", "month", "day", "hour", "minute", "second"};
        for (int i = 0; i < bits.length; i++) {
            if ((range & bits[i]) != 0) {
                names.add(words[i]);
            }
        }
        return names.size() == 1 ? " " + names.getFirst() : " " + names.getFirst() + " to " + names.getLast();
    }

    /// The modifiers are a precision, or a field list such as `DAY TO SECOND`, or both in this order: fields,
    /// precision.
    @Override
    public int parseModifiers(List<String> modifiers) {
        if (modifiers.isEmpty() || modifiers.size() > 2) {
            throw TypeErrors.invalidParameter("invalid INTERVAL type modifier");
        }
        int range = FULL_RANGE;
        int precision = FULL_PRECISION;
        for (String modifier : modifiers) {
            if (!modifier.isEmpty() && Character.isLetter(modifier.charAt(0))) {
                range = range(modifier);
            } else if (modifiers.size() == 2
                    && modifier.equals(modifiers.getFirst())
                    && precision == FULL_PRECISION
                    && range == FULL_RANGE) {
                range = Modifiers.integer(modifier);
            } else {
                precision = precision(modifier);
            }
        }
        return (range << 16) | precision;
    }

    private static int precision(String modifier) {
        int precision = Modifiers.integer(modifier);
        if (precision < 0) {
            throw TypeErrors.invalidParameter("INTERVAL(" + precision + ") precision must not be negative");
        }
        return Math.min(precision, Precision.MAX);
    }

    private static int range(String words) {
        return switch (words.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ")) {
            case "year" -> YEAR;
            case "month" -> MONTH;
            case "day" -> DAY;
            case "hour" -> HOUR;
            case "minute" -> MINUTE;
            case "second" -> SECOND;
            case "year to month" -> YEAR | MONTH;
            case "day to hour" -> DAY | HOUR;
            case "day to minute" -> DAY | HOUR | MINUTE;
            case "day to second" -> DAY | HOUR | MINUTE | SECOND;
            case "hour to minute" -> HOUR | MINUTE;
            case "hour to second" -> HOUR | MINUTE | SECOND;
            case "minute to second" -> MINUTE | SECOND;
            default -> throw TypeErrors.invalidParameter("invalid INTERVAL type modifier");
        };
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return new IntervalParser(text, FULL_RANGE, context.intervalStyle()).parse();
    }

    /// Reads text whose last bare number is in the smallest unit of the typmod, as in `interval '1' day`.
    @Override
    public Object parse(String text, int typmod, TypeContext context) {
        int range = typmod < 0 ? FULL_RANGE : (typmod >> 16) & FULL_RANGE;
        return new IntervalParser(text, range, context.intervalStyle()).parse();
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        if (typmod < 0) {
            return value;
        }
        Interval interval = (Interval) value;
        int range = (typmod >> 16) & FULL_RANGE;
        int precision = typmod & FULL_PRECISION;
        int months = interval.months();
        int days = interval.days();
        long micros = interval.micros();
        if (range == YEAR) {
            months = months / MONTHS_PER_YEAR * MONTHS_PER_YEAR;
            days = 0;
            micros = 0;
        } else if (range == MONTH || range == (YEAR | MONTH)) {
            days = 0;
            micros = 0;
        } else if (range == DAY) {
            micros = 0;
        } else if (range == HOUR || range == (DAY | HOUR)) {
            micros = micros / DateMath.MICROS_PER_HOUR * DateMath.MICROS_PER_HOUR;
        } else if (range == MINUTE || range == (DAY | HOUR | MINUTE) || range == (HOUR | MINUTE)) {
            micros = micros / DateMath.MICROS_PER_MINUTE * DateMath.MICROS_PER_MINUTE;
        }
        return new Interval(months, days, precision == FULL_PRECISION ? micros : Precision.round(micros, precision));
    }

    @Override
    public String format(Object value, TypeContext context) {
        return IntervalFormat.format((Interval) value, context.intervalStyle());
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 16);
        long micros = bytes.getLong();
        int days = bytes.getInt();
        return new Interval(bytes.getInt(), days, micros);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        Interval interval = (Interval) value;
        return ByteBuffer.allocate(16)
                .putLong(interval.micros())
                .putInt(interval.days())
                .putInt(interval.months())
                .array();
    }

    @Override
    public int compare(Object left, Object right) {
        return ((Interval) left).compareTo((Interval) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        Interval interval = (Interval) value;
        out.writeLong(interval.micros());
        out.writeInt(interval.days());
        out.writeInt(interval.months());
    }

    @Override
    public Object read(RowReader in) {
        long micros = in.readLong();
        int days = in.readInt();
        return new Interval(in.readInt(), days, micros);
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        Interval interval = (Interval) value;
        out.writeLong(interval.totalDays());
        out.writeLong(interval.restMicros());
    }
}
