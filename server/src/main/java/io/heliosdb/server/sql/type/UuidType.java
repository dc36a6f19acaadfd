package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.util.UUID;

/// `uuid`, ordered by its bytes.
final class UuidType extends AbstractType {

    UuidType() {
        super("uuid");
    }

    @Override
    public Class<?> valueClass() {
        return UUID.class;
    }

    @Override
    public int storageSize() {
        return 16;
    }

    // Hyphens are optional, and only after every fourth digit; braces may stand around.
    @Override
    public Object parse(String text, TypeContext context) {
        int end = text.length();
        int at = 0;
        if (text.startsWith("{")) {
            if (!text.endsWith("}")) {
                throw TypeErrors.invalidInput("uuid", text);
            }
            at = 1;
            end--;
        }
        long[] halves = new long[2];
        for (int digit = 0; digit < 32; digit++) {
            int value = at < end && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
            if (value < 0) {
                throw TypeErrors.invalidInput("uuid", text);
            }
            halves[digit / 16] = (halves[digit / 16] << 4) | value;
            at++;
            if (digit % 4 == 3 && digit < 31 && at < end && text.charAt(at) == '-') {
                at++;
            }
        }
        if (at != end) {
            throw TypeErrors.invalidInput("uuid", text);
        }
        return new UUID(halves[0], halves[1]);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return value.toString();
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 16);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        UUID uuid = (UUID) value;
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    @Override
    public int compare(Object left, Object right) {
        UUID a = (UUID) left;
        UUID b = (UUID) right;
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    @Override
    public void write(Object value, RowWriter out) {
        UUID uuid = (UUID) value;
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
    }

    @Override
    public Object read(RowReader in) {
        return new UUID(in.readLong(), in.readLong());
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        UUID uuid = (UUID) value;
        out.writeLong(uuid.getMostSignificantBits() ^ Long.MIN_VALUE);
        out.writeLong(uuid.getLeastSignificantBits() ^ Long.MIN_VALUE);
    }
}
