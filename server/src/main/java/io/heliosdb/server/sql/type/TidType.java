package io.heliosdb.server.sql.type;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `tid`, such as `(0,1)`.
final class TidType extends AbstractType {

    private static final Pattern FORM = Pattern.compile("\\((\\d{1,10}),(\\d{1,5})\\)");

    TidType() {
        super("tid");
    }

    @Override
    public Class<?> valueClass() {
        return Tid.class;
    }

    @Override
    public int storageSize() {
        return 6;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw TypeErrors.invalidInput("tid", text);
        }
        long block = Long.parseLong(matcher.group(1));
        int offset = Integer.parseInt(matcher.group(2));
        if (block > 0xFFFF_FFFFL || offset > 0xFFFF) {
            throw TypeErrors.invalidInput("tid", text);
        }
        return new Tid((int) block, offset);
    }

    @Override
    public String format(Object value, TypeContext context) {
        return value.toString();
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        expectRemaining(bytes, 6);
        return new Tid(bytes.getInt(), bytes.getShort() & 0xFFFF);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        Tid tid = (Tid) value;
        return ByteBuffer.allocate(6)
                .putInt(tid.block())
                .putShort((short) tid.offset())
                .array();
    }

    @Override
    public int compare(Object left, Object right) {
        return ((Tid) left).compareTo((Tid) right);
    }

    @Override
    public void write(Object value, RowWriter out) {
        Tid tid = (Tid) value;
        out.writeInt(tid.block());
        out.writeShort(tid.offset());
    }

    @Override
    public Object read(RowReader in) {
        return new Tid(in.readInt(), in.readShort() & 0xFFFF);
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        Tid tid = (Tid) value;
        out.writeInt(tid.block() ^ Integer.MIN_VALUE);
        out.writeInt(tid.offset());
    }
}
