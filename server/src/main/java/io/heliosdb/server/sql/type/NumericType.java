package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.List;

/// `numeric(precision, scale)`. The typmod is `((precision << 16) | (scale & 0x7ff)) + 4`.
final class NumericType extends AbstractType {

    private static final int HEADER = 4;
    private static final int MIN_SCALE = -1000;
    private static final int MAX_SCALE = 1000;

    NumericType() {
        super("numeric");
    }

    @Override
    public Class<?> valueClass() {
        return Numeric.class;
    }

    @Override
    public String displayName(int typmod) {
        return typmod < HEADER ? "numeric" : "numeric(" + precision(typmod) + "," + scale(typmod) + ")";
    }

    static int precision(int typmod) {
        return ((typmod - HEADER) >> 16) & 0xFFFF;
    }

    static int scale(int typmod) {
        return (((typmod - HEADER) & 0x7FF) ^ 1024) - 1024;
    }

    @Override
    public int parseModifiers(List<String> modifiers) {
        if (modifiers.isEmpty() || modifiers.size() > 2) {
            throw TypeErrors.invalidParameter("invalid NUMERIC type modifier");
        }
        int precision = Modifiers.integer(modifiers.getFirst());
        if (precision < 1 || precision > Numeric.MAX_PRECISION) {
            throw TypeErrors.invalidParameter("NUMERIC precision " + precision + " must be between 1 and 1000");
        }
        int scale = modifiers.size() == 2 ? Modifiers.integer(modifiers.get(1)) : 0;
        if (scale < MIN_SCALE || scale > MAX_SCALE) {
            throw TypeErrors.invalidParameter("NUMERIC scale " + scale + " must be between -1000 and 1000");
        }
        return ((precision << 16) | (scale & 0x7FF)) + HEADER;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return Numeric.parse(text);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return value.toString();
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        Numeric number = (Numeric) value;
        if (typmod < HEADER || number.isNaN()) {
            return number;
        }
        int precision = precision(typmod);
        int scale = scale(typmod);
        if (number.isInfinite()) {
            throw fieldOverflow(
                    precision,
                    scale,
                    "A field with precision " + precision + ", scale " + scale + " cannot hold an infinite value.");
        }
        if (number.scale() == scale && number.value().precision() - scale <= precision - scale) {
            return number;
        }
        BigDecimal rounded = number.value().setScale(scale, RoundingMode.HALF_UP);
        if (rounded.signum() != 0 && rounded.precision() > precision) {
            int whole = precision - scale;
            throw fieldOverflow(
                    precision,
                    scale,
                    "A field with precision " + precision + ", scale " + scale
                            + " must round to an absolute value less than " + (whole == 0 ? "1" : "10^" + whole) + ".");
        }
        return Numeric.of(rounded);
    }

    private static SqlException fieldOverflow(int precision, int scale, String detail) {
        if (precision < 1 || scale < MIN_SCALE) {
            throw new IllegalArgumentException("numeric(" + precision + "," + scale + ")");
        }
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow").withDetail(detail);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        return NumericCodec.decode(bytes);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return NumericCodec.encode((Numeric) value);
    }

    @Override
    public int compare(Object left, Object right) {
        return ((Numeric) left).compareTo((Numeric) right);
    }

    // The scale, with the specials in its two lowest bits, then the unscaled value.
    @Override
    public void write(Object value, RowWriter out) {
        Numeric number = (Numeric) value;
        int mark = out.beginPart();
        if (number.isFinite()) {
            out.writeVarint(number.scale() << 1);
            writeUnscaled(number.value(), out);
        } else {
            out.writeVarint(1);
            out.writeByte(number.isNaN() ? 2 : number.signum());
        }
        out.endPart(mark);
    }

    private static void writeUnscaled(BigDecimal value, RowWriter out) {
        BigInteger unscaled = value.unscaledValue();
        if (unscaled.bitLength() < 64) {
            long rest = unscaled.longValue();
            int size = Math.max(1, (64 - Long.numberOfLeadingZeros(rest < 0 ? ~rest : rest) + 8) / 8);
            for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) {
                out.writeByte((int) (rest >> shift));
            }
        } else {
            out.writeRaw(unscaled.toByteArray());
        }
    }

    @Override
    public Object read(RowReader in) {
        int length = in.readVarint();
        int start = in.position();
        int head = in.readVarint();
        int size = length - (in.position() - start);
        if ((head & 1) != 0) {
            int special = in.readByte();
            return special == 2 ? Numeric.NAN : special > 0 ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
        }
        if (size > 8) {
            return Numeric.of(new BigDecimal(new BigInteger(in.readRaw(size)), head >>> 1));
        }
        long unscaled = in.readByte();
        for (int i = 1; i < size; i++) {
            unscaled = (unscaled << 8) | (in.readByte() & 0xFF);
        }
        return Numeric.of(BigDecimal.valueOf(unscaled, head >>> 1));
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        NumericCodec.writeKey((Numeric) value, out);
    }
}
