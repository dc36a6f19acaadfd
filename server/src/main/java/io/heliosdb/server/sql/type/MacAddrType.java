package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;

/// `macaddr`: six bytes, held in a `Long`.
final class MacAddrType extends LongType {

    private static final Pattern FORMS =
            Pattern.compile("([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}|([0-9a-f]{1,2}-){5}[0-9a-f]{1,2}"
                    + "|[0-9a-f]{6}[:-][0-9a-f]{6}|[0-9a-f]{4}[.-][0-9a-f]{4}[.-][0-9a-f]{4}|[0-9a-f]{12}");

    MacAddrType() {
        super("macaddr");
    }

    @Override
    public int storageSize() {
        return 8;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        String form = Text.strip(text).toLowerCase(Locale.ROOT);
        if (!FORMS.matcher(form).matches()) {
            throw TypeErrors.invalidInput("macaddr", text);
        }
        return Long.parseLong(
                form.replaceAll("(?<![0-9a-f])([0-9a-f])(?![0-9a-f])", "0$1").replaceAll("[^0-9a-f]", ""), 16);
    }

    @Override
    public String format(Object value, TypeContext context) {
        String digits = String.format(Locale.ROOT, "%012x", (Long) value);
        return digits.replaceAll("..(?!$)", "$0:");
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 6);
        return ((bytes.getShort() & 0xFFFFL) << 32) | (bytes.getInt() & 0xFFFF_FFFFL);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        long address = (Long) value;
        return ByteBuffer.allocate(6)
                .putShort((short) (address >> 32))
                .putInt((int) address)
                .array();
    }
}
