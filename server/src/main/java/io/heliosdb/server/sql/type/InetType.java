package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// `inet` and `cidr`.
final class InetType extends AbstractType {

    private static final int FAMILY_V4 = 2;
    private static final int FAMILY_V6 = 3;

    private final boolean cidr;

    InetType(boolean cidr) {
        super(cidr ? "cidr" : "inet");
        this.cidr = cidr;
    }

    @Override
    public Class<?> valueClass() {
        return InetAddressValue.class;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        InetAddressValue inet = InetText.parse(text, cidr);
        if (inet == null) {
            throw TypeErrors.invalidInput(name(), text);
        }
        if (cidr && !Arrays.equals(inet.network(), inet.address())) {
            throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "invalid cidr value: \"" + text + "\"")
                    .withDetail("Value has bits set to right of mask.");
        }
        return inet;
    }

    @Override
    public String format(Object value, TypeContext context) {
        return InetText.format((InetAddressValue) value, cidr);
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        if (bytes.remaining() < 4) {
            throw TypeErrors.insufficientData();
        }
        int family = bytes.get();
        int bits = bytes.get() & 0xFF;
        bytes.get();
        int length = bytes.get();
        int expected = family == FAMILY_V4 ? 4 : family == FAMILY_V6 ? 16 : -1;
        if (length != expected || bytes.remaining() != length || bits > length * 8) {
            throw TypeErrors.invalidBinary("invalid length in external \"" + name() + "\" value");
        }
        return new InetAddressValue(remaining(bytes), bits);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        InetAddressValue inet = (InetAddressValue) value;
        return ByteBuffer.allocate(4 + inet.address().length)
                .put((byte) (inet.isV6() ? FAMILY_V6 : FAMILY_V4))
                .put((byte) inet.bits())
                .put((byte) (cidr ? 1 : 0))
                .put((byte) inet.address().length)
                .put(inet.address())
                .array();
    }

    @Override
    public int compare(Object left, Object right) {
        return ((InetAddressValue) left).compareTo((InetAddressValue) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        InetAddressValue inet = (InetAddressValue) value;
        int mark = out.beginPart();
        out.writeByte(inet.bits());
        out.writeRaw(inet.address());
        out.endPart(mark);
    }

    @Override
    public Object read(RowReader in) {
        int length = in.readVarint();
        int bits = in.readByte() & 0xFF;
        return new InetAddressValue(in.readRaw(length - 1), bits);
    }

    // The order compares networks up to the shorter one: the network bits first, a shorter network before a longer.
    @Override
    public void writeKey(Object value, KeyWriter out) {
        InetAddressValue inet = (InetAddressValue) value;
        out.writeByte(inet.address().length);
        out.writeRaw(inet.network());
        out.writeByte(inet.bits());
        out.writeRaw(inet.address());
    }
}
