package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.util.List;

/// `time without time zone`.
final class TimeType extends LongType {

    TimeType() {
        super("time");
    }

    @Override
    public String displayName(int typmod) {
        return typmod < 0 ? super.displayName(-1) : "time(" + typmod + ") without time zone";
    }

    @Override
    public int parseModifiers(List<String> modifiers) {
        return Precision.parse(modifiers, "TIME", "");
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        return Precision.round((Long) value, typmod);
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return DateTimeParser.time(text, "time", context).fields().timeMicros();
    }

    @Override
    public String format(Object value, TypeContext context) {
        return DateTimeFormat.time((Long) value);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        long micros = (Long) super.decodeBinary(bytes, context);
        if (micros < 0 || micros > DateMath.MICROS_PER_DAY) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "time out of range");
        }
        return micros;
    }
}
