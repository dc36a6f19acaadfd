package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.util.List;

/// `bit(n)` and `bit varying(n)`.
final class BitType extends AbstractType {

    private static final int MAX_LENGTH = 83_886_080;

    private final boolean varying;

    BitType(boolean varying) {
        super(varying ? "varbit" : "bit");
        this.varying = varying;
    }

    @Override
    public Class<?> valueClass() {
        return BitString.class;
    }

    @Override
    public String displayName(int typmod) {
        return typmod < 0 ? super.displayName(-1) : super.displayName(-1) + "(" + typmod + ")";
    }

    @Override
    public int parseModifiers(List<String> modifiers) {
        if (modifiers.size() != 1) {
            throw TypeErrors.invalidParameter("invalid type modifier");
        }
        int length = Modifiers.integer(modifiers.getFirst());
        if (length < 1) {
            throw TypeErrors.invalidParameter("length for type " + name() + " must be at least 1");
        }
        if (length > MAX_LENGTH) {
            throw TypeErrors.invalidParameter("length for type " + name() + " cannot exceed " + MAX_LENGTH);
        }
        return length;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        boolean hex = text.startsWith("x") || text.startsWith("X");
        String digits = hex || text.startsWith("b") || text.startsWith("B") ? text.substring(1) : text;
        StringBuilder bits = new StringBuilder(digits.length());
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int value = c < 0x80 ? Character.digit(c, hex ? 16 : 2) : -1;
            if (value < 0) {
                throw new SqlException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "\"" + Character.toString(digits.codePointAt(i)) + "\" is not a valid "
                                + (hex ? "hexadecimal" : "binary") + " digit");
            }
            if (hex) {
                bits.append(Integer.toBinaryString(16 + value), 1, 5);
            } else {
                bits.append(c);
            }
        }
        return BitString.of(bits.toString());
    }

    @Override
    public String format(Object value, TypeContext context) {
        return value.toString();
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        BitString bits = (BitString) value;
        if (typmod < 0 || bits.length() == typmod || (varying && bits.length() < typmod)) {
            return bits;
        }
        if (!explicit) {
            throw varying
                    ? new SqlException(
                            SqlState.STRING_DATA_RIGHT_TRUNCATION,
                            "bit string too long for type bit varying(" + typmod + ")")
                    : new SqlException(
                            SqlState.STRING_DATA_LENGTH_MISMATCH,
                            "bit string length " + bits.length() + " does not match type bit(" + typmod + ")");
        }
        String text = bits.toString();
        return BitString.of(
                text.length() > typmod ? text.substring(0, typmod) : text + "0".repeat(typmod - text.length()));
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        if (bytes.remaining() < 4) {
            throw TypeErrors.insufficientData();
        }
        int length = bytes.getInt();
        if (length < 0 || bytes.remaining() != (length + 7) / 8) {
            throw TypeErrors.invalidBinary("invalid length in external bit string");
        }
        byte[] bits = remaining(bytes);
        if (length % 8 != 0) {
            bits[bits.length - 1] &= (byte) (0xFF << (8 - length % 8));
        }
        return new BitString(length, bits);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        BitString bits = (BitString) value;
        return ByteBuffer.allocate(4 + bits.bytes().length)
                .putInt(bits.length())
                .put(bits.bytes())
                .array();
    }

    @Override
    public int compare(Object left, Object right) {
        return ((BitString) left).compareTo((BitString) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        BitString bits = (BitString) value;
        int mark = out.beginPart();
        out.writeVarint(bits.length());
        out.writeRaw(bits.bytes());
        out.endPart(mark);
    }

    @Override
    public Object read(RowReader in) {
        in.readVarint();
        int length = in.readVarint();
        return new BitString(length, in.readRaw((length + 7) / 8));
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        BitString bits = (BitString) value;
        out.writeBytes(bits.bytes());
        out.writeInt(bits.length());
    }
}
