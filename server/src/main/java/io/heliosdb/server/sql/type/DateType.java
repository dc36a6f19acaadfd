package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;

/// `date`.
final class DateType extends AbstractType {

    DateType() {
        super("date");
    }

    @Override
    public Class<?> valueClass() {
        return Integer.class;
    }

    @Override
    public int storageSize() {
        return 4;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        DateTimeParser.Parsed parsed = DateTimeParser.dateTime(text, "date", context);
        switch (parsed.special()) {
            case DateTimeKeywords.INFINITY:
                return DateMath.DATE_INFINITY;
            case DateTimeKeywords.MINUS_INFINITY:
                return DateMath.DATE_MINUS_INFINITY;
            case DateTimeKeywords.EPOCH:
                return DateMath.UNIX_EPOCH_JULIAN - DateMath.EPOCH_JULIAN;
            default:
                break;
        }
        DateTimeFields fields = parsed.fields();
        if (!DateMath.isJulianRange(fields.year, fields.month)) {
            throw outOfRange(text);
        }
        int days = DateMath.days(fields.year, fields.month, fields.day);
        if (days < DateMath.MIN_DATE || days >= DateMath.END_DATE) {
            throw outOfRange(text);
        }
        return days;
    }

    private static SqlException outOfRange(String text) {
        return new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range: \"" + text + "\"");
    }

    @Override
    public String format(Object value, TypeContext context) {
        return DateTimeFormat.date((Integer) value, context);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 4);
        int days = bytes.getInt();
        if (DateMath.isFinite(days) && (days < DateMath.MIN_DATE || days >= DateMath.END_DATE)) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range");
        }
        return days;
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return ByteBuffer.allocate(4).putInt((Integer) value).array();
    }

    @Override
    public int compare(Object left, Object right) {
        return Integer.compare((Integer) left, (Integer) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        out.writeInt((Integer) value);
    }

    @Override
    public Object read(RowReader in) {
        return in.readInt();
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeInt((Integer) value);
    }
}
