package io.heliosdb.server.sql.type;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `pg_lsn`: a position in the WAL, printed `%X/%X`; ordered without a sign.
final class LsnType extends LongType {

    private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

    LsnType() {
        super("pg_lsn");
    }

    @Override
    public Object parse(String text, TypeContext context) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw TypeErrors.invalidInput("pg_lsn", text);
        }
        return (Long.parseLong(matcher.group(1), 16) << 32) | Long.parseLong(matcher.group(2), 16);
    }

    @Override
    public String format(Object value, TypeContext context) {
        long lsn = (Long) value;
        return String.format(Locale.ROOT, "%X/%X", lsn >>> 32, lsn & 0xFFFF_FFFFL);
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
