package io.heliosdb.server.sql.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;

/// The binary form of numeric, and its key form.
///
/// Binary, all of 16 bits: number of digits, weight of the first one, sign, display scale, then digits to base 10000.
///
/// Key: one byte that orders -Infinity, negative, zero, positive, Infinity, NaN; then the decimal exponent and the
/// significant digits, two a byte from 1 on, ended by 0. A negative number's part has all bits turned.
final class NumericCodec {

    private static final int BASE = 10_000;
    private static final int DIGITS = 4;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int POSITIVE_INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;

    private NumericCodec() {}

    static byte[] encode(Numeric number) {
        if (!number.isFinite()) {
            int sign = number.isNaN() ? NAN : number.signum() > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
            int scale = number.isNaN() ? 0 : 0x20;
            return ByteBuffer.allocate(8)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) sign)
                    .putShort((short) scale)
                    .array();
        }
        BigDecimal value = number.value();
        int[] digits = digits(value);
        int fraction = (value.scale() + DIGITS - 1) / DIGITS;
        int first = 0;
        int end = digits.length;
        while (first < end && digits[first] == 0) {
            first++;
        }
        while (end > first && digits[end - 1] == 0) {
            end--;
        }
        int weight = first == end ? 0 : digits.length - fraction - 1 - first;
        ByteBuffer out = ByteBuffer.allocate(8 + 2 * (end - first));
        out.putShort((short) (end - first))
                .putShort((short) weight)
                .putShort((short) (value.signum() < 0 ? NEGATIVE : 0))
                .putShort((short) value.scale());
        for (int i = first; i < end; i++) {
            out.putShort((short) digits[i]);
        }
        return out.array();
    }

    /// The digits to base 10000; the last ones after the point, as many as the scale needs.
    static int[] digits(BigDecimal value) {
        int fraction = (value.scale() + DIGITS - 1) / DIGITS;
        String text = value.abs().setScale(fraction * DIGITS).unscaledValue().toString();
        int count = Math.max((text.length() + DIGITS - 1) / DIGITS, fraction);
        int[] digits = new int[count];
        int end = text.length();
        for (int i = count - 1; i >= 0 && end > 0; i--) {
            int start = Math.max(0, end - DIGITS);
            digits[i] = Integer.parseInt(text, start, end, 10);
            end = start;
        }
        return digits;
    }

    static Numeric decode(ByteBuffer in) {
        if (in.remaining() < 8) {
            throw TypeErrors.insufficientData();
        }
        int count = in.getShort() & 0xFFFF;
        int weight = in.getShort();
        int sign = in.getShort() & 0xFFFF;
        int scale = in.getShort() & 0xFFFF;
        if (sign == NAN || sign == POSITIVE_INFINITY || sign == NEGATIVE_INFINITY) {
            return sign == NAN
                    ? Numeric.NAN
                    : sign == POSITIVE_INFINITY ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
        }
        if (sign != 0 && sign != NEGATIVE) {
            throw TypeErrors.invalidBinary("invalid sign in external \"numeric\" value");
        }
        if (scale > Numeric.MAX_SCALE) {
            throw TypeErrors.invalidBinary("invalid scale in external \"numeric\" value");
        }
        if (in.remaining() < 2 * count) {
            throw TypeErrors.insufficientData();
        }
        StringBuilder digits = new StringBuilder(count * DIGITS + 1).append('0');
        for (int i = 0; i < count; i++) {
            int digit = in.getShort();
            if (digit < 0 || digit >= BASE) {
                throw TypeErrors.invalidBinary("invalid digit in external \"numeric\" value");
            }
            String text = Integer.toString(digit);
            digits.repeat('0', DIGITS - text.length()).append(text);
        }
        if (in.hasRemaining()) {
            throw TypeErrors.invalidBinary("incorrect binary data format");
        }
        BigDecimal value = new BigDecimal(new BigInteger(digits.toString()), (count - weight - 1) * DIGITS);
        BigDecimal shown = value.setScale(scale, RoundingMode.DOWN);
        return Numeric.of(sign == NEGATIVE ? shown.negate() : shown);
    }

    static void writeKey(Numeric number, KeyWriter out) {
        if (!number.isFinite()) {
            out.writeByte(number.isNaN() ? 6 : number.signum() > 0 ? 5 : 1);
            return;
        }
        BigDecimal value = number.value();
        if (value.signum() == 0) {
            out.writeByte(3);
            return;
        }
        out.writeByte(value.signum() < 0 ? 2 : 4);
        int start = out.size();
        byte[] digits = significant(value);
        out.writeInt(digits.length - 1 - trailing(value, digits.length));
        out.writeRaw(pairs(digits));
        if (value.signum() < 0) {
            out.invertFrom(start);
        }
    }

    // The scale of the last significant digit.
    private static int trailing(BigDecimal value, int significant) {
        return value.scale() - (value.precision() - significant);
    }

    private static byte[] significant(BigDecimal value) {
        String text = value.unscaledValue().abs().toString();
        int end = text.length();
        while (end > 1 && text.charAt(end - 1) == '0') {
            end--;
        }
        byte[] digits = new byte[end];
        for (int i = 0; i < end; i++) {
            digits[i] = (byte) (text.charAt(i) - '0');
        }
        return digits;
    }

    // Two digits a byte, each from 1 on; 0 ends.
    private static byte[] pairs(byte[] digits) {
        byte[] out = new byte[(digits.length + 1) / 2 + 1];
        for (int i = 0; i < digits.length; i += 2) {
            int second = i + 1 < digits.length ? digits[i + 1] : 0;
            out[i / 2] = (byte) (1 + digits[i] * 10 + second);
        }
        return out;
    }
}
