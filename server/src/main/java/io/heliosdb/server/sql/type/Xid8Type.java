package io.heliosdb.server.sql.type;

import java.math.BigInteger;

/// `xid8`: a transaction id of 64 bits without a sign.
final class Xid8Type extends LongType {

    Xid8Type() {
        super("xid8");
    }

    @Override
    public Object parse(String text, TypeContext context) {
        String trimmed = Text.strip(text);
        if (trimmed.isEmpty() || !trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw TypeErrors.invalidInput("xid8", text);
        }
        BigInteger value = new BigInteger(trimmed);
        if (value.bitLength() > 64) {
            throw TypeErrors.valueOutOfRange("xid8", text);
        }
        return value.longValue();
    }

    @Override
    public String format(Object value, TypeContext context) {
        return Long.toUnsignedString((Long) value);
    }

    @Override
    public int compare(Object left, Object right) {
        return Long.compareUnsigned((Long) left, (Long) right);
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeLong((Long) value ^ Long.MIN_VALUE);
    }
}
