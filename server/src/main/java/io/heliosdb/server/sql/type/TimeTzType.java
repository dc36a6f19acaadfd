package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.List;

/// `time with time zone`.
final class TimeTzType extends AbstractType {

    private static final int MAX_OFFSET = 16 * 3600;

    TimeTzType() {
        super("timetz");
    }

    @Override
    public Class<?> valueClass() {
        return TimeTz.class;
    }

    @Override
    public int storageSize() {
        return 12;
    }

    @Override
    public String displayName(int typmod) {
        return typmod < 0 ? super.displayName(-1) : "time(" + typmod + ") with time zone";
    }

    @Override
    public int parseModifiers(List<String> modifiers) {
        return Precision.parse(modifiers, "TIME", " WITH TIME ZONE");
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        TimeTz time = (TimeTz) value;
        return new TimeTz(Precision.round(time.micros(), typmod), time.offset());
    }

    // Without a date, the offset of a zone is the one it has today.
    @Override
    public Object parse(String text, TypeContext context) {
        DateTimeFields fields =
                DateTimeParser.time(text, "time with time zone", context).fields();
        long micros = fields.timeMicros();
        ZoneId session = context.timeZone();
        long day;
        if ((fields.mask & DateTimeFields.DATE) == DateTimeFields.DATE) {
            day = DateMath.days(fields.year, fields.month, fields.day);
        } else {
            long now = TimeZones.micros(context.transactionStart());
            day = Math.floorDiv(
                    now + TimeZones.offsetAt(session, now) * DateMath.MICROS_PER_SECOND, DateMath.MICROS_PER_DAY);
        }
        return new TimeTz(micros, DateTimeParser.offset(fields, day * DateMath.MICROS_PER_DAY + micros, session));
    }

    @Override
    public String format(Object value, TypeContext context) {
        TimeTz time = (TimeTz) value;
        return DateTimeFormat.time(time.micros()) + DateTimeFormat.offset(time.offset());
    }

    // The wire has seconds west of Greenwich.
    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 12);
        long micros = bytes.getLong();
        int west = bytes.getInt();
        if (micros < 0 || micros > DateMath.MICROS_PER_DAY) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "time out of range");
        }
        if (west <= -MAX_OFFSET || west >= MAX_OFFSET) {
            throw new SqlException(
                    SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE, "time zone displacement out of range");
        }
        return new TimeTz(micros, -west);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        TimeTz time = (TimeTz) value;
        return ByteBuffer.allocate(12)
                .putLong(time.micros())
                .putInt(-time.offset())
                .array();
    }

    @Override
    public int compare(Object left, Object right) {
        return ((TimeTz) left).compareTo((TimeTz) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        TimeTz time = (TimeTz) value;
        out.writeLong(time.micros());
        out.writeInt(time.offset());
    }

    @Override
    public Object read(RowReader in) {
        return new TimeTz(in.readLong(), in.readInt());
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        TimeTz time = (TimeTz) value;
        out.writeLong(time.utc());
        out.writeInt(-time.offset());
    }
}
