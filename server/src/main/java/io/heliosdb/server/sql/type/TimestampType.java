package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.util.List;

/// `timestamp` without and with time zone.
final class TimestampType extends LongType {

    private final boolean withZone;

    TimestampType(boolean withZone) {
        super(withZone ? "timestamptz" : "timestamp");
        this.withZone = withZone;
    }

    @Override
    public String displayName(int typmod) {
        String zone = withZone ? " with time zone" : " without time zone";
        return typmod < 0 ? "timestamp" + zone : "timestamp(" + typmod + ")" + zone;
    }

    @Override
    public int parseModifiers(List<String> modifiers) {
        return Precision.parse(modifiers, "TIMESTAMP", withZone ? " WITH TIME ZONE" : "");
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        long micros = (Long) value;
        return DateMath.isFinite(micros) ? Precision.round(micros, typmod) : micros;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        DateTimeParser.Parsed parsed = DateTimeParser.dateTime(text, withZone ? displayName(-1) : "timestamp", context);
        switch (parsed.special()) {
            case DateTimeKeywords.INFINITY:
                return DateMath.INFINITY;
            case DateTimeKeywords.MINUS_INFINITY:
                return DateMath.MINUS_INFINITY;
            case DateTimeKeywords.EPOCH:
                return -DateMath.EPOCH_SECONDS * DateMath.MICROS_PER_SECOND;
            default:
                break;
        }
        DateTimeFields fields = parsed.fields();
        if (!DateMath.isJulianRange(fields.year, fields.month)) {
            throw outOfRange(text);
        }
        long local;
        try {
            local = Math.addExact(
                    Math.multiplyExact(
                            (long) DateMath.days(fields.year, fields.month, fields.day), DateMath.MICROS_PER_DAY),
                    fields.timeMicros());
        } catch (ArithmeticException tooLarge) {
            throw outOfRange(text);
        }
        long micros = local;
        if (withZone) {
            micros -= DateTimeParser.offset(fields, local, context.timeZone()) * DateMath.MICROS_PER_SECOND;
        }
        if (!DateMath.isTimestamp(micros)) {
            throw outOfRange(text);
        }
        return micros;
    }

    private static SqlException outOfRange(String text) {
        return new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range: \"" + text + "\"");
    }

    @Override
    public String format(Object value, TypeContext context) {
        return withZone
                ? DateTimeFormat.timestampTz((Long) value, context)
                : DateTimeFormat.timestamp((Long) value, context);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        long micros = (Long) super.decodeBinary(bytes, context);
        if (DateMath.isFinite(micros) && !DateMath.isTimestamp(micros)) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
        }
        return micros;
    }
}
